"""What was read is kept once: whole, found again by its key, and loaded as if it had come fresh."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from orlo import SEEN, Story, story

from extractors.errors import WarehouseError
from extractors.records import Extraction, Stamp
from warehouse import Warehouse
from warehouse.parts import ARRIVING, PageRead, Parts, page_read
from warehouse.snapshot import snapshot_path


def kept(folder: Path, extractions: tuple[Extraction, ...], size: int) -> list[PageRead]:
    """Each extraction in a part, ``size`` to a part, the last ones first."""
    parts = Parts(folder)
    pairs = [(page_read(f"key {n}", one), one) for n, one in enumerate(extractions)]
    for start in range(0, len(pairs), size):
        parts.keep(list(reversed(pairs[start : start + size])))
    return [read for read, _ in pairs]


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute(
            "select table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        return {name: connection.execute(f'from "{name}"').fetchall() for (name,) in names}


def test_a_reading_comes_back_whole_to_another_process(tmp_path: Path, orlo: Story) -> None:
    read = kept(tmp_path, orlo.extractions, 2)
    parts = Parts(tmp_path).look()
    assert len(parts) == len(read)
    assert [parts.get(one.key) for one in read] == read
    assert [parts.extraction(one) for one in read] == list(orlo.extractions)
    assert parts.get("key of no page") is None


@pytest.mark.parametrize("size", [1, 2, 100])
def test_rows_loaded_from_parts_are_those_of_the_readings(
    tmp_path: Path, orlo: Story, size: int
) -> None:
    run, captures, extractions, *rest = orlo.load_arguments()
    Warehouse(tmp_path / "fresh.duckdb").load(run, captures, extractions, *rest)
    read = kept(tmp_path / "parts", extractions, size)
    other = Warehouse(tmp_path / "parts.duckdb")
    other.load_parts(run, captures, read, Parts(tmp_path / "parts").look(), *rest)
    later = replace(run, as_of=run.as_of + timedelta(days=1))
    new = story(SEEN + timedelta(days=1)).extractions
    for store in (Warehouse(tmp_path / "fresh.duckdb"), other):
        store.load(later, (), (*extractions, *new))
    assert tables(tmp_path / "fresh.duckdb") == tables(tmp_path / "parts.duckdb")


def test_two_parts_that_hold_one_reading_load_it_once_as_captured(
    tmp_path: Path, orlo: Story
) -> None:
    article, page = orlo.extractions[0], orlo.extractions[1]
    seen = Stamp(SEEN + timedelta(days=9), "captured")
    document = replace(page.document, first_seen=seen, capture_sha256="f" * 64)
    again = replace(page, document=document)
    first, second = page_read("one", page), page_read("two", again)
    parts = Parts(tmp_path / "parts")
    parts.keep([(first, page), (page_read("article", article), article)])
    parts.keep([(second, again)])
    assert first.extraction_id == second.extraction_id
    store = Warehouse(tmp_path / "desk.duckdb")
    read = [page_read("article", article), second]
    assert store.load_parts(orlo.run, (), read, parts)["documents"] == 2
    rows = tables(tmp_path / "desk.duckdb")["documents"]
    assert sum("f" * 64 in row for row in rows) == 1
    assert parts.extraction(second) == again


def test_a_damaged_part_is_read_again_and_a_killed_writers_is_swept(
    tmp_path: Path, orlo: Story
) -> None:
    read = kept(tmp_path, orlo.extractions[:2], 1)
    [broken, _] = sorted(place for place in tmp_path.iterdir() if place.is_dir())
    (broken / "pages.parquet").write_bytes(b"PAR1")
    left = tmp_path / f"{ARRIVING}999999999-x"
    left.mkdir()
    alive = tmp_path / f"{ARRIVING}{os.getpid()}-x"
    alive.mkdir()
    parts = Parts(tmp_path).look()
    assert len(parts) == 1
    parts.keep([(one, e) for one, e in zip(read, orlo.extractions, strict=False)])
    assert len(Parts(tmp_path).look()) == 2
    other = Parts(tmp_path).look()
    for place in tmp_path.glob("*/pages.parquet"):
        place.write_bytes(b"PAR1")
    assert [other.get(one.key) for one in read] == [None, None]
    assert not left.exists()
    assert alive.exists()


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path, orlo: Story) -> None:
    (tmp_path / "file").write_text("")
    one = orlo.extractions[1]
    with pytest.raises(WarehouseError, match="cannot be written"):
        Parts(tmp_path / "file" / "parts").keep([(page_read("k", one), one)])


class TestStandingDerivations:
    def test_the_same_rows_and_rules_are_not_derived_again(
        self, tmp_path: Path, orlo: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = Warehouse(tmp_path / "desk.duckdb")
        store.load(*orlo.load_arguments())
        asked: list[str] = []
        monkeypatch.setattr(
            "warehouse.store.retrieve", lambda *_: {k: tuple(v) for k, v in orlo.nearest.items()}
        )
        monkeypatch.setattr(
            "warehouse.store.derive", lambda rows, _: asked.append(rows.run.run_id) or orlo.derived
        )
        first = store.crosscheck(orlo.run.run_id, "rules 1")
        assert store.crosscheck(orlo.run.run_id, "rules 1") == first == orlo.derived
        assert len(asked) == 1
        store.crosscheck(orlo.run.run_id, "rules 2")
        assert len(asked) == 2
        store.review(orlo.derived.findings[0].finding_id, "reject")
        store.crosscheck(orlo.run.run_id, "rules 2")
        assert len(asked) == 3
        store.load(*orlo.load_arguments()[:4])  # the same run with less read
        store.crosscheck(orlo.run.run_id, "rules 2")
        assert len(asked) == 4

    def test_a_snapshot_is_copied_only_where_it_would_tell_more(
        self, tmp_path: Path, orlo: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("warehouse.store.retrieve", lambda *_: {})
        monkeypatch.setattr("warehouse.store.derive", lambda *_: orlo.derived)
        store = Warehouse(tmp_path / "desk.duckdb")
        store.load(*orlo.load_arguments())
        assert store.publish_changes() == ""
        store.crosscheck(orlo.run.run_id, "rules")
        mark = store.publish_changes()
        made = snapshot_path(store.path).stat().st_ino
        assert mark
        assert store.publish_changes() == mark
        assert snapshot_path(store.path).stat().st_ino == made
        store.review(orlo.derived.findings[0].finding_id, "accept", "seen")
        assert store.publish_changes() != mark
        assert snapshot_path(store.path).stat().st_ino != made
        assert store.sql("select note from reviews").to_pylist() == [{"note": "seen"}]
