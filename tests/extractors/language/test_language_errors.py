"""A model that cannot be used is said in one line that tells what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from spacy.language import Language

from extractors.errors import ModelError
from extractors.language import embed, load_pipeline


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped model, to be damaged."""
    component = load_pipeline().get_pipe("sourcecheck_annotator")
    copy = tmp_path / "model"
    shutil.copytree(component._folder, copy)
    return copy


def complaint(model: str | Path) -> str:
    """The message of the error that loading raises; always one line."""
    with pytest.raises(ModelError) as caught:
        load_pipeline(model)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    assert "meta.json is missing" in complaint(tmp_path)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "parse.onnx").unlink()
    message = complaint(folder)
    assert "parse.onnx is missing" in message
    assert "make model" in message


def test_a_damaged_file_is_named(folder: Path) -> None:
    path = folder / "lower.onnx"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    message = complaint(folder)
    assert "lower.onnx" in message
    assert "SHA-256" in message


def test_a_model_of_another_format_is_refused(folder: Path) -> None:
    meta = json.loads((folder / "meta.json").read_text())
    meta["format"] = 99
    (folder / "meta.json").write_text(json.dumps(meta))
    assert "format 99" in complaint(folder)


def test_a_model_for_another_spacy_is_refused(folder: Path) -> None:
    meta = json.loads((folder / "meta.json").read_text())
    meta["spacy"] = ">=4,<5"
    (folder / "meta.json").write_text(json.dumps(meta))
    message = complaint(folder)
    assert "made for spaCy <5,>=4" in message


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "x"}', "\x00"])
def test_a_damaged_meta_is_refused(folder: Path, content: str) -> None:
    (folder / "meta.json").write_text(content)
    assert "damaged" in complaint(folder)


def test_an_unknown_pipeline_is_refused() -> None:
    assert "'en_core_nowhere'" in complaint("en_core_nowhere")


def test_a_doc_of_no_pipeline_has_no_vector() -> None:
    with pytest.raises(ModelError, match="load_pipeline"):
        embed(Language().make_doc("Some words."))
