"""The warehouse keeps what it is given once, shows it through the snapshot, and says why not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from conftest import keep
from orlo import SEEN, Story, story

import warehouse.store
from extractors.errors import WarehouseError
from extractors.records import Extraction
from warehouse import Warehouse
from warehouse.connection import reading, writing
from warehouse.run_rows import RunRows, read_coverage, read_derived, read_rows, read_unread


def count(store: Warehouse, table: str) -> int:
    return store.sql(f"from {table}").num_rows


def test_load_counts_new_rows_and_a_second_load_adds_nothing(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    first = store.load(*orlo.load_arguments())
    assert first["documents"] == len(orlo.extractions)
    assert first["assertions"] == sum(len(e.assertions) for e in orlo.extractions)
    assert first["runs"] == 1
    assert set(store.load(*orlo.load_arguments()).values()) == {0}


def test_stored_run_reads_back_exactly_as_it_was_given(published: Warehouse, orlo: Story) -> None:
    with reading(published.path.with_name("desk.snapshot.duckdb")) as connection:
        rows = read_rows(connection, orlo.run.run_id)
        assert rows.run == orlo.run
        assert rows.claims == orlo.extractions[0].claims
        assert rows.article_passages == orlo.extractions[0].passages
        told = [p for e in orlo.extractions for p in e.passages]
        assert rows.passages == {passage.passage_id: passage for passage in told}
        assert rows.nearest == {
            claim_id: tuple(one.nearest for one in found)
            for claim_id, found in sorted(orlo.nearest.items())
        }
        assert list(rows.documents.values()) == [e.document for e in orlo.extractions]
        assert rows.citations == orlo.citations
        assert read_unread(connection, orlo.run.run_id) == orlo.unread
        assert read_coverage(connection, orlo.run.run_id) == orlo.coverage
        assert read_derived(connection, orlo.run.run_id) == orlo.derived


def test_changed_text_at_an_address_is_the_next_version(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    store.load(*orlo.load_arguments())
    old = orlo.extractions[1].document
    new = replace(old, text=old.text + "\n\nCorrection: it was three engineers.")
    later = replace(orlo.run, as_of=SEEN + timedelta(days=1))
    counts = store.load(later, (), (orlo.extractions[0], Extraction(new)))
    assert counts["documents"] == 1
    store.publish()
    rows = store.sql("select version, reading, canonical_url from documents where version > 1")
    assert rows.to_pylist() == [{"version": 2, "reading": 1, "canonical_url": old.canonical_url}]


def test_typography_alone_makes_no_new_version(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    store.load(*orlo.load_arguments())
    old = orlo.extractions[1].document
    curly = replace(old, text=old.text.replace(" ", "  ").upper())
    later = replace(orlo.run, as_of=SEEN + timedelta(days=1))
    assert store.load(later, (), (orlo.extractions[0], Extraction(curly)))["documents"] == 1
    store.publish()
    rows = store.sql("select count(*) as n, max(version) as version from documents").to_pylist()
    assert rows == [{"n": len(orlo.extractions) + 1, "version": 1}]


def test_new_reading_of_a_text_leaves_the_older_runs_rows_alone(
    tmp_path: Path, orlo: Story
) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    first = orlo.extractions[1]
    reread = replace(first, passages=(replace(first.passages[0], before="Earlier."),))
    later = replace(orlo.run, versions=(("sourcecheck", "0.2.0"),))
    counts = store.load(later, (), (orlo.extractions[0], reread))
    assert (counts["documents"], counts["passages"]) == (1, 1)
    store.publish()
    with reading(tmp_path / "desk.snapshot.duckdb") as connection:
        name = first.passages[0].passage_id
        assert read_rows(connection, orlo.run.run_id).passages[name] == first.passages[0]
        assert read_rows(connection, later.run_id).passages[name] == reread.passages[0]


def test_run_loaded_again_with_other_rows_replaces_them(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    counts = store.load(*orlo.load_arguments()[:4], (), orlo.coverage)
    assert counts["runs"] == 0
    store.publish()
    assert (count(store, "unread"), count(store, "run_coverage")) == (0, 4)
    assert count(store, "findings") == 0


def test_one_document_given_twice_is_loaded_once(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    counts = store.load(orlo.run, orlo.captures * 2, orlo.extractions * 2)
    assert (counts["captures"], counts["documents"], counts["run_documents"]) == (5, 5, 5)


def test_load_without_the_article_is_refused(tmp_path: Path, orlo: Story) -> None:
    with pytest.raises(WarehouseError, match="article is not among"):
        Warehouse(tmp_path / "desk.duckdb").load(orlo.run, (), orlo.extractions[1:])


def test_crosscheck_keeps_what_the_rules_find_and_replaces_it(
    tmp_path: Path, orlo: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    store.load(*orlo.load_arguments())
    seen: list[RunRows] = []

    def rules(rows: RunRows, said: object) -> object:
        seen.append(rows)
        return orlo.derived

    monkeypatch.setattr(warehouse.store, "derive", rules)
    assert store.crosscheck(orlo.run.run_id) == orlo.derived
    assert store.crosscheck(orlo.run.run_id) == orlo.derived
    store.publish()
    assert count(store, "findings") == len(orlo.derived.findings)
    assert seen[0].claims == orlo.extractions[0].claims
    assert count(store, "nearest") == sum(map(len, seen[0].nearest.values())) > 0
    assert seen[0] == seen[1]


def test_replay_finds_the_same_or_names_the_difference(
    published: Warehouse, orlo: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse.store, "derive", lambda rows, said: orlo.derived)
    assert published.replay(orlo.run.run_id, orlo.run.versions).same
    fewer = replace(orlo.derived, findings=orlo.derived.findings[1:], verdicts={})
    monkeypatch.setattr(warehouse.store, "derive", lambda rows, said: fewer)
    result = published.replay(orlo.run.run_id, (("sourcecheck", "0.2.0"), ("model", "0.1.0")))
    assert not result.same
    assert result.differences[0].startswith("finding no longer found: ")
    assert len(result.differences) == 1 + len(orlo.derived.verdicts)
    assert result.version_changes == ("sourcecheck: run made with 0.1.0, now 0.2.0",)


def test_review_outlives_later_runs(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    finding = orlo.derived.findings[0].finding_id
    store.review(finding, "accept")
    store.review(finding, "reject", "the claim is about another dam")
    keep(store, story(SEEN + timedelta(days=1)))
    store.publish()
    assert store.sql("from reviews").to_pylist() == [
        {"finding_id": finding, "decision": "reject", "note": "the claim is about another dam"}
    ]


def test_verdict_rests_on_no_rejected_finding(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    finding = next(f for f in orlo.derived.findings if f.rule == "polarity/1")
    of_claim = f"from verdicts where claim_id = '{finding.claim_id}'"
    for decision, verdict in (("reject", "not enough evidence"), ("accept", "refuted")):
        store.review(finding.finding_id, decision)  # type: ignore[arg-type]
        store.publish()
        assert [row["verdict"] for row in store.sql(of_claim).to_pylist()] == [verdict]


def test_review_of_no_finding_or_with_no_decision_is_refused(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    with pytest.raises(WarehouseError, match="run `sourcecheck verify"):
        store.review("feed", "accept")
    keep(store, orlo)
    with pytest.raises(WarehouseError, match="no finding feed"):
        store.review("feed", "accept")
    with pytest.raises(WarehouseError, match="accept or reject"):
        store.review("feed", "maybe")  # type: ignore[arg-type]


def test_latest_and_previous_run_and_run_by_prefix(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    later = story(SEEN + timedelta(days=1))
    keep(store, orlo)
    keep(store, later)
    store.publish()
    assert store.latest_run() == later.run.run_id
    assert store.previous_run(later.run.run_id) == orlo.run.run_id
    assert store.previous_run(orlo.run.run_id) is None
    assert store.find_run(orlo.run.run_id[:8]) == orlo.run.run_id
    with pytest.raises(WarehouseError, match="2 runs"):
        store.find_run("")
    with pytest.raises(WarehouseError, match="no run with an id"):
        store.find_run("zz")


def test_readers_keep_the_old_snapshot_until_the_next_publish(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    store.load(*orlo.load_arguments())
    snapshot = store.publish()
    assert snapshot == tmp_path / "desk.snapshot.duckdb"
    store.load(*story(SEEN + timedelta(days=1)).load_arguments())
    assert count(store, "runs") == 1
    with reading(snapshot) as old:
        store.publish()
        assert old.execute("select count(*) from runs").fetchall() == [(1,)]
    assert count(store, "runs") == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["desk.duckdb", "desk.snapshot.duckdb"]


def test_snapshot_of_an_older_version_is_published_anew(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    snapshot = store.publish()
    for path in (store.path, snapshot):
        with duckdb.connect(str(path)) as connection:
            connection.execute("drop view contradictions")
            connection.execute("delete from migrations where file = 'contradictions.sql'")
    assert count(store, "contradictions") == 2


def test_what_a_killed_publisher_left_is_swept(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    (tmp_path / ".desk.1234.tmp").write_text("half a copy")
    store.publish()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["desk.duckdb", "desk.snapshot.duckdb"]


def test_no_snapshot_yet_says_what_to_run(tmp_path: Path) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    for attempt in (lambda: store.sql("select 1"), store.latest_run, store.publish):
        with pytest.raises(WarehouseError, match="run `sourcecheck verify ARTICLE` first"):
            attempt()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("selec 1", 'Parser Error: syntax error at or near "selec"'),
        ("", "one statement that reads"),
        ("select 1; select 2", "one statement that reads"),
        ("delete from runs", "one statement that reads"),
        ("copy runs to 'runs.csv'", "one statement that reads"),
        ("attach 'other.duckdb'", "one statement that reads"),
        ("set enable_external_access = true", "one statement that reads"),
        ("install fts", "one statement that reads"),
        ("select * from read_text('/etc/hostname')", "Permission Error"),
        ("from no_such_view", "Catalog Error: Table with name no_such_view does not exist"),
        ("select error('a' || chr(10) || 'b')", "Invalid Input Error: a$"),
    ],
)
def test_query_that_is_refused_says_why_in_one_line(
    published: Warehouse, text: str, why: str
) -> None:
    with pytest.raises(WarehouseError, match=why) as refusal:
        published.sql(text)
    assert "\n" not in str(refusal.value)


def test_query_cannot_read_the_callers_variables(published: Warehouse, orlo: Story) -> None:
    secret = published.sql("select 1 as n")
    assert secret.num_rows == 1
    with pytest.raises(WarehouseError, match="secret does not exist"):
        published.sql("from secret")


def test_query_that_runs_too_long_is_stopped(published: Warehouse) -> None:
    endless = (
        "select count(*) from range(1000000000) a, range(1000000000) b where a.range > b.range"
    )
    with pytest.raises(WarehouseError, match=r"longer than 0\.2 s"):
        published.sql(endless, seconds=0.2)


def test_instants_are_told_in_utc(published: Warehouse) -> None:
    table = published.sql("select cast(as_of as varchar) as told from runs")
    assert table["told"][0].as_py() == "2023-09-01 06:30:00+00"


HOLD = """
import sys
from pathlib import Path
from warehouse.connection import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_warehouse_held_by_another_process_says_so(tmp_path: Path, orlo: Story) -> None:
    path = tmp_path / "desk.duckdb"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(WarehouseError, match="in use by another process"):
        Warehouse(path).load(*orlo.load_arguments())
    holder.communicate()
    assert Warehouse(path).load(*orlo.load_arguments())["runs"] == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from warehouse.connection import writing
