"""Content encodings undone, with a cap on what comes out. Bytes in, bytes out; pure.

A few kilobytes can unfold to gigabytes, and encodings can be nested. Each layer is
therefore unfolded piece by piece and stops at the cap: never more than the cap plus one
piece is held.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]
import zstandard

from flows.fetch.guards import RefusedError

MAX_LAYERS = 3
"""More encodings than this on one body are no server's honest habit."""
ACCEPTED = "gzip, deflate, br, zstd"
GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_PIECE = 256  # a piece unfolds to at most ~8 MiB: 4-byte blocks of up to 128 KiB each
_ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 9659: what a decoder of the web need take
_OUTPUT_PIECE = 256 * 1024


class _BrokenError(Exception):
    """The bytes are not what their encoding says."""


def decode(body: bytes, encodings: str, cap: int) -> bytes:
    """Undo the ``Content-Encoding`` header's ``encodings`` (outermost last) on ``body``.

    Args:
        body: the bytes as received.
        encodings: the header's value, such as "gzip" or "gzip, br"; "" for none.
        cap: most bytes that any layer may unfold to.

    Raises:
        RefusedError: "too-large" over the cap, "damaged" where the bytes end early or are not of
            the encoding, "bad-content" for an encoding we do not know.
    """
    layers = [name.strip().lower() for name in encodings.split(",") if name.strip()]
    layers = [name for name in layers if name != "identity"]
    if len(layers) > MAX_LAYERS:
        raise RefusedError("bad-content", f"the body is encoded {len(layers)} times over")
    for name in reversed(layers):
        unfold = _DECODERS.get(name)
        if unfold is None:
            raise RefusedError("bad-content", f"the body has the unknown encoding {name[:40]!r}")
        if body:
            body = _bounded(unfold, name, body, cap)
    if len(body) > cap:
        raise RefusedError("too-large", f"the body has {len(body)} bytes, more than {cap}")
    return body


def gunzip(body: bytes, cap: int) -> bytes:
    """A gzip file's content, at most ``cap`` bytes. Raises RefusedError as ``decode`` does."""
    return _bounded(_gzip, "gzip", body, cap)


def _bounded(
    unfold: Callable[[bytes, int], Iterator[bytes]], name: str, body: bytes, cap: int
) -> bytes:
    pieces: list[bytes] = []
    total = 0
    try:
        for piece in unfold(body, cap):
            total += len(piece)
            if total > cap:
                raise RefusedError("too-large", f"the {name} body unfolds to more than {cap} bytes")
            pieces.append(piece)
    except (_BrokenError, zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise RefusedError("damaged", f"the {name} body cannot be decoded: {error}") from error
    return b"".join(pieces)


def _inflate(body: bytes, window: int) -> Iterator[bytes]:
    """Every member of a zlib stream, in pieces; what follows the last member is ignored."""
    rest = body
    while True:
        member = zlib.decompressobj(window)
        while not member.eof:
            piece = member.decompress(rest, _OUTPUT_PIECE)
            rest = member.unconsumed_tail
            if piece:
                yield piece
            elif not member.eof and not rest:
                raise _BrokenError("it ends early")
        rest = member.unused_data
        if not rest.startswith(GZIP_MAGIC) or window != zlib.MAX_WBITS | 16:
            return


def _gzip(body: bytes, cap: int) -> Iterator[bytes]:
    return _inflate(body, zlib.MAX_WBITS | 16)


def _deflate(body: bytes, cap: int) -> Iterator[bytes]:
    """RFC 9110 means zlib's format; some servers send the bare stream, and browsers take it."""
    zlib_header = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _inflate(body, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)


def _brotli(body: bytes, cap: int) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    piece = decoder.process(body, output_buffer_limit=_OUTPUT_PIECE)
    while piece:
        yield piece
        if decoder.is_finished():
            return
        piece = decoder.process(b"", output_buffer_limit=_OUTPUT_PIECE)
    if not decoder.is_finished():
        raise _BrokenError("it ends early")


def _zstd(body: bytes, cap: int) -> Iterator[bytes]:
    rest = body
    while rest:
        frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        position = 0
        while not frame.eof and position < len(rest):
            yield frame.decompress(rest[position : position + _ZSTD_PIECE])
            position += _ZSTD_PIECE
        if not frame.eof:
            raise _BrokenError("it ends early")
        rest = frame.unused_data + rest[position:]


_DECODERS: dict[str, Callable[[bytes, int], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
