"""Fine-tune the network.  Every epoch leaves a checkpoint; a run started again goes on from its last one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from bench import data
from sayso.attribute.decode import DIM, bucket
from training.examples import Batch, Links, batches, example, inner_views
from training.net import Net, tokenizer
from training.teachers import taught


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run learns from and how."""

    sets: tuple[tuple[str, float], ...]
    """Name of a set and how much of it an epoch sees: 2 is twice, 0.1 a tenth drawn anew."""
    epochs: int
    rate: float
    seed: int = 1
    size: int = 384
    """Pieces a window holds."""
    count: int = 4
    """Windows a step."""


SETS: dict[str, Callable[[Path, int | None], list[data.Record]]] = {
    "polnear": lambda work, fold: data.polnear(tune=False),
    "taught": lambda work, fold: taught(work / "taught.pickle"),
    "modern": lambda work, fold: data.without_fold(data.load("modern.dev"), fold),
    "modern.inner": lambda work, fold: _inner(data.without_fold(data.load("modern.dev"), fold)),
    "wikinews": lambda work, fold: data.without_fold(data.load("open/wikinews.attributed"), fold),
    "wikinews.inner": lambda work, fold: _inner(data.without_fold(data.load("open/wikinews.attributed"), fold)),
    "gum": lambda work, fold: data.gum(),
}
"""Each set's articles, by the folder of all training and the fold that is left out."""


def _inner(records: Iterable[data.Record]) -> list[data.Record]:
    return [view for record in records for view in inner_views(record)]


def train(out: Path, recipe: Recipe, start: Path | None = None, fold: int | None = None) -> Path:
    """Train into the folder ``out``, from the weights ``start`` or the base model; ``fold`` of the folded
    sets is left out.  Returns the weights' path, at once if they are there."""
    if (out / "net.pt").exists():
        return out / "net.pt"
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    torch.set_flush_denormal(True)
    run = _Run(out, recipe, start, fold)
    for epoch in range(run.resume(), recipe.epochs):
        run.epoch(epoch)
    save(run.net.state_dict(), out / "net.pt")
    return out / "net.pt"


def save(state: dict[str, Any], path: Path) -> None:
    """Write all of a file or nothing."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


class _Run:
    """One training run: the network, its optimiser and schedule."""

    def __init__(self, out: Path, recipe: Recipe, start: Path | None, fold: int | None) -> None:
        self.out, self.recipe, self.fold = out, recipe, fold
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.tokenizer, self.net = tokenizer(), _network(start).to(self.device).train()
        self.optimiser = optimiser(self.net, recipe.rate)
        self.per_epoch = len(self._batches(random.Random(0), plain=True))
        total = self.per_epoch * recipe.epochs
        warm = max(20, int(0.06 * total))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, lambda s: min((s + 1) / warm, max(0.01, (total - s) / (total - warm)))
        )

    def resume(self) -> int:
        """Go on from the last checkpoint; the number of epochs done."""
        path = self.out / "state.pt"
        if not path.exists():
            return 0
        state = torch.load(path, weights_only=True, map_location="cpu")
        for part in ("net", "optimiser", "schedule"):
            getattr(self, part).load_state_dict(state[part])
        return int(state["epoch"])

    def epoch(self, number: int) -> None:
        """One pass, then a checkpoint."""
        started, pieces, average = time.time(), 0, 0.0
        for step, make in enumerate(self._batches(random.Random(f"{self.recipe.seed}-{number}")), 1):
            batch = make()
            value = self._step(batch)
            pieces, average = pieces + int(batch.mask.sum()), average + (value - average) / min(step, 50)
            if step % 50 == 0:
                pace = pieces / (time.time() - started)
                place = f"{self.out.name} epoch {number + 1} step {step}/{self.per_epoch}"
                print(f"{place} loss {average:.3f}, {pace:.0f} pieces/s", flush=True)
        state = {part: getattr(self, part).state_dict() for part in ("net", "optimiser", "schedule")}
        save(state | {"epoch": number + 1}, self.out / "state.pt")

    def _batches(self, dice: random.Random, plain: bool = False) -> list[Callable[[], Batch]]:
        records = self._draw(dice)
        examples = [example(r, self.tokenizer, None if plain else dice) for r in records]
        return batches(examples, self.recipe.size, self.recipe.count, dice)

    def _draw(self, dice: random.Random) -> list[data.Record]:
        """The articles of one epoch."""
        records = []
        for name, times in self.recipe.sets:
            found = SETS[name](self.out.parent, self.fold)
            records += found * int(times) + dice.sample(found, round(len(found) * (times % 1)))
        return records

    def _step(self, batch: Batch) -> float:
        value = loss(self.net, batch, self.device)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad(set_to_none=True)
        return float(value.detach())


def _network(start: Path | None) -> Net:
    net = Net()
    if start:
        net.load_state_dict(torch.load(start, weights_only=True, map_location="cpu"))
    return net


def optimiser(net: Net, rate: float) -> torch.optim.Optimizer:
    """AdamW: heads learn four times as fast, word embeddings rest."""
    net.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    groups: dict[str, list[Tensor]] = {"matrix": [], "bias": [], "head": []}
    for name, p in net.named_parameters():
        if p.requires_grad:
            groups["head" if not name.startswith("bert") else "matrix" if p.ndim > 1 else "bias"].append(p)
    return torch.optim.AdamW(
        [
            {"params": groups["matrix"], "weight_decay": 0.01},
            {"params": groups["bias"], "weight_decay": 0.0},
            {"params": groups["head"], "weight_decay": 0.0, "lr": 4 * rate},
        ],
        lr=rate,
        fused=True,
    )


def loss(net: Net, batch: Batch, device: str) -> Tensor:
    """Cross entropy of the labels, and a third of that of the links."""
    arrays = (torch.tensor(x, device=device) for x in (batch.ids, batch.mask, batch.features))
    with torch.autocast(device, torch.bfloat16):
        tags, links = net(*arrays)
    wanted = torch.tensor(batch.tags, device=device)
    total = -(wanted * tags.float().log_softmax(-1)).sum() / wanted.sum()
    for kind, asked in enumerate(batch.links):
        if asked is not None:
            right = torch.tensor(asked.right, device=device)
            total = total + 0.3 * F.cross_entropy(link_scores(net, links.float(), kind, asked), right)
    return total


def link_scores(net: Net, links: Tensor, kind: int, asked: Links) -> Tensor:
    """Scores of the answers and of none, [n, k + 1]; `sayso.attribute.decode` reads them the same way."""
    window, asker, answers, breaks = (
        torch.tensor(x, device=links.device) for x in (asked.window, asked.asker, asked.answers, asked.breaks)
    )
    asks = links[window, asker, 2 * kind * DIM : (2 * kind + 1) * DIM]
    keys = links[window[:, None], answers, (2 * kind + 1) * DIM : (2 * kind + 2) * DIM]
    distance = torch.tensor(bucket(asked.distance), device=links.device)
    scores = torch.einsum("nd,nkd->nk", asks, keys) * DIM**-0.5
    scores = scores + net.distance[kind][distance] + net.breaks[kind][breaks + 3]
    scores = scores.masked_fill(~torch.tensor(asked.real, device=links.device), -1e4)
    return torch.cat([scores, (asks @ net.none[kind] * DIM**-0.5)[:, None]], 1)
