"""A small, fast newspaper on loopback, for measuring collection. Runs in its own process.

Answers ``/sitemap.xml`` (all pages), ``/page/N`` (an article of some 30 kB, its own text for
each N) and ``/robots.txt`` (404), with ETags and 304. Written for this measurement: asyncio
streams and ready-made bytes, so that the client is what is measured.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

HOST = "gazette.example"
# Enough different words for text to compress as prose does; they mean nothing.
STARTS = ("har", "stri", "cra", "uni", "por", "min", "wag", "doc", "tal", "ves")
ENDS = ("bour", "ke", "ne", "on", "t", "ster", "es", "k", "go", "ver", "lings", "ation")
# Enough different words for text to compress as prose does; they mean nothing.
WORDS = [start + end for start in STARTS for end in ENDS]
PARAGRAPHS = 12
SENTENCES = 4
# News pages are mostly script: the text above is some 4 kB, the page some 30 kB.
TEASERS = 260


def link(number: int) -> str:
    """The address of one page."""
    return f"http://{HOST}/page/{number}"


def article(number: int) -> bytes:
    """One page; the same number gives the same bytes."""
    rng = random.Random(number)
    paragraphs = "".join(
        f"<p>{' '.join(_sentence(rng) for _ in range(SENTENCES))}</p>" for _ in range(PARAGRAPHS)
    )
    title = f"Harbour strike, part {number}"
    teasers = [
        {"id": rng.randrange(10**9), "title": " ".join(rng.choices(WORDS, k=7)), "type": "teaser"}
        for _ in range(TEASERS)
    ]
    script = json.dumps(teasers)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>'
        '<meta property="article:published_time" content="2025-01-10T10:00:00Z">'
        f'<script type="application/json">{script}</script></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{paragraphs}</article>"
        "<footer>All rights</footer></body></html>"
    ).encode()


def _sentence(rng: random.Random) -> str:
    words = rng.choices(WORDS, k=rng.randint(9, 18))
    return " ".join(words).capitalize() + "."


def sitemap(pages: int) -> bytes:
    """A sitemap of all pages."""
    rows = "".join(
        f"<url><loc>{link(n)}</loc><lastmod>2025-01-10</lastmod></url>" for n in range(pages)
    )
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{rows}</urlset>"
    ).encode()


@contextmanager
def serving(pages: int) -> Iterator[int]:
    """A server process for the length of the block; gives its port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_main, args=(theirs, pages), daemon=True)
    process.start()
    try:
        yield int(ours.recv())
    finally:
        process.terminate()
        process.join()


def _main(pipe: Connection, pages: int) -> None:
    asyncio.run(_serve(pipe, pages))


async def _serve(pipe: Connection, pages: int) -> None:
    bodies = {f"/page/{number}": article(number) for number in range(pages)}
    bodies["/sitemap.xml"] = sitemap(pages)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(_answer(head, bodies))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def _answer(head: bytes, bodies: dict[str, bytes]) -> bytes:
    path = head.split(b" ", 2)[1].decode("ascii", "replace")
    body = bodies.get(path)
    if body is None:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    etag = f'"{path}"'.encode()
    if b"if-none-match: " + etag in head.replace(b"If-None-Match", b"if-none-match"):
        return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
    kind = b"application/xml" if path.endswith(".xml") else b"text/html; charset=utf-8"
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\nETag: " + etag
        + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )  # fmt: skip
