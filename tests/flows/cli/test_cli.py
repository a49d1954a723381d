"""The command's face: help, usage, and one line for everything that can be wrong."""

from __future__ import annotations

import errno
import gzip
import json
import os
import resource
import subprocess
import sys
import weakref
from pathlib import Path
from typing import BinaryIO

import pytest

from extractors.errors import SourcecheckError
from flows.cli.main import COMMANDS, _let_go, run
from flows.verify.article import MOST_BYTES

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def article(tmp_path: Path) -> str:
    (tmp_path / "a.md").write_text("The BBC said that the council met.")
    return str(tmp_path / "a.md")


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line with which the command refuses these words."""
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    [line] = err.splitlines()
    assert line.startswith("sourcecheck: ")
    return line.removeprefix("sourcecheck: ")


def test_help_is_quick() -> None:
    """CPU time, as other processes may hold the cores: the bar is 0.6 s on a free one."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.6
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert f"sourcecheck {name}" in capsys.readouterr().out


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "Commands:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["verify"], "Missing argument 'ARTICLE'. (see sourcecheck verify --help)"),
        (["verify", "a", "--colour", "red"], "No such option '--colour'"),
        (["verify", "a", "--fail-on", "rain"], "Invalid value for '--fail-on'"),
        (["verify", "a", "--limit", "x"], "Invalid value for '--limit'"),
        (["review", "f", "perhaps"], "Invalid value for"),
        (["sql"], "Missing argument 'QUERY'"),
        (["nightly"], "say either --once or --cron"),
        (["nightly", "--once", "--cron", "0 2 * * *"], "say either --once or --cron"),
        (["nightly", "--cron", "at two"], "--cron 'at two': not a cron schedule"),
        (["nightly", "--once"], "no article is watched"),
        (["import", "x.html"], "there is no such file or folder"),
        (["import", "x.html", "--outlet", "bbc"], "there is no such file or folder"),
        (["import", "x.html", "--outlet", "bcc"], "did you mean 'nbc' or 'bbc' or 'abc'"),
        (["outlets", "bcc"], "there is no outlet 'bcc': did you mean 'nbc' or "),
        (["collect", "--outlet", "bcc"], "did you mean 'nbc' or 'bbc' or 'abc'"),
        (["collect", "--since", "soon"], "'soon' is not a date"),
        (["watch", "add", "none.md"], "none.md: there is no such file"),
        (["watch", "remove", "none.md"], "none.md is not watched"),
        (["sql", "select 1"], "run `sourcecheck verify ARTICLE` first"),
        (["report"], "run `sourcecheck verify ARTICLE` first"),
        (["replay", "abc"], "run `sourcecheck verify ARTICLE` first"),
        (["review", "abc", "accept"], "run `sourcecheck verify ARTICLE` first"),
        (["report", "--format", "pdf"], "there is no report format 'pdf'"),
        (["compare", "", "x"], "CLAIM is empty"),
        (["--settings", "none.toml", "outlets"], "there is no such settings file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_told_in_one_line(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in refused(capsys, *words)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.md", b"", "is empty: put the article's text in it"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG image, not text"),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3", "is a PDF: save its text"),
        ("latin.txt", "Caf\xe9".encode("latin-1"), "is not UTF-8 text"),
        ("noise.txt", b"\x00\x01\x02\x03", "is a binary file"),
        ("huge.txt", b"x" * (MOST_BYTES + 1), "is larger than 5 MB"),
    ],
)
def test_an_article_that_is_none(
    name: str, content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert message in refused(capsys, "verify", str(tmp_path / name))
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_a_missing_article_and_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no such file" in refused(capsys, "verify", str(tmp_path / "none.md"))
    assert "is a folder" in refused(capsys, "verify", str(tmp_path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no archive at all", "notes.warc"),
        (gzip.compress(b"no archive either", mtime=0), "notes.warc"),
        (b"", "the file is empty, not a WARC"),
        (None, "there is no such file or folder"),
    ],
)
def test_a_replay_that_is_no_warc(
    content: bytes | None,
    message: str,
    article: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    warc = tmp_path / "notes.warc"
    if content is not None:
        warc.write_bytes(content)
    assert message in refused(capsys, "verify", article, "--replay", str(warc))


def test_an_empty_folder_to_replay(
    article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "captures").mkdir()
    words = ["verify", article, "--replay", str(tmp_path / "captures")]
    assert "there is no .warc, .warc.gz or .wacz file in it" in refused(capsys, *words)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--report", "the report folder {folder} cannot be written: choose another with --report"),
        ("--warehouse", "the warehouse's folder {folder} cannot be written"),
    ],
)
@pytest.mark.parametrize("folder", ["/proc/self/fdinfo", "{article}/below"])
def test_a_folder_that_cannot_be_written(
    option: str, message: str, folder: str, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder.format(article=article)
    place = folder if option == "--report" else f"{folder}/warehouse.duckdb"
    said = refused(capsys, "verify", article, option, place)
    assert message.format(folder=folder) in said


def test_a_warehouse_that_is_a_folder(
    article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "w").mkdir()
    said = refused(capsys, "verify", article, "--warehouse", str(tmp_path / "w"))
    assert "w is a folder: name a file in it" in said


@pytest.mark.parametrize("option", ["--as-of", "--outlet"])
def test_a_bad_date_and_an_unknown_outlet(
    option: str, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, "verify", article, option, "30.05.2025")
    assert "30.05.2025" in said


def test_debug_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "none.md", "--debug"]) == 2
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert err.splitlines()[-1] == "sourcecheck: none.md: there is no such file"


