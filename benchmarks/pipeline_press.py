"""Newspapers on loopback for measuring nights: feeds and pages of plain English news.

Written for this measurement. Each paper's pages are made of sentences with names, numbers, dates
and speakers, the same for the same page and edition; an ETag goes with each, so that an unchanged
page answers 304. ``revise`` gives some pages another edition, in which one number is another;
``withdraw`` takes some away (404). Runs in threads of the measuring process.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

OUTLET = """
id = "{paper}"
name = "{name}"
kind = "newspaper"
names = ["the {name}"]
domains = ["{paper}.test"]
languages = ["en"]
rate_seconds = 0
concurrency = 1

[patterns]
article = ['{paper}\\.test/news/']

[[door]]
strategy = "feed"
tag = "V"
urls = ["https://{paper}.test/feed"]

[[door]]
strategy = "captured"
tag = "V"
"""
TOWNS = ("Orlo", "Vesk", "Marnay", "Tolben", "Harwick", "Sant Elm", "Dorrin", "Kesk")
PEOPLE = ("Mayor Ana Ruiz", "minister Tom Weller", "union leader Greta Holm", "Judge Paul Aster")
BODIES = ("the port authority", "the dock workers' union", "the ministry", "the coast guard")
DONE = (
    "{who} said on {day} that about {n} workers had stopped work at the harbour of {town}.",
    "{body} told reporters that {n} ships were waiting outside {town} when the strike began.",
    "According to {body}, the harbour of {town} lost {n} million euros in {m} days.",
    "{who} denied that the talks in {town} had failed and said that {m} meetings were planned.",
    "The dock workers of {town} want {m} per cent more pay, which {body} called impossible.",
    "At least {n} people marched through {town} on {day}, and the police arrested {m} of them.",
    "No ship was unloaded in {town} between {day} and the end of the week, {body} reported.",
    "{who} met {body} in {town} on {day}; neither side spoke about the {n} containers on the quay.",
    "It was the longest strike in {town} since 1998, when {n} workers stayed at home for a month.",
    "If the harbour stays closed, {who} warned, {n} jobs in {town} may be lost by the summer.",
    "A court in {town} ruled on {day} that the {m} strikers who were dismissed must be paid.",
    "{body} has never confirmed that {n} tonnes of grain were moved to {town} by rail.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "3 March", "17 May", "9 June 2025")
SENTENCES, OF_A_PARAGRAPH = 24, 4


class Press:
    """``papers`` newspapers of ``pages`` pages each; a context manager."""

    def __init__(self, papers: int, pages: int) -> None:
        self.papers = tuple(f"herald{number}" for number in range(papers))
        self.pages = pages
        self.editions: Counter[tuple[str, int]] = Counter()
        self.withdrawn: set[tuple[str, int]] = set()
        self.dead: set[str] = set()
        self.statuses: Counter[int] = Counter()
        self.today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        press = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                press.answer(self)

            def log_message(self, *_: object) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def open_for(self, home: Path, articles: int, more: str = "") -> list[Path]:
        """Outlet files, settings and ``articles`` articles, each citing every paper, in a home."""
        config = home / ".config" / "sourcecheck"
        (config / "outlets").mkdir(parents=True)
        for paper in self.papers:
            text = OUTLET.format(paper=paper, name=self.name(paper))
            (config / "outlets" / f"{paper}.toml").write_text(text, encoding="utf-8")
        hosts = ", ".join(f'"{paper}.test"' for paper in self.papers)
        port = self._server.server_address[1]
        routes = "\n".join(f'"{paper}.test" = "127.0.0.1:{port}"' for paper in self.papers)
        (config / "settings.toml").write_text(
            f"allow_private = [{hosts}]\npoliteness = false\nmax_tries = 1\nlimit = {self.pages}\n"
            f"{more}\n[resolver]\n{routes}\n",
            encoding="utf-8",
        )
        made = []
        for number in range(articles):
            made.append(home / f"article{number}.md")
            made[-1].write_text(self.article(number), encoding="utf-8")
        return made

    def name(self, paper: str) -> str:
        return f"Harbour Herald {paper.removeprefix('herald')}"

    def article(self, number: int) -> str:
        """An article that gives each paper a claim."""
        rng = random.Random(f"article {number}")
        town = TOWNS[number % len(TOWNS)]
        told = [
            f"The {self.name(paper)} reported that {rng.randint(2, 900)} dock workers stopped work "
            f"at the harbour of {rng.choice(TOWNS)}."
            for paper in self.papers
        ]
        head = f"---\ntitle: The strike in {town}\ndate: {self.today:%Y-%m-%d}\n---\n\n"
        return head + f"# The strike in {town}\n\n" + "\n\n".join(told) + "\n"

    def revise(self, share: float) -> int:
        """Give that share of all pages another edition; how many they are."""
        return self._some(share, lambda page: self.editions.update([page]))

    def withdraw(self, share: float) -> int:
        """Let that share of all pages answer 404 from now on; how many they are."""
        return self._some(share, self.withdrawn.add)

    def _some(self, share: float, act: object) -> int:
        every = [(paper, number) for number in range(self.pages) for paper in self.papers]
        chosen = random.Random(len(every)).sample(every, max(1, round(share * len(every))))
        for page in chosen:
            act(page)  # type: ignore[operator]
        return len(chosen)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        paper = (request.headers.get("Host") or "").split(".")[0]
        _, _, number = request.path.rpartition("/news/")
        if paper in self.dead:
            self._send(request, 503, "text/plain", "")
        elif request.path == "/feed" and paper in self.papers:
            self._send(request, 200, "application/rss+xml", self._feed(paper))
        elif number.isdigit() and (paper, int(number)) not in self.withdrawn:
            self._send(request, 200, "text/html; charset=utf-8", self.page(paper, int(number)))
        else:
            self._send(request, 404, "text/plain", "")

    def _send(self, request: BaseHTTPRequestHandler, status: int, kind: str, body: str) -> None:
        data = body.encode()
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        if status == 200 and request.headers.get("If-None-Match") == tag:
            status, data = 304, b""
        self.statuses[status] += 1
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(data)))
        request.send_header("ETag", tag)
        request.end_headers()
        request.wfile.write(data)

    def _published(self, number: int) -> datetime:
        return self.today - timedelta(hours=2 + number)

    def _feed(self, paper: str) -> str:
        items = "".join(
            f"<item><title>{self._title(paper, number)}</title>"
            f"<link>https://{paper}.test/news/{number}</link>"
            f"<pubDate>{format_datetime(self._published(number))}</pubDate></item>"
            for number in range(self.pages)
        )
        return (
            f'<rss version="2.0"><channel><title>{self.name(paper)}</title>{items}</channel></rss>'
        )

    def _title(self, paper: str, number: int) -> str:
        rng = random.Random(f"title {paper} {number}")
        return f"{rng.choice(TOWNS)} dock workers: harbour strike, part {number}"

    def page(self, paper: str, number: int) -> str:
        """One page in its present edition."""
        rng = random.Random(f"{paper} {number}")
        told = [
            rng.choice(DONE).format(
                who=rng.choice(PEOPLE),
                body=rng.choice(BODIES),
                town=rng.choice(TOWNS),
                day=rng.choice(DAYS),
                n=rng.randint(3, 900),
                m=rng.randint(2, 30),
            )
            for _ in range(SENTENCES)
        ]
        told = [line[0].upper() + line[1:] for line in told]
        told[0] = f"{told[0]} A reporter counted {100 + self.editions[paper, number]} pickets."
        paragraphs = "".join(
            f"<p>{' '.join(told[start : start + OF_A_PARAGRAPH])}</p>"
            for start in range(0, SENTENCES, OF_A_PARAGRAPH)
        )
        title = self._title(paper, number)
        return (
            f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>'
            '<meta property="article:published_time" '
            f'content="{self._published(number).isoformat()}"></head>'
            f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
        )
