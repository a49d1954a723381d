"""A second, small reader of WARC 1.1, written from the standard, to check what was written.

It shares no code with the project, accepts nothing unusual, and asserts what it expects.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
URN = re.compile(r"<urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}>")


@dataclass(frozen=True)
class Written:
    """One record as found in the file."""

    offset: int
    fields: dict[str, str]
    block: bytes

    @property
    def head(self) -> list[str]:
        """The lines of the HTTP head."""
        return self.block.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")

    @property
    def body(self) -> bytes:
        """What follows the HTTP head."""
        return self.block.partition(b"\r\n\r\n")[2]


def read(path: Path) -> list[Written]:
    """All records of a file of one gzip member per record."""
    data = path.read_bytes()
    found = []
    offset = 0
    while offset < len(data):
        member = zlib.decompressobj(31)
        text = member.decompress(data[offset:])
        assert member.eof, f"member at {offset} is cut"
        found.append(_parse(offset, text))
        offset = len(data) - len(member.unused_data)
    return found


def _parse(offset: int, text: bytes) -> Written:
    head, _, rest = text.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8").split("\r\n")
    assert version == "WARC/1.1"
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(": ")
        assert colon, line
        assert name not in fields, f"{name} twice"
        fields[name] = value
    assert URN.fullmatch(fields["WARC-Record-ID"])
    assert DATE.fullmatch(fields["WARC-Date"])
    length = int(fields["Content-Length"])
    assert rest[length:] == b"\r\n\r\n"
    block = rest[:length]
    assert fields["WARC-Block-Digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
    kind = fields["WARC-Type"]
    if kind == "response":
        payload = block.partition(b"\r\n\r\n")[2]
        assert fields["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(payload).hexdigest()}"
        assert fields["Content-Type"] == "application/http; msgtype=response"
    if kind == "request":
        assert fields["Content-Type"] == "application/http; msgtype=request"
        assert URN.fullmatch(fields["WARC-Concurrent-To"])
    if kind in ("request", "metadata", "warcinfo"):
        assert "WARC-Payload-Digest" not in fields
    if kind == "warcinfo":
        assert fields["Content-Type"] == "application/warc-fields"
        assert "WARC-Target-URI" not in fields
    else:
        assert fields["WARC-Target-URI"]
    return Written(offset, fields, block)