def test_outlets_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["outlets"]) == 0
    assert any(line.startswith("kremlin ") for line in capsys.readouterr().out.splitlines())
    assert run(["outlets", "bbc"]) == 0
    shown = capsys.readouterr().out
    assert "BBC (bbc), broadcaster" in shown
    assert "forbid" in shown
    assert "none yet" in shown


def test_a_users_outlet_that_is_wrong_is_told_with_its_file(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = own_home / "home" / ".config" / "sourcecheck" / "outlets"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('id = "mine"\n')
    assert "mine.toml: name: is missing or empty" in refused(capsys, "outlets", "mine")


def test_watching(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["watch", "add", article, "--outlet", "bbc"]) == 0
    assert run(["watch", "add", article]) == 0
    assert run(["watch", "add", "https://example.org/a"]) == 0
    capsys.readouterr()
    assert run(["watch", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [article, "https://example.org/a"]
    assert run(["watch", "remove", article]) == 0


def warehouse_with_one_run(path: Path) -> None:
    from datetime import UTC, datetime

    from extractors.records import Block, Document, Extraction, Run
    from warehouse import Warehouse

    text = "The council met."
    document = Document(
        url="file:a.md",
        canonical_url="file:a.md",
        title="Hostile \x1b[2J title",
        text=text,
        blocks=(Block(0, len(text), "paragraph"),),
        role="article",
        language="en",
    )
    run_row = Run(
        article_id=document.document_id,
        article_url="file:a.md",
        as_of=datetime(2025, 5, 30, tzinfo=UTC),
        mode="replay",
        outlets=(),
        versions=(("sourcecheck", "0"),),
    )
    store = Warehouse(path)
    store.load(run_row, [], [Extraction(document)])
    store.crosscheck(run_row.run_id)
    store.publish()


class TestSql:
    @pytest.fixture(scope="class")
    def at(self, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
        path = tmp_path_factory.mktemp("warehouse") / "w.duckdb"
        warehouse_with_one_run(path)
        return ["sql", "--warehouse", str(path)]

    def test_an_answer(self, at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert run([*at, "select article_url from runs"]) == 0
        assert capsys.readouterr().out.splitlines()[2] == "file:a.md"
        assert run([*at, "select title from documents"]) == 0
        assert "\x1b" not in capsys.readouterr().out

    def test_json_to_a_file(self, at: list[str], tmp_path: Path) -> None:
        file = tmp_path / "runs.json"
        words = ["select mode from runs", "--format", "json", "--output", str(file)]
        assert run([*at, *words]) == 0
        assert json.loads(file.read_text()) == [{"mode": "replay"}]

    def test_the_warehouse_and_the_evidence_are_not_overwritten(
        self,
        at: list[str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("SOURCECHECK_DATA_FOLDER", str(tmp_path / "data"))
        captures = tmp_path / "data" / "archive" / "x.warc.gz"
        captures.parent.mkdir(parents=True)
        captures.write_bytes(b"evidence")
        warehouse = Path(at[2])
        link = tmp_path / "link"
        link.symlink_to(warehouse)
        kept = [warehouse, warehouse.with_name("w.snapshot.duckdb"), link, captures]
        before = [file.read_bytes() for file in kept]
        for file in kept:
            assert run([*at, "select 1", "--output", str(file)]) == 2
            assert "choose another --output" in capsys.readouterr().err
        assert [file.read_bytes() for file in kept] == before

    def test_a_failed_answer_leaves_the_old_file(
        self,
        at: list[str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def fail(settings: object, text: str, shape: str, answer: BinaryIO) -> None:
            answer.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("flows.cli.sql._ask", fail)
        file = tmp_path / "runs.csv"
        file.write_text("the old answer")
        assert run([*at, "select 1", "--format", "csv", "--output", str(file)]) == 2
        assert "No space left" in capsys.readouterr().err
        assert file.read_text() == "the old answer"
        assert [one.name for one in tmp_path.iterdir()] == ["runs.csv"]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    def test_a_full_disk_is_one_line(self, at: list[str]) -> None:
        code = f"from flows.cli.main import main; main({[*at, 'select 1']!r})"
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, text=True,
                check=False,
            )  # fmt: skip
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "No space left on device" in done.stderr

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    def test_a_full_device_as_output_is_one_line(
        self, at: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        for shape in ("table", "csv", "json"):
            words = ["select 1", "--format", shape, "--output", "/dev/full"]
            assert "/dev/full cannot be written: No space left" in refused(capsys, *at, *words)

    def test_a_query_is_ended_at_its_time_and_its_memory(
        self,
        at: list[str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        file = tmp_path / "rows.csv"
        file.write_text("the old answer")
        to_file = ["--format", "csv", "--output", str(file)]
        monkeypatch.setenv("SOURCECHECK_SQL_SECONDS", "0.4")
        endless = (
            "select count(*) from range(1000000000) a, range(1000000000) b where a.range > b.range"
        )
        said = refused(capsys, *at, endless, *to_file)
        assert said.startswith("the query ran longer than 0.4 s (sql_seconds): narrow it")
        monkeypatch.setenv("SOURCECHECK_SQL_SECONDS", "300")
        monkeypatch.setenv("SOURCECHECK_SQL_MEGABYTES", "500")
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        # what DuckDB counts itself, and an answer's rows, which it does not count
        for large in (
            "select list(range) from range(200000000)",
            "select range, repeat('x', 100) as s from range(100000000)",
        ):
            said = refused(capsys, *at, large, *to_file)
            assert said.startswith("the query needs more than 500 MB of memory (sql_megabytes)")
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(before, 700_000)
        assert file.read_text() == "the old answer"
        assert [one.name for one in tmp_path.iterdir()] == ["rows.csv"]

    def test_modules_of_the_working_folder_are_not_loaded(
        self, at: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("duckdb.py", "json.py"):
            (tmp_path / name).write_text("raise SystemExit('not ours')")
        monkeypatch.chdir(tmp_path)
        assert run([*at, "select 1"]) == 0

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("selekt 1", "syntax error"),
            ("select * from nowhere", "nowhere"),
            ("delete from runs", "give one statement that reads"),
            ("create table t (x int)", "give one statement that reads"),
            ("select 1; drop table runs", "give one statement that reads"),
            ("copy runs to '/tmp/x.csv'", "give one statement that reads"),
            ("select * from read_csv('/etc/passwd')", ""),
            ("attach '/tmp/other.duckdb'", "give one statement that reads"),
            ("", "give one statement that reads"),
        ],
    )
    def test_what_is_not_a_question(
        self, at: list[str], query: str, message: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert message in refused(capsys, *at, query)

    def test_a_file_that_cannot_be_written(
        self, at: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = refused(capsys, *at, "select 1", "--output", "/proc/none/x")
        assert "/proc/none/x cannot be written" in said

    def test_a_run_and_a_finding_that_are_not_there(
        self, at: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert "no run with an id that starts with 'zz'" in refused(capsys, "replay", "zz", *at[1:])
        assert "there is no finding zz" in refused(capsys, "review", "zz", "accept", *at[1:])

    def test_a_report_into_a_folder_that_cannot_be_written(
        self, at: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = refused(capsys, "report", "--report", "/proc/none", *at[1:])
        assert "the report folder /proc/none cannot be written" in said


def test_a_kept_exception_keeps_no_connection() -> None:
    """DuckDB writes forty lines at exit about connections that an exception's frames hold."""

    class Connection:
        pass

    seen: list[weakref.ref[Connection]] = []

    def fails() -> None:
        connection = Connection()
        seen.append(weakref.ref(connection))
        raise SourcecheckError("the disk is full")

    def wraps() -> None:
        try:
            fails()
        except SourcecheckError as error:
            raise RuntimeError("the task failed") from error

    kept: list[RuntimeError] = []
    try:
        wraps()
    except RuntimeError as error:
        kept.append(error)
    assert seen[0]() is not None
    _let_go(kept[0])
    assert seen[0]() is None


def test_a_pipe_as_article_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    said = refused(capsys, "verify", str(tmp_path / "pipe.md"))
    assert "is no file (a pipe or device)" in said


def test_a_name_outside_ascii_in_a_locale_that_knows_no_other(tmp_path: Path) -> None:
    """PEP 538 and 540 switched off, as some wrappers do: Python then reads names as ASCII."""
    (tmp_path / "ünï.md").write_text("The council met.", encoding="utf-8")
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "watch", "add", "ünï.md"],
        capture_output=True, check=False, cwd=tmp_path,
        env={**os.environ, **bare, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == f"watching {tmp_path}/ünï.md\n"


def test_a_name_that_is_not_utf_8_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b\udcff.md").write_text("The council met.")
    said = refused(capsys, "watch", "add", str(tmp_path / "b\udcff.md"))
    assert "is not UTF-8 text: rename the file or folder" in said


def test_a_clock_that_python_cannot_count_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def past_2262() -> float:
        raise OverflowError("timestamp too large to convert to C _PyTime_t")

    monkeypatch.setattr("flows.cli.main.time.time", past_2262)
    code = run(["sql", "select 1"])
    monkeypatch.undo()
    assert code == 2
    told = "sourcecheck: this computer's clock is past the year 2262: set it right\n"
    assert capsys.readouterr().err == told


def test_views_are_listed_and_a_wrong_name_meets_the_near_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["views"]) == 0
    listed = capsys.readouterr().out
    assert "said(entity, source, since, until)" in listed
    assert run(["views", "numbers"]) == 0
    told = capsys.readouterr().out
    assert "low" in told
    assert "Lower bound" in told
    assert "did you mean denials" in refused(capsys, "views", "denyals")
