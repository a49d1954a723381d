"""The network at run time: the same bits on every processor, vectors only when asked for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import extractors
from extractors.language import model as language_model
from extractors.language.model import Model

FOLDER = Path(extractors.__file__).parent / "model"
TEXT = (
    "Kyiv said on 3 March that about 500 troops had crossed the river near Sudzha , killing two . "
    "“ We know nothing of it ” , the Kremlin ’s spokesman — asked twice — replied ; it was NOT so !"
)
WORDS = TEXT.split()
GAPS = [3, *[1] * (len(WORDS) - 1)]


def outputs(model: Model) -> list[np.ndarray]:
    """All logits of one window, before anything is decided."""
    features = model._vocabulary.features(WORDS, GAPS)
    columns = ("cases", "gaps", "first", "last", "shapes", "suffixes", "prefixes")
    given = {name: getattr(features, name) for name in columns}
    made: list[np.ndarray] = model._parse.run(None, {"pieces": features.pieces[None], **given})
    return made


def test_a_processor_without_vnni_gives_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    here = outputs(Model(FOLDER))
    monkeypatch.setattr(language_model, "_has_vnni", lambda: False)
    elsewhere = outputs(Model(FOLDER))
    assert all(np.array_equal(a, b) for a, b in zip(here, elsewhere, strict=True))


def test_the_layers_weights_are_multiplied_as_integers() -> None:
    # Otherwise the test above compares floats with floats.
    content = (FOLDER / "parse.onnx").read_bytes()
    assert content.count(b"DynamicQuantizeMatMul") == 6 * 4


def test_the_encoder_is_loaded_when_the_first_vector_is_asked_for() -> None:
    model = Model(FOLDER)
    model.annotate(WORDS, GAPS)
    assert "_encoder" not in model.__dict__
    assert model.vectors(WORDS, GAPS).shape == (len(WORDS), model.width)
    assert "_encoder" in model.__dict__


_WATCHED = """
import importlib.abc, os, sys

seen = []


class Watch(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            seen.append(os.environ.get("ORT_DISABLE_TELEMETRY"))
        return None


def no_calls(event, given):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect"):
        sys.exit(f"{event} {given}")


os.environ.pop("ORT_DISABLE_TELEMETRY", None)
sys.meta_path.insert(0, Watch())
sys.addaudithook(no_calls)
import extractors.language.model
assert seen == ["1"], seen
"""


def test_the_network_runs_without_a_call_home() -> None:
    """The telemetry of onnxruntime is shut off before it is imported, and nothing is looked up."""
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_one_module_alone_loads_onnxruntime() -> None:
    """So that no process, a worker's or a query's either, gets it without the switch."""
    root = Path(__file__).parents[3]
    found = {
        str(path.relative_to(root))
        for room in ("extractors", "warehouse", "flows")
        for path in (root / room).rglob("*.py")
        if re.search(r"^\s*(?:import|from) onnxruntime\b", path.read_text("utf-8"), re.M)
    }
    assert found == {"extractors/language/model.py"}
