"""Live, against a newspaper on loopback: archived once, asked only for what is new or due."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from commandline import PATIENCE, CommandLine
from newspaper import STORIES, Newspaper

pytestmark = pytest.mark.slow


@pytest.fixture
def article(tmp_path: Path, newspaper: Newspaper) -> str:
    (tmp_path / "article.md").write_text(newspaper.article())
    return str(tmp_path / "article.md")


def test_what_is_archived_is_not_fetched_again(
    sourcecheck: CommandLine, newspaper: Newspaper, article: str, tmp_path: Path
) -> None:
    newspaper.open_for(sourcecheck.home)
    words = ["verify", article, "--outlet", "herald", "--report", str(tmp_path / "out")]
    first = sourcecheck(*words)
    assert "3 new, 0 changed, 0 failed" in first.stderr
    assert all(newspaper.sent[f"/news/{name}"] == 1 for name in STORIES)
    report = (tmp_path / "out" / "report.json").read_bytes()
    second = sourcecheck(*words)
    assert "0 new, 0 changed, 0 failed" in second.stderr
    assert all(newspaper.asked[f"/news/{name}"] == 1 for name in STORIES)
    assert newspaper.conditional["/feed"] == 1
    assert (tmp_path / "out" / "report.json").read_bytes() == report


def test_a_killed_check_goes_on_where_it_was(sourcecheck: CommandLine, tmp_path: Path) -> None:
    paper = Newspaper(broken_after=2)
    try:
        paper.open_for(sourcecheck.home)
        (tmp_path / "article.md").write_text(paper.article())
        words = ["verify", str(tmp_path / "article.md"), "--outlet", "herald"]
        words += ["--report", str(tmp_path / "out")]
        process = sourcecheck.start(*words)
        assert paper.waiting.wait(timeout=PATIENCE)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        paper.mended.set()
        done = sourcecheck(*words)
        assert "Reading the pages done" in done.stderr
        assert ": 3 of 3 pages read" in done.stderr
        # once more at most: the page held at the kill, and the one whose record was being written
        assert sum(paper.sent[f"/news/{name}"] for name in STORIES) <= len(STORIES) + 2
    finally:
        paper.close()


def test_nightly_checks_every_watched_article(
    sourcecheck: CommandLine, newspaper: Newspaper, article: str, tmp_path: Path
) -> None:
    newspaper.open_for(sourcecheck.home)
    gone = tmp_path / "gone.md"
    gone.write_text("The harbour of Orlo was closed.")
    sourcecheck("watch", "add", article, "--outlet", "herald")
    sourcecheck("watch", "add", str(gone))
    gone.unlink()
    listed = sourcecheck("watch", "list").stdout.splitlines()
    assert listed == [f"{article}\therald", str(gone)]
    done = sourcecheck("nightly", "--once", code=2)
    first, second = done.stdout.splitlines()
    assert first.startswith(f"{article}\t")
    assert " claims: " in first
    assert second == f"{gone}\tnot checked: {gone}: there is no such file"
    [folder] = (sourcecheck.data / "reports").iterdir()
    assert (folder / "report.html").stat().st_size > 0
    sourcecheck("watch", "remove", str(gone))
    assert sourcecheck("watch", "list").stdout.splitlines() == [f"{article}\therald"]


def test_an_article_at_an_address_is_fetched_and_archived(
    sourcecheck: CommandLine, newspaper: Newspaper, tmp_path: Path
) -> None:
    newspaper.open_for(sourcecheck.home)
    address = "https://herald.test/news/talks"
    words = ["verify", address, "--outlet", "herald", "--report", str(tmp_path / "out")]
    done = sourcecheck(*words)
    assert "Orlo dock workers: talks" in done.stdout
    missing = sourcecheck("verify", "https://herald.test/news/none", code=2)
    [line] = [ln for ln in missing.stderr.splitlines() if ln.startswith("sourcecheck:")]
    assert "could not be read" in line


def test_collect_and_import_fill_the_archive(
    sourcecheck: CommandLine, newspaper: Newspaper, tmp_path: Path
) -> None:
    newspaper.open_for(sourcecheck.home)
    words = ["collect", "--outlet", "herald", "--topic", "Orlo dock workers"]
    assert "3 new" in sourcecheck(*words).stdout
    assert "nothing new" in sourcecheck(*words).stdout
    page = tmp_path / "saved.html"
    page.write_text("<html><body><p>The harbour of Orlo is open.</p></body></html>")
    into = ["import", str(page), "--outlet", "herald", "--at", "2025-01-02"]
    refused = sourcecheck(*into, code=2)
    assert "does not say where it was saved from" in refused.stderr
    done = sourcecheck(*into, "--url", "https://herald.test/news/saved")
    assert "1 capture of Harbour Herald" in done.stdout
    assert "2025-01-02" in done.stdout


def test_a_schedule_runs_what_falls_due_and_ends_when_told(
    sourcecheck: CommandLine, newspaper: Newspaper, article: str
) -> None:
    """Every twenty seconds (cron's sixth field), so nobody waits long; Ctrl-C ends it cleanly."""
    newspaper.open_for(sourcecheck.home)
    sourcecheck("watch", "add", article, "--outlet", "herald")
    process = sourcecheck.start("nightly", "--cron", "* * * * * */20")
    try:
        assert newspaper.visited.wait(timeout=PATIENCE)
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert "Prefect's UI: http://127.0.0.1:" in err
    assert process.returncode == 0


def test_an_interrupted_check_says_so(sourcecheck: CommandLine, tmp_path: Path) -> None:
    paper = Newspaper(broken_after=0)
    try:
        paper.open_for(sourcecheck.home)
        (tmp_path / "article.md").write_text(paper.article())
        process = sourcecheck.start("verify", str(tmp_path / "article.md"), "--outlet", "herald")
        assert paper.waiting.wait(timeout=PATIENCE)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    finally:
        paper.close()
    assert process.returncode == 130
    assert err.splitlines()[-1] == "sourcecheck: interrupted; run it again to go on"
    assert "Traceback" not in err
