"""Builds an example's ``coverage.warc.gz`` from the pages under its ``coverage/``.

    python examples/build_coverage.py examples/kursk

In: ``coverage/manifest.toml`` and the files it names. Out: ``coverage.warc.gz`` beside
``coverage/``, WARC 1.1 through warcio: one request and one response record per capture.
Touches that one file. The same input gives the same bytes: record ids are derived from
address and time, and every date comes from the manifest.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = "text/html; charset=utf-8"

# Any fixed namespace would do; this one is RFC 4122's for URLs.
RECORD_NAMESPACE = uuid.NAMESPACE_URL


@dataclass(frozen=True, slots=True)
class SampleCapture:
    """One request and its answer, as the manifest describes it."""

    url: str
    body: bytes
    status: int
    content_type: str
    headers: dict[str, str]
    captured_at: datetime


class ManifestError(Exception):
    """The manifest lacks something, or names a file that is not there."""


def read_manifest(coverage: Path) -> tuple[dict[str, Any], list[SampleCapture]]:
    """The manifest's own settings and its captures, a second apart, in the file's order.

    Raises:
        ManifestError: the manifest or one of its files cannot be read.
    """
    try:
        manifest = tomllib.loads((coverage / "manifest.toml").read_text(encoding="utf-8"))
        return manifest, list(_captures(coverage, manifest))
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ManifestError(f"cannot use {coverage / 'manifest.toml'}: {error}") from error


def _captures(coverage: Path, manifest: dict[str, Any]) -> Iterator[SampleCapture]:
    captured_at: datetime = manifest["captured"].astimezone(UTC)
    for entry in manifest["capture"]:
        body = (coverage / entry["file"]).read_bytes() if "file" in entry else b""
        for url in [entry["url"], *entry.get("also", [])]:
            yield SampleCapture(
                url=url,
                body=body,
                status=entry.get("status", 200),
                content_type=entry.get("content_type", HTML),
                headers=dict(entry.get("headers", {})),
                captured_at=captured_at,
            )
            captured_at += timedelta(seconds=1)


def build(example: Path) -> Path:
    """Writes ``example/coverage.warc.gz`` and returns its path.

    Raises:
        ManifestError: the manifest or one of its files cannot be read.
    """
    manifest, captures = read_manifest(example / "coverage")
    target = example / "coverage.warc.gz"
    unfinished = target.with_suffix(".gz.part")
    with unfinished.open("wb") as out:
        write_warc(out, manifest, captures)
    unfinished.replace(target)
    return target


def write_warc(out: BinaryIO, manifest: dict[str, Any], captures: list[SampleCapture]) -> None:
    """Writes a warcinfo record, then a response and a request record for each capture."""
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(_warcinfo(writer, manifest))
    for capture in captures:
        writer.write_request_response_pair(
            _request(writer, capture, manifest["user_agent"]), _response(writer, capture)
        )


def _warcinfo(writer: WARCWriter, manifest: dict[str, Any]) -> ArcWarcRecord:
    fields = (
        b"software: examples/build_coverage.py\r\n"
        b"format: WARC File Format 1.1\r\n"
        b"description: Sample pages written for the sourcecheck project, not published pages\r\n"
    )
    captured_at = manifest["captured"].astimezone(UTC)
    return writer.create_warc_record(
        None,
        "warcinfo",
        payload=BytesIO(fields),
        length=len(fields),
        warc_headers_dict=_identity("warcinfo", "coverage.warc.gz", captured_at)
        | {"WARC-Filename": "coverage.warc.gz"},
    )


def _response(writer: WARCWriter, capture: SampleCapture) -> ArcWarcRecord:
    headers = [
        ("content-type", capture.content_type),
        ("content-length", str(len(capture.body))),
        ("date", format_datetime(capture.captured_at, usegmt=True)),
        *sorted(capture.headers.items()),
    ]
    status = f"{capture.status} {HTTPStatus(capture.status).phrase}"
    return writer.create_warc_record(
        capture.url,
        "response",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
        warc_headers_dict=_identity("response", capture.url, capture.captured_at)
        | {"WARC-Payload-Digest": "sha256:" + hashlib.sha256(capture.body).hexdigest()},
    )


def _request(writer: WARCWriter, capture: SampleCapture, user_agent: str) -> ArcWarcRecord:
    parts = urlsplit(capture.url)
    path = parts.path or "/"
    target = f"{path}?{parts.query}" if parts.query else path
    headers = [("host", parts.netloc), ("user-agent", user_agent), ("accept", "*/*")]
    return writer.create_warc_record(
        capture.url,
        "request",
        http_headers=StatusAndHeaders(f"GET {target} HTTP/1.1", headers, is_http_request=True),
        warc_headers_dict=_identity("request", capture.url, capture.captured_at),
    )


def _identity(kind: str, name: str, at: datetime) -> dict[str, str]:
    date = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    record_id = uuid.uuid5(RECORD_NAMESPACE, f"{kind} {name} {date}").urn
    return {"WARC-Record-ID": f"<{record_id}>", "WARC-Date": date}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: python examples/build_coverage.py EXAMPLE_FOLDER\n")
        return 2
    try:
        target = build(Path(arguments[0]))
    except ManifestError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{target}: {target.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
