"""Whom a check asks, what it says of the others, and what it leaves out for --as-of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractors.records import (
    Block,
    Citation,
    Document,
    Extraction,
    Mention,
    Run,
    Span,
    Stamp,
    Unread,
)
from flows.collect import Coverage
from flows.outlets import Outlet, load_outlets
from flows.settings import Settings
from flows.verify import checked_request, steps
from flows.verify.article import ArticleText
from flows.verify.extract import Readers, Reading
from flows.verify.steps import Check, outcome, read_article, read_pages
from flows.verify.whom import not_asked, whom
from warehouse.parts import PageRead, page_read

DAY = datetime(2016, 7, 18, tzinfo=UTC)
TEXT = "The Guardian and Poland's interior ministry disagree, said Ana Ruiz. NATO met."


@pytest.fixture(scope="module")
def outlets() -> dict[str, Outlet]:
    return load_outlets()


def document(text: str = TEXT, role: str = "article", **more: Any) -> Document:
    block = Block(0, len(text), "paragraph")
    url = more.pop("url", "file:a.md")
    return Document(url, url, "Title", text, (block,), role=role, language="en", **more)  # type: ignore[arg-type]


def citation(source: str, outlet: str | None, entity: str = "") -> Citation:
    at = TEXT.find(source)
    span = Span(at, at + len(source), source)
    return Citation("d", "c", span, entity or source.lower(), outlet, span, 0, 9, TEXT[:9])


def mention(name: str, label: str) -> Mention:
    at = TEXT.find(name)
    return Mention(at, at + len(name), name, label, name.lower())


ARTICLE = Extraction(
    document(),
    mentions=(mention("Ana Ruiz", "PERSON"), mention("Poland's interior ministry", "ORG")),
)
CITED = (
    citation("Guardian", "guardian"),
    citation("Poland's interior ministry", None),
    citation("Ana Ruiz", None),
)


def test_those_leaned_on_come_first_then_those_that_the_archive_holds(
    outlets: dict[str, Outlet],
) -> None:
    named = ["guardian", "afp", "nato"]
    assert whom(CITED, named, outlets, {"bbc", "abc", "afp"}) == ("afp", "guardian", "abc", "bbc")
    assert whom(CITED, named, outlets, {"bbc"}, only=("cnn",)) == ("cnn",)


def test_an_office_is_asked_when_it_is_cited_and_said_when_it_is_only_named(
    outlets: dict[str, Outlet],
) -> None:
    assert whom((citation("NATO", "nato"),), ["nato"], outlets) == ("nato",)
    assert whom((), ["nato"], outlets) == ()
    [note] = not_asked(ARTICLE, (), ["nato"], ())
    assert (note.outlet, note.what) == ("nato", "not asked")


def test_every_source_without_a_door_is_told_but_a_persons_words_are_sought_everywhere() -> None:
    notes = not_asked(ARTICLE, CITED, ["guardian"], ("guardian",))
    assert [(note.outlet, note.what) for note in notes] == [
        ("poland's interior ministry", "no door")
    ]


def test_what_is_cited_and_was_not_asked_for_is_told() -> None:
    notes = not_asked(ARTICLE, CITED, ["guardian", "afp"], ("bbc",))
    assert [(note.outlet, note.what) for note in notes] == [
        ("afp", "not asked"),
        ("guardian", "not asked"),
        ("poland's interior ministry", "no door"),
    ]


class TestReading:
    """The steps over readings made by hand."""

    class Reader:
        """What was read, whatever the pages."""

        new = 0

        def __init__(self, readings: Sequence[Reading]) -> None:
            self.readings = readings

        def read(self, *_: object) -> list[PageRead]:
            return [
                page_read(str(place), one.extraction, one.what, one.why)
                for place, one in enumerate(self.readings)
            ]

        def extraction(self, _: PageRead) -> Extraction:
            return self.readings[0].extraction

    class Step:
        told = ""

        def of(self, total: int) -> None:
            return None

        def advance(self, pieces: int = 1) -> None:
            return None

        def note(self, text: str) -> None:
            self.told = text

    @pytest.fixture(autouse=True)
    def no_claims(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What an article claims is not looked at here; without this the pipeline would load."""
        monkeypatch.setattr(steps, "find_claims", lambda _: [])

    def check(self, tmp_path: Path, readings: Sequence[Reading], as_of: str | None = None) -> Check:
        settings = Settings(data_folder=tmp_path / "data", report_folder=tmp_path / "out")
        (tmp_path / "a.md").write_text(TEXT)
        request = checked_request(settings, str(tmp_path / "a.md"), as_of=as_of)
        check = Check(request, settings, load_outlets(), Readers())
        check.reader = self.Reader(readings)  # type: ignore[assignment]
        return check

    def page(self, outlet: str, number: int, published: datetime | None = DAY) -> Reading:
        stamp = Stamp(published, "test", published is not None)
        text = f"Page {number} of {outlet} tells of the harbour."
        url = f"https://{outlet}.example/{number}"
        return Reading(
            Extraction(document(text, "coverage", url=url, outlet=outlet, published=stamp))
        )

    def read(self, check: Check, *asked: str) -> str:
        check.asked = asked
        for name in asked:
            outlet = check.known[name]
            check.collected[name] = Coverage(outlet, (), (), ())
        step = self.Step()
        read_pages(check, step)
        return step.told

    def test_with_as_of_what_is_later_is_left_out_and_said(self, tmp_path: Path) -> None:
        pages = [self.page("bbc", 1), self.page("bbc", 2, DAY + timedelta(days=3))]
        pages += [self.page("bbc", 3, None)]
        check = self.check(tmp_path, pages, as_of="2016-07-19")
        self.read(check, "bbc")
        assert [read.url[-1] for read in check.read] == ["1", "3"]
        [note] = check.unread
        assert (note.what, note.url) == ("later", "https://bbc.example/2")
        assert "21 July 2016" in note.why

    def test_without_it_nothing_is_left_out(self, tmp_path: Path) -> None:
        pages = [self.page("bbc", 1), self.page("bbc", 2, DAY + timedelta(days=3))]
        check = self.check(tmp_path, pages)
        check.as_of = DAY
        self.read(check, "bbc")
        assert len(check.read) == 2
        assert check.unread == []

    def test_the_pages_read_are_the_sum_of_the_table(self, tmp_path: Path) -> None:
        twice = self.page("bbc", 1)
        bad = replace(self.page("afp", 4), what="empty text", why="it is empty")
        check = self.check(tmp_path, [twice, twice, self.page("afp", 2), bad])
        told = self.read(check, "afp", "bbc")
        assert [(row.outlet, row.read) for row in check.coverage] == [("afp", 1), ("bbc", 1)]
        assert told.startswith("2 of ")

    def test_an_outlet_asked_without_a_page_is_said(self, tmp_path: Path) -> None:
        check = self.check(tmp_path, [self.page("bbc", 1)])
        self.read(check, "bbc", "guardian")
        [note] = check.unread
        assert (note.outlet, note.what) == ("guardian", "nothing found")

    def test_hosts_that_no_file_knows_are_told_and_frames_fold_into_one_line(
        self, tmp_path: Path
    ) -> None:
        check = self.check(tmp_path, [self.page("one.example", 1)])
        hosts = [f"{name}.example" for name in ("one", "ads", "frames")]
        for host in hosts:
            check.directory.add(f"https://{host}/")
        check.unread.append(Unread("ads.example", "", "empty text", "a frame"))
        self.read(check, *hosts)
        assert [row.outlet for row in check.coverage] == ["one.example"]
        assert [(note.outlet, note.what) for note in check.unread] == [
            ("one.example", "no file"),
            ("archive", "empty text"),
        ]
        assert "ads.example, frames.example" in check.unread[1].why

    @pytest.mark.parametrize("dated", [True, False])
    def test_an_article_without_a_date_is_judged_as_of_today_and_that_is_said(
        self, tmp_path: Path, dated: bool
    ) -> None:
        stamp = Stamp(DAY if dated else None, "test", dated)
        article = Reading(replace(ARTICLE, document=document(published=stamp)))
        check = self.check(tmp_path, [article])
        check.newest_capture = DAY + timedelta(days=90)
        read_article(check, ArticleText("file:a.md", TEXT.encode(), "text/plain"), None)
        notes = [note for note in check.unread if note.what == "no date"]
        if dated:
            assert (check.as_of, check.as_of_basis, notes) == (DAY, "article", [])
        else:
            assert check.as_of_basis == "captures"
            assert "16 October 2016" in notes[0].why
            assert "--as-of" in notes[0].why
        fields = {"citation_results": (), "findings": (), "verdicts": {}}
        fields |= {"consistency": (), "conflicts": ()}
        check.derived = type("Derived", (), fields)()
        check.run = Run("a", "file:a.md", check.as_of, "replay", (), ())
        assert outcome(check).as_of_basis == check.as_of_basis

    def test_every_outlet_named_is_asked_whatever_cites_it(self, tmp_path: Path) -> None:
        article = Reading(ARTICLE)
        check = self.check(tmp_path, [article])
        read_article(check, ArticleText("file:a.md", TEXT.encode(), "text/plain"), None)
        assert check.named == ("guardian", "nato")
        assert check.asked == ("guardian",)
        assert ("nato", "not asked") in [(note.outlet, note.what) for note in check.unread]