from warehouse.load import batch, load
from orlo import SEEN, story
from datetime import timedelta
with writing(Path(sys.argv[1])) as connection:
    load(connection, batch(*story(SEEN + timedelta(days=1)).load_arguments()))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_in_the_middle_of_a_load_leaves_the_old_state(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    here = str(Path(__file__).parent)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([here, str(Path.cwd())])}
    victim = subprocess.run(
        [sys.executable, "-c", KILLED, str(store.path)], env=environment, check=False
    )
    assert victim.returncode == -signal.SIGKILL
    store.publish()
    assert count(store, "runs") == 1
    assert count(store, "findings") == len(orlo.derived.findings)
    assert store.load(*story(SEEN + timedelta(days=1)).load_arguments())["runs"] == 1


def fail_after_deleting(path: Path) -> None:
    with writing(path) as connection:
        connection.execute("delete from findings")
        raise ZeroDivisionError


def test_error_inside_a_transaction_leaves_the_old_state(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    with pytest.raises(ZeroDivisionError):
        fail_after_deleting(store.path)
    store.publish()
    assert count(store, "findings") == len(orlo.derived.findings)


def test_damaged_file_says_so(tmp_path: Path, orlo: Story) -> None:
    path = tmp_path / "desk.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match=r"damaged or no DuckDB file") as refusal:
        Warehouse(path).load(*orlo.load_arguments())
    assert "\n" not in str(refusal.value)


def test_snapshot_with_flipped_bytes_never_shows_a_traceback(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    snapshot = store.publish()
    content = bytearray(snapshot.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    snapshot.write_bytes(content)
    with pytest.raises(WarehouseError) as refusal:
        store.sql("from runs")
    assert "\n" not in str(refusal.value)


def test_folder_that_cannot_be_written_says_so(orlo: Story) -> None:
    for path in (Path("/proc/desk.duckdb"), Path("/proc/no/desk.duckdb")):
        with pytest.raises(WarehouseError, match=r"choose another") as refusal:
            Warehouse(path).load(*orlo.load_arguments())
        assert "\n" not in str(refusal.value)


def test_parent_that_is_a_file_says_so(tmp_path: Path, orlo: Story) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WarehouseError, match="choose another path"):
        Warehouse(tmp_path / "file" / "desk.duckdb").load(*orlo.load_arguments())


def test_warehouse_of_a_newer_version_is_refused_by_writer_and_reader(
    tmp_path: Path, orlo: Story
) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    store.load(*orlo.load_arguments())
    snapshot = store.publish()
    for path in (store.path, snapshot):
        with duckdb.connect(str(path)) as connection:
            connection.execute("insert into migrations values ('999_next.sql', 999, 'x')")
    with pytest.raises(WarehouseError, match="newer sourcecheck"):
        store.load(*orlo.load_arguments())
    with pytest.raises(WarehouseError, match="newer sourcecheck"):
        store.sql("from runs")


def test_the_rules_themselves_run_on_stored_rows_and_replay_the_same(
    tmp_path: Path, orlo: Story
) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    store.load(*orlo.load_arguments())
    first = store.crosscheck(orlo.run.run_id)
    facts = {c.claim_id for c in orlo.extractions[0].claims if c.kind == "fact"}
    assert set(first.verdicts) == facts
    assert {result.citation_id for result in first.citation_results} <= {
        citation.citation_id for citation in orlo.citations
    }
    store.publish()
    assert store.replay(orlo.run.run_id, orlo.run.versions).same
    assert store.crosscheck(orlo.run.run_id) == first
