"""A night in sentences: what is new, what stays as it was, and since when."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractors.records import OutletCoverage, Unread
from flows.nightly.digest import (
    Digest,
    Night,
    forgotten,
    headline,
    markdown,
    outlet_rows,
    told,
)
from flows.nightly.memory import Remembered, read_memory, write_memory
from flows.verify import Outcome
from warehouse.changes import (
    Changes,
    Moved,
    NewContradiction,
    NewPage,
    PageChanged,
    Rewritten,
)

MONDAY = datetime(2025, 3, 3, 2, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
NONE = Changes()
LOST = "https://herald.test/news/talks"


def coverage(outlet: str, read: int) -> OutletCoverage:
    return OutletCoverage(outlet, outlet.title(), 3, read, read, read, None, None, False)


def outcome(run_id: str = "run 1", read: int = 3, unread: tuple[Unread, ...] = ()) -> Outcome:
    return Outcome(
        run_id=run_id,
        article="a.md",
        title="The strike in Orlo",
        mode="live",
        as_of=MONDAY,
        citations=1,
        verdicts=Counter({"supported": 2}),
        fidelity=Counter(),
        contradictions=1,
        silent=(),
        unread=unread,
        coverage=(coverage("herald", read), coverage("bbc", 2)),
        added={},
        files={},
    )


def night(
    found: Outcome | None, before: Remembered | None, begun: datetime, changes: Changes = NONE
) -> tuple[Digest, Remembered]:
    part, kept = told(Night("a.md", found, "" if found else "no such file"), changes, before, begun)
    return Digest(begun, (part,)), kept


def test_a_first_night_is_news_and_an_unchanged_one_is_not() -> None:
    first, kept = night(outcome(), None, MONDAY)
    assert first.changed
    assert headline(first) == "1 article: 1 article checked for the first time"
    second, _ = night(outcome(), kept, TUESDAY)
    assert not second.changed
    assert headline(second) == "1 article checked, nothing changed"
    assert "- Nothing changed: 2 claims (2 supported), 1 contradiction." in markdown(second)


def test_what_changed_is_told_in_sentences() -> None:
    changes = Changes(
        pages=(
            PageChanged(
                "herald",
                "https://herald.test/news/strike",
                (
                    Rewritten("300 workers struck.", "310 workers struck."),
                    Rewritten("It rained.", ""),
                    Rewritten("", "Night fell."),
                ),
            ),
        ),
        new_pages=(NewPage("bbc", "https://bbc.test/1", "A *new* page"),),
        verdicts=(Moved(2, "300 struck", "supported", "refuted", "Another number."),),
        contradictions=(
            NewContradiction(2, "300 struck", "bbc", "https://bbc.test/1", "310.", "Other.", 0.9),
        ),
    )
    digest, _ = night(outcome("run 2"), Remembered("run 1"), TUESDAY, changes)
    text = markdown(digest)
    assert headline(digest) == "1 article: 1 changed page, 1 new contradiction, 1 moved verdict"
    assert "“300 workers struck.” became “310 workers struck.”" in text
    assert "“It rained.” was taken out." in text
    assert "“Night fell.” was added." in text
    assert "was supported and is now **refuted**: Another number." in text
    assert "New against claim 2, “300 struck”: bbc has “310.”" in text
    assert "New page of bbc: “A \\*new\\* page” <https://bbc.test/1>" in text


def test_a_page_that_is_gone_and_a_silent_outlet_are_news_once_and_keep_their_day() -> None:
    gone = Unread("herald", LOST, "gone", "the page is gone")
    down = Unread("herald", "", "connection", "no answer")
    bad = outcome(read=0, unread=(down, gone))
    first, kept = night(bad, Remembered("run 0"), MONDAY)
    assert first.changed
    assert kept == Remembered("run 1", {LOST: "2025-03-03"}, {"herald": "2025-03-03"})
    second, kept = night(bad, kept, TUESDAY)
    assert not second.changed
    assert f"Gone since 2025-03-03: <{LOST}>" in markdown(second)
    assert "Herald gave nothing since 2025-03-03: no answer." in markdown(second)
    assert outlet_rows(second)[0]["gave nothing since"] == "2025-03-03"
    third, kept = night(outcome(), kept, TUESDAY)
    assert third.changed
    assert "Herald can be read again." in markdown(third)
    assert kept.silent == {}
    assert outlet_rows(third)[0] == {
        "article": "The strike in Orlo",
        "outlet": "Herald",
        "pages read": 3,
        "gave nothing since": "",
        "why": "",
    }


def test_an_outlet_that_is_down_is_silent_though_its_old_pages_are_read() -> None:
    down = replace(outcome(), gave_nothing={"herald": "the feed could not be had"})
    digest, kept = night(down, Remembered("run 1"), MONDAY)
    assert digest.changed
    assert "Herald gave nothing this night: the feed could not be had." in markdown(digest)
    assert kept.silent == {"herald": "2025-03-03"}
    assert outlet_rows(digest)[0]["pages read"] == 3


def test_an_article_that_could_not_be_checked_keeps_what_was_remembered() -> None:
    before = Remembered("run 1", {LOST: "2025-03-03"})
    digest, kept = night(None, before, TUESDAY)
    assert digest.changed
    assert headline(digest) == "1 article: 1 article that could not be checked"
    assert "It could not be checked: no such file." in markdown(digest)
    assert kept == before


@pytest.mark.parametrize("content", [None, "", "[]", '{"a.md": {}}', '{"a.md": 3}', "\udcff"])
def test_a_damaged_memory_is_none(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "nights.json"
    if content is not None:
        file.write_text(content, errors="surrogateescape")
    assert read_memory(file) == {}
    memory = {"a.md": Remembered("run 1", {LOST: "2025-03-03"}), "b.md": Remembered()}
    write_memory(file, memory)
    assert read_memory(file) == memory
    assert forgotten(memory, ["a.md"]) == {"a.md": memory["a.md"]}
