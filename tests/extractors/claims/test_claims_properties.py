"""Whatever the text, its claims slice, are numbered, and nothing raises."""

from __future__ import annotations

from claiming import article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.claims import find_citations, find_claims
from extractors.records import Extraction

WORDS = """the BBC said that it was AFP quoted as saying by Ann Lee , ; : — ( ) " “ ” . ? ! and but
which who had never been 12 May 2020 dam burst according to reported there is no evidence while
although let us not forget puts toll at calls him a liar in Guardian 's telling"""
KINDS = ("paragraph", "list_item", "heading", "title", "quote")


def holds(found: Extraction) -> None:
    text = found.document.text
    for number, made in enumerate(found.claims, start=1):
        assert made.number == number
        assert text[made.start : made.end].strip()
        assert made.sentence_start <= made.start < made.end <= made.sentence_end
        assert made.wording.strip()
    assert len({c.claim_id for c in found.claims}) == len(found.claims)
    for cited in find_citations(found, found.claims, {"BBC": "bbc", "Guardian": "guardian"}):
        assert text[cited.start : cited.end] == cited.text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=30), st.sampled_from(KINDS))
def test_any_order_of_telling_words(words: list[str], kind: str) -> None:
    holds(article(" ".join(words), kind=kind))  # type: ignore[arg-type]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(min_size=1, max_size=80).filter(lambda t: "\n" not in t and t.strip() != ""))
def test_any_text(text: str) -> None:
    holds(article(text))


def test_claims_are_read_anew_where_an_extraction_has_none() -> None:
    from dataclasses import replace

    found = article("The BBC reported that the dam had burst.")
    bare = replace(found, claims=())
    assert [c.wording for c in find_claims(bare)] == ["The dam had burst."]
    assert find_claims(found) == list(found.claims)
