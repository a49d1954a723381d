"""The passages that come near to a claim: which, in which order, within which limits, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pytest

from extractors.records import Block, Claim, Document, Extraction, Passage, Run, Stamp
from warehouse.load import batch, load
from warehouse.retrieval import Limits, nearest_passages
from warehouse.retrieval.copies import grouped
from warehouse.schema import migrate

DAY = datetime(2024, 3, 1, tzinfo=UTC)
ARTICLE = Document(
    "file:///a.md", "file:///a.md", "A", "A.", (Block(0, 2, "paragraph"),), "article"
)
FERRY = "The ferry Lindis sank off Port Ellery with 212 people aboard."


def vector(*hot: int) -> bytes:
    made = np.zeros(384, np.int8)
    made[list(hot)] = 90
    return made.tobytes()


def page(
    url: str, outlet: str, when: datetime, *sentences: str, near: Sequence[int] = ()
) -> Extraction:
    """A page with one passage per sentence; those of the numbers in ``near`` lie near (1, 2)."""
    text = " ".join(sentences)
    document = Document(
        url,
        url,
        url,
        text,
        (Block(0, len(text), "paragraph"),),
        outlet=outlet,
        published=Stamp(when, "given"),
    )
    at, passages = 0, []
    for number, sentence in enumerate(sentences):
        start = text.index(sentence, at)
        passages.append(
            Passage(
                document.document_id,
                number,
                start,
                start + len(sentence),
                sentence,
                sentences[number - 1] if number else "",
                "paragraph",
                said_at=when,
                terms=words(sentence),
                names=tuple(n for n in ("lindis", "port ellery") if n in sentence.lower()),
                vector=vector(1, 2) if number in near else vector(7 + number),
            )
        )
        at = start
    return Extraction(document, passages=tuple(passages))


def words(sentence: str) -> tuple[str, ...]:
    return tuple(
        w.strip(".,").lower() for w in sentence.split() if len(w) > 4 or w.strip(".,").isdigit()
    )


def claim(wording: str, names: tuple[str, ...] = (), *hot: int, document: str = "a") -> Claim:
    return Claim(
        document,
        1,
        0,
        len(wording),
        wording,
        "fact",
        "POS",
        "CERTAIN",
        terms=words(wording),
        names=names,
        vector=vector(*hot) if hot else b"",
    )


def put(connection: duckdb.DuckDBPyConnection, *pages: Extraction, as_of: datetime = DAY) -> Run:
    run = Run(ARTICLE.document_id, ARTICLE.url, as_of, "replay", (), ())
    load(connection, batch(run, (), [Extraction(ARTICLE), *pages]))
    return run


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": "2"}) as made:
        migrate(made)
        yield made


PAGES = (
    page(
        "https://one.example/a",
        "one",
        DAY,
        FERRY,
        "Rescue boats saved 180 of them.",
        "The weather was calm.",
    ),
    page(
        "https://two.example/b",
        "two",
        DAY + timedelta(days=3),
        "A vessel went down near the harbour.",
        "Shares in tea rose again.",
        near=(0,),
    ),
)
SANK = claim("The ferry Lindis sank with 212 people", ("lindis",), 1, 2)


def found(connection: duckdb.DuckDBPyConnection, limits: Limits, k: int = 10) -> list[str]:
    near = nearest_passages(connection, [SANK], k, limits)[SANK.claim_id]
    assert [one.nearest.rank for one in near] == list(range(1, len(near) + 1))
    return [one.passage.text for one in near]


def test_words_names_and_meaning_find_their_passages_and_say_why(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    put(connection, *PAGES)
    near = nearest_passages(connection, [SANK], 2)[SANK.claim_id]
    assert {one.passage.text for one in near} == {FERRY, "A vessel went down near the harbour."}
    why = {one.passage.text: one.nearest.why for one in near}
    assert why[FERRY].startswith("shares 'Lindis', 212; same words: ")
    assert why["A vessel went down near the harbour."] == "near in meaning"
    scores = [one.nearest.score for one in near]
    assert scores == sorted(scores, reverse=True)


def test_outlets_and_days_are_limits(connection: duckdb.DuckDBPyConnection) -> None:
    put(connection, *PAGES)
    assert FERRY not in found(connection, Limits(outlets=("two",)))
    assert found(connection, Limits(outlets=())) == []
    early = found(connection, Limits(as_of=DAY + timedelta(days=1)))
    assert "A vessel went down near the harbour." not in early
    assert FERRY in early


def test_a_runs_own_pages_count_whatever_their_day(connection: duckdb.DuckDBPyConnection) -> None:
    mine = put(connection, PAGES[1])
    other = put(connection, PAGES[0], as_of=DAY + timedelta(days=9))
    limits = Limits(run_id=mine.run_id, as_of=DAY)
    assert set(found(connection, limits)) >= {FERRY, "A vessel went down near the harbour."}
    assert FERRY not in found(connection, replace(limits, only_run=True))
    assert found(connection, Limits(run_id=other.run_id, only_run=True))[0] == FERRY


def test_the_article_is_no_evidence(connection: duckdb.DuckDBPyConnection) -> None:
    own = page(ARTICLE.url, "desk", DAY, FERRY)
    same = Extraction(replace(own.document, role="article"), passages=own.passages)
    run = Run(same.document.document_id, ARTICLE.url, DAY, "replay", (), ())
    load(connection, batch(run, (), [same, own]))
    assert found(connection, Limits(article_url=ARTICLE.url)) == []
    assert found(connection, Limits()) == [FERRY]


def test_copies_are_one_origin_and_counted(connection: duckdb.DuckDBPyConnection) -> None:
    copy = page("https://two.example/c", "two", DAY, FERRY.replace("The ferry", "The  Ferry,"))
    put(connection, PAGES[0], copy)
    near = nearest_passages(connection, [SANK], 10)[SANK.claim_id]
    (first,) = [one for one in near if one.copies]
    assert first.nearest.why.endswith("; 1 copy (two)") or "; 1 copy (one)" in first.nearest.why
    assert len([one for one in near if "Lindis" in one.passage.text]) == 1


def test_a_newer_reading_stands_for_the_older_but_for_its_own_run(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    first = put(connection, PAGES[0])
    reread = replace(
        PAGES[0], passages=tuple(replace(p, before="Reread.") for p in PAGES[0].passages)
    )
    put(connection, reread, as_of=DAY + timedelta(days=1))
    everywhere = nearest_passages(connection, [SANK], 1)[SANK.claim_id]
    assert [one.passage.before for one in everywhere] == ["Reread."]
    then = nearest_passages(connection, [SANK], 1, Limits(run_id=first.run_id))[SANK.claim_id]
    assert [one.passage.before for one in then] == [""]


def test_order_does_not_depend_on_the_order_of_loading(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    put(connection, *PAGES)
    with duckdb.connect(config={"threads": "1"}) as other:
        migrate(other)
        put(other, *reversed(PAGES))
        one = nearest_passages(connection, [SANK])
        two = nearest_passages(other, [SANK])
    assert [r.nearest for r in one[SANK.claim_id]] == [r.nearest for r in two[SANK.claim_id]]


def test_a_page_that_suits_the_whole_article_comes_first(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    off = page("https://two.example/d", "two", DAY, "Twelve people were saved elsewhere.")
    on = page("https://one.example/e", "one", DAY, FERRY, "Twelve people were saved later.")
    put(connection, off, on)
    vague = claim("Twelve people were saved")
    together = nearest_passages(connection, [vague, SANK], 1)
    assert [one.passage.text for one in together[vague.claim_id]] == [
        "Twelve people were saved later."
    ]


def test_no_claim_and_no_word_give_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    put(connection, *PAGES)
    assert nearest_passages(connection, []) == {}
    empty = claim("")
    assert nearest_passages(connection, [empty], 3, Limits(outlets=("none",))) == {
        empty.claim_id: []
    }


def test_sentences_are_copies_by_their_words_and_numbers() -> None:
    long = "The ferry Lindis sank off Port Ellery on Friday with 212 people aboard, officials said"
    assert grouped(
        [long, long.upper() + "!", long.replace("212", "214"), "Officials said so."]
    ) == [
        [0, 1],
        [2],
        [3],
    ]
