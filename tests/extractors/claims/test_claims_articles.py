"""Whole opinion articles of four styles: each one's claims as a person would make them.

``articles/NAME.tsv`` holds the kind, the sources and the wording of each claim of ``NAME.md``, read
by eye. A retrained parser may read a sentence otherwise: nine in ten must stand.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from reading import pipeline

from extractors import extract, read_page
from extractors.claims import find_claims

ARTICLES = Path(__file__).parent / "articles"
MUST_STAND = 0.9


@pytest.mark.parametrize("name", ["canal", "ferry", "stadium", "water"])
def test_an_article_reads_as_its_author_would(name: str) -> None:
    content = (ARTICLES / f"{name}.md").read_bytes()
    page = read_page(content, url=f"file:{name}.md", content_type="text/markdown", role="article")
    found = find_claims(extract(page, pipeline()))
    got = {(c.kind, " > ".join(s.text for s in c.sources), c.wording) for c in found}
    with (ARTICLES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wanted = [(row["kind"], row["sources"], row["wording"]) for row in rows]
    missing = [row for row in wanted if row not in got]
    assert len(missing) <= (1 - MUST_STAND) * len(wanted), missing
    assert len(found) <= len(wanted) / MUST_STAND


def test_the_roof_and_the_ferry_are_dated() -> None:
    for name, day in (("stadium", "2021-03-12"), ("ferry", "2015-02-07"), ("water", "2019-11-05")):
        content = (ARTICLES / f"{name}.md").read_bytes()
        page = read_page(content, url="file:a.md", content_type="text/markdown", role="article")
        assert page.published.value is not None
        assert page.published.value.date().isoformat() == day
