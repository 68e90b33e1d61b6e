"""The whole road from data to model file: ``python -m training [--work DIR] [STEP ...]``.

    base    fine-tune on PolNeAR's training articles (nine tenths), two networks that differ by their seeds, then go on
            with the first on what both make of those articles and of unlabelled news
    folds   go on with the folded sets, five times, each time leaving a fold out; score what was left out
    ship    go on with all of the folded sets; average the runs; fit confidence and thresholds; export into the package
    open    train on open licences alone, and score
    speakers  learn to resolve speakers (training/resolving.py): score five-fold, then ship; needs none of the others

Without STEP all are done, in this order.  What is done already is not done again: delete a folder of DIR, and
what was made from it, to redo it.  A CPU is enough; a GPU is used where there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from bench import data
from bench.attribution import calibration, table
from sayso.attribute.confidence import Calibration
from sayso.encoder.network import MODEL
from training import fit, resolving
from training.export import export
from training.teachers import taught
from training.train import Recipe, save, train

ALONE = (
    Recipe(sets=(("polnear", 1),), epochs=5, rate=2.2e-4, seed=1),
    Recipe(sets=(("polnear", 1),), epochs=4, rate=2.2e-4, seed=2),
)
TAUGHT = Recipe(sets=(("taught", 1),), epochs=2, rate=1.6e-4)
LAST = Recipe(
    sets=(("modern", 1), ("modern.inner", 1), ("wikinews", 1), ("wikinews.inner", 1), ("gum", 0.5), ("taught", 0.12)),
    epochs=2,
    rate=1.2e-4,
)
OPEN = Recipe(sets=(("wikinews", 1), ("wikinews.inner", 1), ("gum", 1)), epochs=6, rate=2.5e-4)
GONE = 0.75
"""How far the networks that ship or are tested have gone from the base towards the mean of the runs after it."""
FOLDED = ("modern.dev", "open/wikinews.attributed")


def base(work: Path) -> Path:
    """The network that has learned from PolNeAR, first alone and then from what two such make of more news."""
    alone = [train(work / f"alone-{recipe.seed}", recipe) for recipe in ALONE]
    taught(work / "taught.pickle", [export(path, path.parent) for path in alone])
    return train(work / "taught", TAUGHT, start=alone[0])


def run(work: Path, number: int | None) -> Path:
    """The network that went on from PolNeAR to all sets, without one fold of the folded ones."""
    return train(work / ("all" if number is None else f"all-but-{number}"), LAST, start=base(work), fold=number)


def fold(work: Path, number: int) -> Path:
    """The exported network that has seen all but one fold of the folded sets."""
    return drawn_back(work / f"fold{number}", base(work), [run(work, number)])


def drawn_back(out: Path, start: Path, runs: Sequence[Path]) -> Path:
    """The mean of the weights of runs, drawn back part of the way to where they started; exported.

    Better on what was learned first and on what was learned last than either end (Wortsman et al. 2022, "Robust
    fine-tuning of zero-shot models" and "Model soups").
    """
    if not (out / "net.pt").exists():
        out.mkdir(parents=True, exist_ok=True)
        first, *weights = (torch.load(path, weights_only=True, map_location="cpu") for path in (start, *runs))
        means = {name: sum(w[name] for w in weights) / len(weights) for name in first}
        save({name: torch.lerp(first[name], mean, GONE) for name, mean in means.items()}, out / "net.pt")
    return export(out / "net.pt", out)


def left_out(work: Path) -> tuple[list[data.Record], fit.Finds]:
    """The folded sets, each article read by the network that was trained without its fold."""
    records: list[data.Record] = []
    found: fit.Finds = []
    for number in range(data.FOLDS):
        mine = [r for r in data.folded() if data.fold_of(r) == number]
        records += mine
        found += kept(fold(work, number), "left-out", mine)
    return records, found


def kept(folder: Path, name: str, records: Sequence[data.Record]) -> fit.Finds:
    """What a network finds in records, kept beside it for the next time."""
    path = folder / f"{name}.pickle"
    if not path.exists():
        path.write_bytes(pickle.dumps(fit.find_all(folder, records)))
    found: fit.Finds = pickle.loads(path.read_bytes())  # written by ourselves
    return found


def folds(work: Path) -> None:
    """Score each folded set on what networks found that had not seen the article.

    Confidence and thresholds are fitted without the article's fold, too, beside PolNeAR's tenth.
    """
    records, found = left_out(work)
    tune = data.polnear(tune=True)
    predictions: dict[str, list[data.Record]] = {}
    for number in range(data.FOLDS):
        rest = [k for k, r in enumerate(records) if data.fold_of(r) != number]
        tuned = kept(fold(work, number), "tune", tune)
        settings = fitted(tune, tuned, [records[k] for k in rest], [found[k] for k in rest])
        mine = [k for k, r in enumerate(records) if data.fold_of(r) == number]
        sure = fit.keep(fit.weigh([found[k] for k in mine], settings[0]), settings[1])
        predictions |= {records[k]["id"]: fit.reported(records[k], s) for k, s in zip(mine, sure, strict=True)}
    for name in FOLDED:
        golds = data.load(name)
        found_in = [predictions[r["id"]] for r in golds]
        print(f"\n{name}, five-fold: {len(golds)} articles\n{table(golds, found_in)}")
        error, reliability = calibration(golds, found_in)
        print(f"expected calibration error {error:.3f}\n{reliability}")


def fitted(
    tune: list[data.Record], tuned: fit.Finds, records: list[data.Record], found: fit.Finds
) -> tuple[Calibration, tuple[float, float]]:
    """Confidence and the threshold of top statements from PolNeAR's tenth and the rest together, those of nested
    ones from the rest alone: PolNeAR marks none."""
    top_only = [[f for f in one if f.depth == 0] for one in tuned]
    fitted_on = fit.calibrate(tune + records, top_only + found)
    flat = [(tune, fit.weigh(top_only, fitted_on)), ([_flat(r) for r in records], fit.weigh(found, fitted_on))]
    top = fit.best_threshold(flat, nested=False, other=2.0)
    nested = fit.best_threshold([(records, flat[1][1])], nested=True, other=top)
    return fitted_on, (top, nested)


def _flat(record: data.Record) -> data.Record:
    return dict(record, attributions=[a for a in record["attributions"] if a.get("parent") is None])


def ship(work: Path) -> None:
    """Export the averaged network, with confidence and thresholds fitted on articles held out."""
    folder = drawn_back(work / "ship", base(work), [run(work, number) for number in (None, *range(data.FOLDS))])
    tune = data.polnear(tune=True)
    tuned = kept(folder, "tune", tune)
    fitted_on, thresholds = fitted(tune, tuned, *left_out(work))
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    weights = hashlib.sha256((folder / "attribution.onnx").read_bytes()).hexdigest()
    settings |= {
        "name": f"sayso-attribution-en {weights[:8]}",
        "thresholds": thresholds,
        "calibration": {
            "mean": fitted_on.mean.tolist(),
            "scale": fitted_on.scale.tolist(),
            "weights": fitted_on.weights.tolist(),
            "bias": fitted_on.bias,
        },
    }
    MODEL.mkdir(parents=True, exist_ok=True)
    for name in ("attribution.onnx", "tokenizer.json"):
        shutil.copyfile(folder / name, MODEL / name)
    (MODEL / "settings.json").write_text(json.dumps(settings) + "\n", encoding="utf-8")
    held = fit.keep(fit.weigh(tuned, fitted_on), thresholds)
    print(f"shipped {settings['name']}, thresholds {thresholds}")
    print(f"PolNeAR's tenth: {len(tune)} articles\n{table(tune, list(map(fit.reported, tune, held)))}")


def open_only(work: Path) -> None:
    """What a network reaches that has learned from open licences alone."""
    out = work / "open"
    folder = export(train(out, OPEN), out)
    for name in ("polnear.dev", "modern.dev"):
        records = data.load(name)
        found = list(map(fit.reported, records, kept(folder, name, records)))
        print(f"\nopen licences alone, {name}, never trained on:\n{table(records, found)}")


def learn_speakers(_: Path) -> None:
    """Learn to resolve, score and ship."""
    resolving.main()


STEPS = {"base": base, "folds": folds, "ship": ship, "open": open_only, "speakers": learn_speakers}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("steps", nargs="*", choices=[*STEPS, []], help="all of them unless named")
    options = parser.parse_args()
    for step in options.steps or STEPS:
        STEPS[step](options.work)


if __name__ == "__main__":
    main()
