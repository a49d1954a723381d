"""Encodings come undone whole, or not at all, and never past the cap."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from flows.fetch.decoding import decode, gunzip
from flows.fetch.guards import RefusedError

TEXT = b"<p>The bridge was reopened.</p>" * 2000
CAP = 1024 * 1024


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


PACKED = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": _zstd,
}


@pytest.mark.parametrize("name", PACKED)
def test_each_encoding(name: str) -> None:
    assert decode(PACKED[name](TEXT), name, CAP) == TEXT
    assert decode(PACKED[name](TEXT), name.upper(), CAP) == TEXT
    assert decode(b"", name, CAP) == b""


def test_variants_of_the_wild() -> None:
    assert decode(_raw_deflate(TEXT), "deflate", CAP) == TEXT
    assert decode(gzip.compress(b"a") + gzip.compress(b"b"), "gzip", CAP) == b"ab"
    assert decode(gzip.compress(b"a") + b"padding", "gzip", CAP) == b"a"
    assert decode(_zstd(b"a") + _zstd(b"b"), "zstd", CAP) == b"ab"
    assert decode(brotli.compress(gzip.compress(TEXT)), "gzip, br", CAP) == TEXT
    assert decode(TEXT, "identity", CAP) == TEXT
    assert decode(TEXT, "", CAP) == TEXT
    assert gunzip(gzip.compress(TEXT), CAP) == TEXT


@pytest.mark.parametrize("name", PACKED)
def test_a_bomb_is_refused_before_it_unfolds(name: str) -> None:
    size = 64 * 1024 * 1024
    bomb = brotli.compress(bytes(size), quality=1) if name == "br" else PACKED[name](bytes(size))
    tracemalloc.start()
    with pytest.raises(RefusedError) as refused:
        decode(bomb, name, CAP)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.problem == "too-large"
    assert peak < 12 * 1024 * 1024


def test_a_nested_bomb_is_refused_at_its_first_layer() -> None:
    inner = gzip.compress(bytes(32 * 1024 * 1024))
    for name, pack in (("gzip", gzip.compress), ("br", brotli.compress)):
        with pytest.raises(RefusedError) as refused:
            decode(pack(inner), f"gzip, {name}", CAP)
        assert refused.value.problem == "too-large"


@pytest.mark.parametrize("name", PACKED)
def test_what_ends_early_or_is_something_else_is_damaged(name: str) -> None:
    for body in (PACKED[name](TEXT)[:-6], PACKED[name](TEXT)[:20], b"<html>plain</html>"):
        with pytest.raises(RefusedError) as refused:
            decode(body, name, CAP)
        assert refused.value.problem == "damaged"
        assert "\n" not in refused.value.why


def test_a_body_over_the_cap_without_any_encoding() -> None:
    with pytest.raises(RefusedError) as refused:
        decode(bytes(11), "", 10)
    assert refused.value.problem == "too-large"


@pytest.mark.parametrize("encodings", ["rot13", "gzip, gzip, gzip, gzip", "gzip\tbr"])
def test_encodings_nobody_uses(encodings: str) -> None:
    with pytest.raises(RefusedError) as refused:
        decode(b"x", encodings, CAP)
    assert refused.value.problem == "bad-content"


@given(st.binary(max_size=300), st.sampled_from(sorted(PACKED)))
def test_any_bytes_end_in_bytes_or_a_refusal(body: bytes, name: str) -> None:
    told = ""
    try:
        decoded = decode(body, name, 10_000)
    except RefusedError as refused:
        decoded, told = b"", refused.problem
    assert len(decoded) <= 10_000
    assert told in ("", "damaged", "too-large")
