"""Spans of source, cue and content."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import pipeline

from extractors.attribution import find_attributions


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The ministry said that the bridge had collapsed.",
            "The ministry",
            "said",
            "the bridge had collapsed",
        ),
        ("The bridge had collapsed, the ministry said.", "the ministry", "said", "The bridge"),
        (
            "According to the ministry, the bridge collapsed.",
            "the ministry",
            "According",
            "the bridge collapsed",
        ),
        (
            "Officials believe that the bridge is unsafe.",
            "Officials",
            "believe",
            "the bridge is unsafe",
        ),
    ],
)
def test_source_cue_and_content(text: str, source: str, cue: str, content: str) -> None:
    found = find_attributions(pipeline()(text))
    assert found
    made = found[0]
    assert made.source is not None
    assert (made.source.text, made.cue.text) == (source, cue)
    assert content in made.content.text
    assert cue not in made.content.text


def test_a_belief_is_weaker_than_a_statement() -> None:
    doc = pipeline()("Officials believe that the bridge is unsafe.")
    assert [a.certainty for a in find_attributions(doc)] == ["PROBABLE"]


def test_a_denial_is_marked_and_a_denied_denial_is_not() -> None:
    denied = find_attributions(pipeline()("The mayor denied that the bridge was unsafe."))
    assert [a.denied for a in denied] == [True]
    undenied = find_attributions(pipeline()("The mayor did not deny that the bridge was unsafe."))
    assert [a.denied for a in undenied] == [False]


def test_a_dismissed_notion_is_a_denied_content() -> None:
    found = find_attributions(pipeline()("The mayor dismissed the idea that the bridge was old."))
    assert any(a.denied and "bridge" in a.content.text for a in found)


def test_a_quotation_goes_on_over_the_sentence() -> None:
    text = "“The bridge is old,” the mayor said. “It will be closed on Monday.”"
    found = find_attributions(pipeline()(text))
    last = found[-1]
    assert last.source is not None
    assert last.source.text == "the mayor"
    assert "closed on Monday" in last.content.text


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_spans_that_slice(text: str) -> None:
    doc = pipeline()(text)
    for made in find_attributions(doc):
        for span in (made.source, made.cue, made.content):
            if span is not None:
                assert doc.text[span.start : span.end] == span.text
