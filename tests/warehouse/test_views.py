"""The analyst's views and macros, each on the Orlo dam's rows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import keep
from orlo import SEEN, Story, story

from warehouse import Warehouse
from warehouse.connection import writing
from warehouse.schema import VIEWS, views
from warehouse.vocabulary import vocabulary

Rows = list[dict[str, Any]]


def rows(store: Warehouse, text: str) -> Rows:
    return store.sql(text).to_pylist()


def test_each_file_defines_the_view_it_is_named_after_and_ends_in_final() -> None:
    for name, sql in views().items():
        assert name.removesuffix(".sql") in VIEWS
        assert f" {name.removesuffix('.sql')}" in sql.splitlines()[sql.count("\n--") + 1]
        assert "select * from final;" in sql
        assert sql.startswith("-- ")


def test_every_view_file_is_listed() -> None:
    import warehouse.views

    folder = Path(next(iter(warehouse.views.__path__)))
    assert sorted(path.stem for path in folder.glob("*.sql")) == sorted(VIEWS)


def test_claims_have_verdicts_and_counts(published: Warehouse) -> None:
    found = rows(
        published,
        "select number, verdict, findings, supported_by, contradicted_by, weaker from claims "
        "order by number",
    )
    assert [tuple(row.values()) for row in found] == [
        (1, None, 0, 0, 0, 0),
        (2, "refuted", 1, 0, 1, 0),
        (3, "not enough evidence", 0, 0, 0, 0),
        (4, "not enough evidence", 1, 0, 0, 1),
        (5, "conflicting evidence", 3, 2, 1, 0),
        (6, "not enough evidence", 0, 0, 0, 0),
        (7, "not enough evidence", 0, 0, 0, 0),
        (8, "not enough evidence", 0, 0, 0, 0),
        (9, "supported", 1, 1, 0, 0),
        (10, None, 0, 0, 0, 0),
        (11, None, 0, 0, 0, 0),
    ]


def test_evidence_leads_from_claim_to_archived_capture(published: Warehouse, orlo: Story) -> None:
    (found,) = rows(published, "from evidence where kind = 'polarity'")
    assert found["passage"].startswith("Two engineers inspected the Orlo dam on 14 March 2023")
    assert found["passage"] == orlo.extractions[1].document.text[found["start"] : found["end"]]
    assert found["before"] == "Engineers looked at Orlo days before the flood"
    assert found["claim_wording"].startswith("No engineers had inspected")
    assert (found["outlet"], found["outlet_name"]) == ("northern-post", "Northern Post")
    assert found["said_by"] == ["Northern Post's correspondent", "the ministry of water"]
    assert found["published"] == datetime(2023, 3, 22, 9, 5, tzinfo=UTC)
    assert found["captured_at"] == SEEN
    assert found["payload_sha256"] == orlo.captures[0].payload_sha256
    assert (found["warc_file"], found["warc_offset"]) == ("coverage.warc.gz", 0)


def test_nearest_passages_say_why_in_order(published: Warehouse) -> None:
    found = rows(
        published,
        "select claim_number, rank, outlet, why, given from nearest_passages "
        "where claim_number < 6 order by all",
    )
    assert [tuple(row.values()) for row in found] == [
        (2, 1, "northern-post", "shares 'Orlo', engineers", True),
        (2, 2, "coast-wire", "same words: dam", True),
        (4, 1, "radio-delta", "same words: pictures, wall; near in meaning", True),
        (5, 1, "northern-post", "shares 'Varn'; same words: flood, killed, people", True),
        (5, 2, "radio-delta", "shares 'Varn', 120; 1 copy (coast-wire)", True),
    ]


def test_inconsistencies_name_the_claims_that_cannot_all_be_right(published: Warehouse) -> None:
    (found,) = rows(published, "from inconsistencies")
    assert (found["kind"], found["claim_numbers"]) == ("arithmetic", [5, 7, 8])
    assert found["wordings"][0].startswith("The flood killed 120")
    assert len(rows(published, "from consistency_by_run")) == 2


def test_disagreements_show_both_passages(published: Warehouse) -> None:
    found, update = rows(published, "from disagreements order by relation")
    assert (found["relation"], found["copies"]) == ("contradicts", 1)
    assert found["left_passage"].startswith("The flood killed at least 86")
    assert found["left_said_by"] == ["the rescue service"]
    assert found["right_passage"].startswith("At least 120 people")
    assert (update["relation"], update["right_passage"]) == ("update", found["left_passage"])


def test_passages_told_hold_each_sentence_of_the_coverage_once(published: Warehouse) -> None:
    found = rows(published, "from passages_told")
    assert len(found) == len({row["passage_id"] for row in found}) == 14
    assert {row["outlet"] for row in found} == {"northern-post", "radio-delta", "coast-wire"}


def test_contradictions_leave_out_what_a_person_rejected(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    store.publish()
    assert {row["kind"] for row in rows(store, "from contradictions")} == {"polarity", "quantity"}
    quantity = next(f for f in orlo.derived.findings if f.rule == "quantity/1")
    store.review(quantity.finding_id, "reject", "for the town only")
    store.publish()
    assert {row["kind"] for row in rows(store, "from contradictions")} == {"polarity"}
    (kept,) = rows(store, "from evidence where review = 'reject'")
    assert kept["review_note"] == "for the town only"
    (claim,) = rows(store, "from claims where rejected_by_reviewer > 0")
    assert claim["number"] == 5


def test_citations_checked_show_the_nearest_passage(published: Warehouse) -> None:
    first, second = rows(published, "from citations_checked order by position")
    assert (first["outlet_name"], first["fidelity"]) == ("Harbour Times", "not readable")
    assert first["passage"] is None
    assert second["fidelity"] == "says it more weakly"
    assert second["passage"].startswith("Most of the pictures")
    assert second["published"] is None
    assert second["published_source"] == "absent"


def test_assertions_dated_hold_each_assertion_once(published: Warehouse, orlo: Story) -> None:
    found = rows(published, "from assertions_dated")
    assert len(found) == len({row["assertion_id"] for row in found}) == 12
    (dated,) = (row for row in found if row["predicate"] == "sign" and row["role"] == "coverage")
    assert dated["earliest"] == datetime(2021, 6, 1, tzinfo=UTC)
    assert dated["published_sure"] is False


def test_quantities_over_time_follow_one_number(published: Warehouse) -> None:
    told = rows(published, "from quantities_over_time('person', 'killed')")
    assert [(row["outlet"], row["low"], row["high"]) for row in told] == [
        ("northern-post", 86.0, None),
        (None, 120.0, 120.0),
    ]
    assert len(rows(published, "from quantities_over_time(null, null)")) == 3
    assert rows(published, "from quantities_over_time('person', 'lost')") == []


def test_who_said_finds_quotes_in_article_and_coverage(published: Warehouse) -> None:
    told = rows(published, "from who_said('Radio Delta')")
    assert {row["outlet"] for row in told} == {None, "radio-delta"}
    own = rows(published, "from who_said('northern-post')")
    assert [row["clause"][:12] for row in own] == ["In June 2021"]
    assert rows(published, "from who_said('nobody')") == []


def test_not_read_says_why(published: Warehouse, orlo: Story) -> None:
    found = rows(published, "from not_read order by position")
    assert [(row["outlet_name"], row["what"]) for row in found] == [
        ("Harbour Times", "robots"),
        ("Radio Delta", "not captured"),
    ]
    assert found[0]["terms_forbid"] is True


def test_outlet_coverage_counts_pages_and_findings(published: Warehouse) -> None:
    found = rows(
        published, "select name, read, unread, findings from outlet_coverage order by position"
    )
    assert [tuple(row.values()) for row in found] == [
        ("Northern Post", 2, 0, 3),
        ("Radio Delta", 1, 1, 2),
        ("Harbour Times", 0, 1, 0),
        ("Coast Wire", 1, 0, 1),
    ]


@pytest.mark.parametrize(
    "view",
    ["claims", "evidence", "citations_checked", "not_read", "outlet_coverage"],
)
def test_everyday_views_show_the_newest_run_of_an_article_only(
    tmp_path: Path, orlo: Story, view: str
) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    later = story(SEEN + timedelta(days=1))
    keep(store, orlo)
    keep(store, later)
    store.publish()
    assert {row["run_id"] for row in rows(store, f"from {view}")} == {later.run.run_id}
    runs = {"citations_checked": "citations"}.get(view, view)
    both = rows(store, f"from {runs}_by_run")
    assert {row["run_id"] for row in both} == {orlo.run.run_id, later.run.run_id}
    assert len(both) == 2 * len(rows(store, f"from {view}"))


def test_audit_is_empty_and_names_what_dangles(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    store.publish()
    assert rows(store, "from audit") == []
    with writing(store.path) as connection:
        connection.execute("delete from captures where outlet = 'radio-delta'")
        connection.execute("insert into verdicts from verdicts limit 1")
    store.publish()
    assert {row["what"] for row in rows(store, "from audit")} == {"run_captures", "twice: verdicts"}


def test_denials_name_who_denies(published: Warehouse) -> None:
    found = rows(published, "select outlet, said_by, clause from denials order by all")
    assert [(r["outlet"], r["said_by"]) for r in found] == [
        ("radio-delta", ["Radio Delta's desk"]),
        (None, []),
    ]
    assert found[1]["clause"].startswith("No engineers had inspected")


def test_numbers_fold_the_tolls_and_the_first_to_tell_comes_first(published: Warehouse) -> None:
    tolls = rows(published, "select low, happened from numbers where family = 'toll' order by low")
    assert tolls == [{"low": 86.0, "happened": "killed"}, {"low": 120.0, "happened": "killed"}]
    told = rows(published, "select outlet, low from first_told(80, 'person', 'toll')")
    assert told == [{"outlet": "northern-post", "low": 86.0}, {"outlet": None, "low": 120.0}]
    assert rows(published, "from first_told(100000, null, null)") == []


def test_said_takes_entity_source_and_days_each_or_none(published: Warehouse) -> None:
    by_source = "select clause from said(null, 'northern-post', null, null)"
    assert len(rows(published, by_source)) == 1
    everything = rows(published, "from said(null, null, null, null)")
    spring = rows(published, "from said(null, null, '2023-03-01', '2023-04-02')")
    assert len(everything) == 12
    assert len(spring) == 3
    named = rows(published, "select clause from said('MIREA', null, null, null)")
    assert [r["clause"][:12] for r in named] == ["In June 2021", "Mirea and it"]


def test_timeline_is_in_the_order_of_events(published: Warehouse) -> None:
    found = rows(published, "select moment, clause from timeline('varn')")
    assert found
    moments = [r["moment"] for r in found if r["moment"] is not None]
    assert moments == sorted(moments)
    assert [r["moment"] for r in found[: len(moments)]] == moments
    assert all("Varn" in r["clause"] for r in found)


def test_as_of_shows_what_was_there_by_then(published: Warehouse) -> None:
    early = rows(published, "select distinct outlet from as_of('2023-04-02')")
    assert [r["outlet"] for r in early] == ["northern-post"]
    assert rows(published, "from as_of('2020-01-01')") == []


def test_repeats_are_sentences_of_two_outlets(published: Warehouse) -> None:
    (found,) = rows(published, "select text, outlets, printed_by, first_outlet from repeats")
    assert found["text"] == "At least 120 people are dead in Varn, she said."
    assert found["printed_by"] == ["coast-wire", "radio-delta"]
    assert found["first_outlet"] == "coast-wire"


def test_an_institution_is_not_anonymous(published: Warehouse) -> None:
    assert rows(published, "from anonymous_only") == []


@pytest.mark.parametrize(
    ("speaker", "nameless"),
    [
        ("Western officials", True),
        ("a person familiar with the matter", True),
        ("two sources in the ministry", True),
        ("Kremlin spokesman Dmitry Peskov", False),
        ("the rescue service", False),
        ("Ann Brook, one of the officials", False),
    ],
)
def test_who_has_no_name(published: Warehouse, speaker: str, nameless: bool) -> None:
    sql = views()["anonymous_only.sql"]
    pattern = "".join(re.findall(r"'(\^.*?|\|.*?)'", sql))
    [row] = rows(published, f"select regexp_matches('{speaker}', '{pattern}') as told")
    assert row["told"] is nameless


def test_search_ranks_the_words_of_the_question(published: Warehouse) -> None:
    found = rows(published, "select score, text from search('engineers inspected in March')")
    assert found[0]["text"].startswith("Two engineers inspected the Orlo dam")
    assert [r["score"] for r in found] == sorted((r["score"] for r in found), reverse=True)
    assert rows(published, "from search('zeppelin')") == []
    assert rows(published, "from search('')") == []


def test_named_with_counts_the_company_of_a_name(published: Warehouse) -> None:
    assert rows(published, "from named_with('nobody')") == []


def test_a_changed_page_shows_its_sentences(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "w.duckdb")
    keep(store, orlo)
    with writing(store.path) as connection:
        connection.execute(
            "insert into documents by name select * replace ('later' as extraction_id, "
            "'later' as document_id, version + 1 as version, 99 as number) from documents "
            "where outlet = 'coast-wire'"
        )
        connection.execute(
            "insert into passages by name select * replace ('later' as extraction_id, "
            "'later' as document_id, 99 as document, number + 1000 as number, "
            "replace(text, '120', '86') as text) from passages where extraction_id in "
            "(select extraction_id from documents where outlet = 'coast-wire')"
        )
    store.publish()
    found = rows(store, "select change, text, stated from page_changes order by change")
    assert found == [
        {
            "change": "added",
            "text": "At least 86 people are dead in Varn, she said.",
            "stated": False,
        },
        {
            "change": "removed",
            "text": "At least 120 people are dead in Varn, she said.",
            "stated": False,
        },
    ]
    versions = rows(store, "select version, versions from document_versions where versions > 1")
    assert versions == [{"version": 1, "versions": 2}, {"version": 2, "versions": 2}]


def test_the_vocabulary_lists_every_view_and_macro_with_its_comment() -> None:
    known = {entry.name: entry for entry in vocabulary()}
    assert sorted(known) == sorted(VIEWS)
    assert all(entry.comment for entry in known.values())
    assert known["said"].call == "said(entity, source, since, until)"
    assert [name for name, _, _ in known["repeats"].columns][:2] == ["text", "outlets"]
    fresh = [known[name] for name in ("denials", "numbers", "page_changes", "repeats")]
    assert all(comment for entry in fresh for _, _, comment in entry.columns)
