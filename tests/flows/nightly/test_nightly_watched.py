"""The list of watched articles."""

from pathlib import Path

import pytest

from extractors.errors import SettingsError
from flows.nightly import Watched, place_of, read_watched, write_watched


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "data" / "watched.json"
    assert read_watched(file) == ()
    watched = (Watched("/a.md"), Watched("https://example.org/ä", ("bbc", "kremlin")))
    write_watched(file, watched)
    assert read_watched(file) == watched
    assert [path.name for path in file.parent.iterdir()] == ["watched.json"]


@pytest.mark.parametrize("damage", ["{", "[1]", '[{"article": "a"}]', "\udcff"])
def test_a_damaged_list_is_one_line(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "watched.json"
    file.write_bytes(damage.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match="is damaged"):
        read_watched(file)


def test_a_list_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsError, match="cannot be written"):
        write_watched(tmp_path / "file" / "watched.json", ())


def test_names_of_report_folders_are_safe_and_differ() -> None:
    names = {Watched(a).name for a in ("/x/a b.md", "/y/a b.md", "https://e.org/?q=1", "/")}
    assert len(names) == 4
    assert all(name.replace("-", "").isalnum() for name in names)


def test_a_place_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert place_of("a.md") == str(tmp_path / "a.md")
    assert place_of("https://example.org/a") == "https://example.org/a"
