"""A page is read once, ever: by any check that comes later, and by no worker when it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.page import PageHints
from extractors.records import Extraction
from flows.verify import Readers
from flows.verify.extract import ModelCard, Page, Reading, _unread
from flows.verify.reading import PageReader, card_of, generation, page_key
from flows.verify.standing import remember, standing
from flows.verify.versions import shipped_card

SEEN = datetime(2025, 3, 1, tzinfo=UTC)


class Counting(Readers):
    """Workers that answer from here and remember what they were asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.bad: set[str] = set()
        self.dies_after = 1_000

    def as_read(
        self, pages: Sequence[Page], until: float | None = None
    ) -> Iterator[tuple[int, Reading]]:
        for place, page in reversed(list(enumerate(pages))):
            if len(self.asked) >= self.dies_after:
                raise KeyboardInterrupt
            self.asked.append(page.url)
            bad = page.url in self.bad
            told = ("not parsed", "it died", "", True) if bad else ("", "", "", False)
            yield place, Reading(Extraction(_unread(page)), *told)


def pages(count: int) -> list[Page]:
    return [
        Page(f"<p>{n}</p>".encode(), f"https://herald.test/{n}", "text/html", outlet="herald")
        for n in range(count)
    ]


def test_what_was_read_is_read_by_no_later_check(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    told = PageReader(first, tmp_path).read(pages(5))
    assert [one.url for one in told] == [page.url for page in pages(5)]
    advanced: list[int] = []
    reader = PageReader(second, tmp_path)
    assert reader.read(pages(6), None, advanced.append)[:5] == told
    assert (second.asked, reader.new, sum(advanced)) == (["https://herald.test/5"], 1, 6)


def test_no_worker_is_started_where_nothing_is_new(tmp_path: Path) -> None:
    PageReader(Counting(), tmp_path).read(pages(3))
    with Readers() as readers:
        PageReader(readers, tmp_path).read(pages(3))
        assert readers._workers._workers == []


def test_a_fault_is_told_and_tried_again(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    first.bad = {"https://herald.test/1"}
    told = PageReader(first, tmp_path).read(pages(3))
    assert [one.what for one in told] == ["", "not parsed", ""]
    assert [one.what for one in PageReader(second, tmp_path).read(pages(3))] == ["", "", ""]
    assert second.asked == ["https://herald.test/1"]


def test_what_was_read_before_a_check_was_cut_off_is_kept(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    first.dies_after = 3
    with pytest.raises(KeyboardInterrupt):
        PageReader(first, tmp_path).read(pages(5))
    PageReader(second, tmp_path).read(pages(5))
    assert sorted(first.asked + second.asked) == [page.url for page in pages(5)]


def test_parts_that_cannot_be_written_cost_this_check_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    reader = PageReader(Counting(), tmp_path / "file")
    told = reader.read(pages(3))
    assert [one.url for one in told] == [page.url for page in pages(3)]
    assert [reader.extraction(one).document.url for one in told] == [one.url for one in told]
    assert reader.read(pages(3)) == told


@pytest.mark.parametrize(
    "other",
    [
        {"content": b"<p>else</p>"},
        {"url": "https://herald.test/other"},
        {"content_type": "text/plain"},
        {"role": "article"},
        {"outlet": "bbc"},
        {"capture_sha256": "a" * 64},
        {"captured_at": SEEN},
        {"hints": PageHints(title="Orlo")},
    ],
)
def test_a_key_holds_all_that_is_known_of_a_page(other: dict[str, object]) -> None:
    [page] = pages(1)
    assert page_key(page, "g") == page_key(replace(page), "g")
    assert page_key(page, "g") != page_key(replace(page, **other), "g")  # type: ignore[arg-type]
    assert page_key(page, "g") != page_key(page, "h")


def test_another_model_is_another_generation(tmp_path: Path) -> None:
    card = shipped_card()
    assert card_of(None) == card
    assert generation(card) != generation(ModelCard(card.name, "0"))
    (tmp_path / "meta.json").write_text('{"name": "mine"}')
    mine = card_of(str(tmp_path))
    assert mine is not None
    assert mine.name == "mine"
    assert card_of("en_core_web_trf") is None


def test_a_report_stands_until_its_key_or_a_file_of_it_is_another(tmp_path: Path) -> None:
    notes, folder = tmp_path / "notes", tmp_path / "out"
    (folder / "csv").mkdir(parents=True)
    (folder / "report.md").write_text("# A")
    (folder / "csv" / "claims.csv").write_text("a")
    files = {"md": folder / "report.md", "csv": folder / "csv"}
    assert standing(notes, folder, "key") is None
    remember(notes, folder, "key", files)
    assert standing(notes, folder, "key") == files
    assert standing(notes, folder, "other") is None
    assert standing(notes, folder, "") is None
    (folder / "csv" / "claims.csv").write_text("b")
    assert standing(notes, folder, "key") is None
    (folder / "csv" / "claims.csv").unlink()
    assert standing(notes, folder, "key") is None
