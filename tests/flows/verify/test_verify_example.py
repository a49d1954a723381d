"""The whole way over the example, in replay, as a person runs it."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

import pytest
from commandline import EXAMPLE, PATIENCE, ROOT, CommandLine
from conftest import verify_example
from sql_examples import plain, questions

pytestmark = pytest.mark.slow

Checked = tuple[CommandLine, Path, str]


def rows(command: CommandLine, query: str) -> list[dict[str, object]]:
    answer: list[dict[str, object]] = json.loads(command("sql", query, "--format", "json").stdout)
    return answer


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "Z" not in state(pid)


def state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def test_the_summary_says_what_was_found_and_where_it_lies(checked_example: Checked) -> None:
    _, report, printed = checked_example
    report_json = json.loads((report / "report.json").read_text())
    assert report_json
    assert " claims" in printed
    assert "put in a source's mouth" in printed
    assert "What was not read" in printed
    assert str(report / "report.html") in printed
    refuted = [c for c in report_json["claims"] if c["verdict"] == "refuted"]
    assert refuted
    for claim in refuted:
        assert f"  {claim['number']}. {claim['wording'][:100]}" in printed
    assert {path.name for path in report.iterdir()} >= {"report.html", "report.md", "report.json"}


def test_a_contested_number_is_set_beside_those_of_the_sources(checked_example: Checked) -> None:
    _, report, _ = checked_example
    numbers = json.loads((report / "report.json").read_text())["numbers"]
    told = [(n["text"], n["unit"], n["per"], bool(n["passage"])) for n in numbers]
    assert ("about 28,000", "shell", "day", False) in told
    assert ("about 10,000", "shell", "day", True) in told
    assert "How the number moved" in (report / "report.html").read_text("utf-8")


def test_a_russian_post_stands_in_russian_with_its_gloss(checked_example: Checked) -> None:
    """What a channel wrote is quoted as it wrote it, and told in English words beneath."""
    command, report, _ = checked_example
    content = json.loads((report / "report.json").read_text())
    near = [n["passage"] for c in content["claims"] for n in c["nearest"]]
    russian = [p for p in near if p.get("language") == "ru"]
    assert russian
    assert all(p["gloss"] and any("а" <= c <= "я" for c in p["text"]) for p in russian)
    page = (report / "report.html").read_text("utf-8")
    assert '<q lang="ru">' in page
    assert "word by word, not a translation" in page
    told = rows(command, "select text, gloss from passages_by_run where gloss <> ''")
    assert {p["text"] for p in russian} <= {row["text"] for row in told}


def test_a_replay_looks_up_and_calls_nobody_but_this_machine(checked_example: Checked) -> None:
    _, report, _ = checked_example
    calls = (report.parent / "calls.txt").read_text().splitlines()
    hosts = {call.partition(" ")[2].strip("'b") for call in calls}
    assert "127.0.0.1" in hosts  # the private Prefect server: the watch was on
    here = {"127.0.0.1", "localhost", "::1", "", "None", "0.0.0.0"}
    assert {h for h in hosts if h not in here and not h.startswith("/")} <= {this_machine()}


def this_machine() -> str:
    return socket.gethostname()


@pytest.mark.parametrize("page", ["README.md", "docs/sql.md"])
def test_what_the_documents_show_in_sql_is_what_is_answered(
    checked_example: Checked, page: str
) -> None:
    command, _, _ = checked_example
    shown = questions((ROOT / page).read_text("utf-8"))
    assert shown
    for query, answer in shown:
        assert plain(command("sql", query).stdout) == answer, query


def test_a_second_run_adds_nothing_and_says_the_same(checked_example: Checked) -> None:
    command, report, _ = checked_example
    count = "select (select count(*) from runs) as runs, (select count(*) from captures) as c, "
    count += "(select count(*) from assertions) as a, (select count(*) from findings) as f"
    before = rows(command, count)
    again = report.parent / "again"
    done = command(*verify_example(again))
    assert "Loading the warehouse done" in done.stderr
    assert ": 0 new rows" in done.stderr
    assert rows(command, count) == before
    for path in sorted(report.iterdir()):
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name
    assert not list(again.glob(".report-*"))


def test_a_run_killed_half_way_leaves_nothing_half_written(
    checked_example: Checked, tmp_path: Path
) -> None:
    _, report, _ = checked_example
    command = CommandLine(tmp_path / "home")
    out = tmp_path / "out"
    process = command.start(*verify_example(out))
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("Reading the pages ..."):
            break
    helpers = children(process.pid)
    assert helpers
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)
    assert not out.exists() or not list(out.iterdir())
    command(*verify_example(out))
    assert (out / "report.json").read_bytes() == (report / "report.json").read_bytes()
    assert not [pid for pid in helpers if alive(pid)]


def test_the_other_commands_answer_from_what_was_checked(
    checked_example: Checked, tmp_path: Path
) -> None:
    command, report, _ = checked_example
    [run] = rows(command, "select run_id from runs")
    run_id = str(run["run_id"])
    replayed = command("replay", run_id[:8]).stdout
    assert "the same again" in replayed
    everything = [word for name in ("html", "md", "json", "csv") for word in ("--format", name)]
    command("report", run_id, "--report", str(tmp_path / "r"), *everything)
    assert (tmp_path / "r" / "report.json").read_bytes() == (report / "report.json").read_bytes()
    first = command("report", "--since-last", "--report", str(tmp_path / "r"))
    assert "is the first of its article" in first.stderr
    assert "20 found, 20 fetched" in command("outlets", "bbc").stdout


def test_fail_on_tells_a_contradiction_and_a_silent_source(
    checked_example: Checked, tmp_path: Path
) -> None:
    command, _, _ = checked_example
    found = rows(command, "select count(*) as n from findings where relation = 'contradicts'")
    expected = 1 if found[0]["n"] else 0
    words = verify_example(tmp_path / "out")
    command(*words, "--fail-on", "contradiction", code=expected)


def test_a_review_survives_the_next_run(checked_example: Checked, tmp_path: Path) -> None:
    command, _, _ = checked_example
    finding = str(
        rows(command, "select finding_id from findings order by 1 limit 1")[0]["finding_id"]
    )
    command("review", finding, "reject", "--note", "another person")
    command(*verify_example(tmp_path / "out"))
    said = rows(command, "select decision, note from reviews")
    assert said == [{"decision": "reject", "note": "another person"}]
    command("review", finding, "accept")


def test_an_article_that_cites_nobody_is_checked_and_says_so(tmp_path: Path) -> None:
    article = tmp_path / "plain.md"
    article.write_text("# Orlo\n\nDock workers closed the harbour of Orlo on 3 May 2024.\n")
    command = CommandLine(tmp_path / "home")
    replay = str(EXAMPLE / "coverage.warc.gz")
    done = command("verify", str(article), "--replay", replay, "--report", str(tmp_path / "out"))
    assert "The article cites no source that could be asked." in done.stdout
    assert (tmp_path / "out" / "report.html").stat().st_size > 0


def test_a_damaged_warc_costs_what_is_damaged_and_says_so(tmp_path: Path) -> None:
    whole = (EXAMPLE / "coverage.warc.gz").read_bytes()
    damaged = tmp_path / "cut.warc.gz"
    damaged.write_bytes(whole[: len(whole) // 2])
    command = CommandLine(tmp_path / "home")
    words = ["verify", str(EXAMPLE / "article.md"), "--replay", str(damaged)]
    done = command(*words, "--report", str(tmp_path / "out"))
    assert "Traceback" not in done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert any("cut.warc.gz" in f"{row['url']} {row['why']}" for row in report["not_read"])
    assert report["pages"]
