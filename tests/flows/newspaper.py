"""A small newspaper on loopback: a feed and a few articles, every request remembered."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

OUTLET = """
id = "herald"
name = "Harbour Herald"
kind = "newspaper"
names = ["the Harbour Herald"]
domains = ["herald.test"]
languages = ["en"]
rate_seconds = 0
concurrency = 1

[patterns]
article = ['herald\\.test/news/']

[[door]]
strategy = "feed"
tag = "V"
urls = ["https://herald.test/feed"]

[[door]]
strategy = "captured"
tag = "V"
"""

STORIES = {
    "strike": "Dock workers in Orlo ended their strike on Monday, the port authority said. "
    "About 300 workers had stopped work at the harbour for nine days. Mayor Ana Ruiz said that "
    "the harbour of Orlo was open again.",
    "talks": "Mayor Ana Ruiz met the dock workers of Orlo on Friday. The workers said that they "
    "wanted 12 per cent more pay. The talks at the harbour lasted six hours.",
    "harbour": "The harbour of Orlo was closed for nine days, the port authority said. "
    "No ship was unloaded in Orlo while the dock workers were on strike.",
}

ARTICLE = """---
title: The strike in Orlo
date: {date:%Y-%m-%d}
---

# The strike in Orlo

The Harbour Herald reported that dock workers in Orlo ended their strike. Mayor Ana Ruiz said
that the harbour of Orlo was still closed. About 300 workers stopped work at the harbour.
"""


class Newspaper:
    """Serves https://herald.test by ``settings_text``; close it when done.

    With ``broken_after`` the server answers that many pages and then holds every further
    one until ``mended`` is set, as a connection that hangs does. ``visited`` is set by the first
    request.
    """

    def __init__(self, broken_after: int | None = None) -> None:
        self.asked: Counter[str] = Counter()
        self.conditional: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.visited = threading.Event()
        self.waiting = threading.Event()
        self.mended = threading.Event()
        self.today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        self._broken_after = broken_after
        paper = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                paper.answer(self)

            def log_message(self, *_: object) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def close(self) -> None:
        self.mended.set()
        self._server.shutdown()
        self._server.server_close()

    def settings_text(self) -> str:
        """Settings that send the newspaper's requests here."""
        return (
            'allow_private = ["herald.test"]\npoliteness = false\nmax_tries = 1\n'
            f'[resolver]\n"herald.test" = "127.0.0.1:{self.port}"\n'
        )

    def open_for(self, home: Path) -> None:
        """Put its outlet file and settings into a home."""
        config = home / ".config" / "sourcecheck"
        (config / "outlets").mkdir(parents=True)
        (config / "outlets" / "herald.toml").write_text(OUTLET)
        (config / "settings.toml").write_text(self.settings_text())

    def article(self) -> str:
        return ARTICLE.format(date=self.today)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        self.asked[path] += 1
        self.visited.set()
        if request.headers.get("If-None-Match") == f'"{path}"':
            self.conditional[path] += 1
            request.send_response(304)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        name = path.removeprefix("/news/")
        if path == "/feed":
            self._send(request, "application/rss+xml", self._feed())
        elif name in STORIES:
            self._hold_if_broken()
            self._send(request, "text/html; charset=utf-8", self._page(name))
        else:
            request.send_response(404)
            request.send_header("Content-Length", "0")
            request.end_headers()

    def _hold_if_broken(self) -> None:
        if self._broken_after is None or self.mended.is_set():
            return
        if sum(self.sent[f"/news/{name}"] for name in STORIES) >= self._broken_after:
            self.waiting.set()
            self.mended.wait(timeout=300)

    def _send(self, request: BaseHTTPRequestHandler, kind: str, body: str) -> None:
        data = body.encode()
        try:
            request.send_response(200)
            request.send_header("Content-Type", kind)
            request.send_header("Content-Length", str(len(data)))
            request.send_header("ETag", f'"{request.path}"')
            request.end_headers()
            request.wfile.write(data)
        except OSError:  # the client was killed, as a test intends
            return
        self.sent[request.path] += 1

    def _published(self, name: str) -> datetime:
        return self.today - timedelta(days=1 + list(STORIES).index(name))

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>Orlo dock workers: {name}</title>"
            f"<link>https://herald.test/news/{name}</link>"
            f"<pubDate>{format_datetime(self._published(name))}</pubDate></item>"
            for name in STORIES
        )
        return f'<rss version="2.0"><channel><title>Harbour Herald</title>{items}</channel></rss>'

    def _page(self, name: str) -> str:
        published = self._published(name).isoformat()
        paragraphs = "".join(f"<p>{line}.</p>" for line in STORIES[name].rstrip(".").split(". "))
        return (
            f'<html lang="en"><head><title>Orlo dock workers: {name}</title>'
            f'<meta property="article:published_time" content="{published}"></head>'
            f"<body><article><h1>Orlo dock workers: {name}</h1>{paragraphs * 2}</article></body>"
        )
