"""`sourcecheck import`: whose a page is, what is left out, and what is said of both."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.cli.main import run
from flows.fetch import Archive, ReplayTransport
from flows.fetch.exchange import Exchange

THEN = datetime(2024, 12, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


def saved(folder: Path, name: str, url: str, site: str = "") -> str:
    said = f'<meta property="og:site_name" content="{site}">' if site else ""
    head = f'<link rel="canonical" href="{url}">{said}' if url else ""
    (folder / name).write_text(f"<html><head>{head}</head><body><p>The harbour.</p></body></html>")
    return str(folder / name)


def archived(home: Path) -> dict[str, str | None]:
    folder = home / ".local" / "share" / "sourcecheck" / "archive"
    return {capture.url: capture.outlet for capture in ReplayTransport([folder]).captures()}


def test_the_host_tells_whose_a_page_is(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [
        saved(tmp_path, "a.html", "https://www.bbc.co.uk/news/articles/c1"),
        saved(tmp_path, "b.html", "http://edition.cnn.com/2016/07/15/a/"),
        saved(tmp_path, "c.html", "https://www.thedenverchannel.com/news/1", "Denver 7"),
    ]
    assert run(["import", *pages]) == 0
    out, err = capsys.readouterr()
    assert "1 capture of Denver 7 archived" in out
    assert "thedenverchannel.com is a new outlet: correct its names in" in err
    assert archived(home) == {
        "https://www.bbc.co.uk/news/articles/c1": "bbc",
        "http://edition.cnn.com/2016/07/15/a/": "cnn",
        "https://www.thedenverchannel.com/news/1": "thedenverchannel.com",
    }
    assert run(["outlets", "thedenverchannel.com"]) == 0
    assert "Denver 7 (thedenverchannel.com), site" in capsys.readouterr().out


def test_a_page_of_another_host_is_taken_with_a_warning(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = saved(tmp_path, "a.html", "https://mirror.example.org/1")
    assert run(["import", page, "--outlet", "bbc"]) == 0
    out, err = capsys.readouterr()
    assert "1 capture of BBC archived" in out
    assert "warning: https://mirror.example.org/1: its host is none of BBC's domains" in err
    assert archived(home) == {"https://mirror.example.org/1": "bbc"}


def test_what_cannot_be_taken_is_left_out_and_named(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = saved(tmp_path, "good.html", "https://www.bbc.com/news/articles/c1")
    bad = saved(tmp_path, "bad.html", "")
    assert run(["import", good, bad, str(tmp_path / "none.warc")]) == 0
    _, err = capsys.readouterr()
    assert "left out: " in err
    assert "bad.html: does not say where it was saved from" in err
    assert "none.warc: there is no such file" in err
    assert run(["import", bad]) == 2
    assert list(archived(home)) == ["https://www.bbc.com/news/articles/c1"]


def test_of_a_warc_the_frames_of_others_are_left_out_and_counted(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = ((b"Content-Type", b"text/html"),)
    with Archive(tmp_path / "crawl") as crawl:
        for url in ("https://www.bbc.com/news/articles/c1", "https://ads.example.org/frame"):
            crawl.write(Exchange(url, THEN, 200, "OK", header, b"<p>The harbour.</p>"))
    assert run(["import", str(tmp_path / "crawl"), "--outlet", "bbc.com"]) == 0
    _, err = capsys.readouterr()
    assert "left out: 1 page of ads.example.org: not in the outlet's domains (bbc.com" in err
    assert list(archived(home)) == ["https://www.bbc.com/news/articles/c1"]
