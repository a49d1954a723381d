"""The example's archive can be built again, byte for byte, and its pages say what they are."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest
from warcio.archiveiterator import ArchiveIterator

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="module")
def build_coverage() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_coverage", EXAMPLES / "build_coverage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def example(tmp_path: Path) -> Path:
    copy = tmp_path / "kursk"
    shutil.copytree(EXAMPLES / "kursk", copy)
    return copy


def test_two_builds_are_the_same_bytes(build_coverage: ModuleType, example: Path) -> None:
    first = build_coverage.build(example).read_bytes()
    assert build_coverage.build(example).read_bytes() == first


def test_the_committed_archive_is_the_built_one(build_coverage: ModuleType, example: Path) -> None:
    # Compared unpacked: another zlib may pack the same records into other bytes.
    committed = gzip.decompress((EXAMPLES / "kursk" / "coverage.warc.gz").read_bytes())
    assert gzip.decompress(build_coverage.build(example).read_bytes()) == committed


def test_every_response_has_a_true_digest_and_a_request(example: Path) -> None:
    responses, requests = [], set()
    with (example / "coverage.warc.gz").open("rb") as archive:
        for record in ArchiveIterator(archive):
            if record.rec_type == "response":
                body = record.content_stream().read()
                digest = record.rec_headers.get_header("WARC-Payload-Digest")
                assert digest == "sha256:" + hashlib.sha256(body).hexdigest()
                responses.append(record.rec_headers.get_header("WARC-Record-ID"))
            elif record.rec_type == "request":
                requests.add(record.rec_headers.get_header("WARC-Concurrent-To"))
    assert len(responses) > 70
    assert set(responses) == requests


def test_every_page_says_it_is_a_sample() -> None:
    pages = [
        path
        for path in (EXAMPLES / "kursk" / "coverage").rglob("*")
        if path.suffix in {".html", ".xml"} or path.name.startswith("robots")
    ]
    assert len(pages) > 70
    assert [
        p.name for p in pages if "for the sourcecheck project" not in p.read_text("utf-8")
    ] == []


def test_a_missing_page_is_one_clear_line(
    build_coverage: ModuleType, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (example / "coverage.warc.gz").read_bytes()
    (example / "coverage" / "bbc" / "rss.xml").unlink()
    assert build_coverage.main([str(example)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (example / "coverage.warc.gz").read_bytes() == before
