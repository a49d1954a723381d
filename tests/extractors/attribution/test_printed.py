"""Speakers that only the print marks, and paragraphs that go on in their voice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import pipeline, read

from extractors.attribution import find_attributions


def told(text: str) -> list[tuple[str, str]]:
    """(source, content) of every attribution, in text order."""
    return [
        (a.source.text if a.source is not None else "", a.content.text)
        for a in find_attributions(pipeline()(text))
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ('"We will hold the town" - Mayor Petrov', "Mayor Petrov", "We will hold the town"),
        ("“We will hold the town.” — Governor Petrov", "Governor Petrov", "We will hold the town"),
        ('And from Chairwoman Kovalenko: "She brings hope."', "Chairwoman Kovalenko", "She brings"),
        ("Mayor Petrov: “We will hold the town.”", "Mayor Petrov", "We will hold the town"),
        (
            "Vladimir Putin: Colleagues, the region has been liberated.",
            "Vladimir Putin",
            "the region has been liberated",
        ),
        ("Question: Was the bridge closed?", "Question", "Was the bridge closed"),
    ],
)
def test_a_speaker_by_print(text: str, source: str, content: str) -> None:
    assert [(s, content in c) for s, c in told(text)] == [(source, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Israel-Gaza war: Netanyahu vows revenge",
        "Ukraine war: Kim admits losses",
        "Petrov: Mayor admits losses",
        "The town: the bridge is closed.",
        "Kyiv: the army left the town.",
        "The “old bridge” - a landmark of the town.",
    ],
)
def test_a_topic_is_no_speaker(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "above", ["Governor Petrov", "And from Governor Petrov:", "Petrov, mayor of Leeds"]
)
def test_a_name_line_speaks_the_quotation_below_it(above: str) -> None:
    found = read(above, "“The army destroyed the bridge.”").assertions
    made = next(a for a in found if a.predicate == "destroy")
    assert ["Petrov" in s.text for s in made.sources] == [True]


def test_a_heading_speaks_nothing_below_it() -> None:
    found = read("The bridge of Leeds", "“The army destroyed the bridge.”").assertions
    assert all(a.sources == () for a in found)


def test_a_transcript_goes_on_until_the_next_label() -> None:
    extraction = read(
        "Vladimir Putin: Colleagues, the region has been liberated.",
        "The army destroyed the bridge.",
        "Sergei Shoigu: The troops crossed the border.",
        "Vladimir Putin: The company sold missiles to Mali.",
    )
    said = {a.predicate: [s.text for s in a.sources] for a in extraction.assertions}
    assert said["destroy"] == ["Vladimir Putin"]
    assert said["cross"] == ["Sergei Shoigu"]
    assert said["sell"] == ["Vladimir Putin"]


def test_one_label_speaks_only_what_goes_on_in_the_first_person() -> None:
    extraction = read(
        "Vladimir Putin: Colleagues, the region has been liberated.",
        "We destroyed the bridge.",
        "The minister resigned on Monday.",
    )
    said = {a.predicate: [s.text for s in a.sources] for a in extraction.assertions}
    assert said["destroy"] == ["Vladimir Putin"]
    assert said["resign"] == []


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "-",
        "—",
        ":",
        ";",
        ".",
        "Mayor",
        "Petrov",
        "said",
        "that",
        "had",
        ",",
        "'",
        "a",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_any_order_of_marks_gives_spans_that_slice(text: str) -> None:
    doc = pipeline()(text)
    for made in find_attributions(doc):
        for span in (made.source, made.cue, made.content):
            if span is not None:
                assert doc.text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“The harvest is lost” – governor", "governor", "The harvest is lost"),
        ("Mr. HOLLOWAY. The bill has failed twice.", "Mr. HOLLOWAY", "The bill has failed twice"),
        ("Mrs. DIAZ. I yield to the gentleman.", "Mrs. DIAZ", "I yield to the gentleman"),
    ],
)
def test_a_role_in_small_letters_and_a_name_in_a_parliaments_record(
    text: str, source: str, content: str
) -> None:
    assert [(s, content in c) for s, c in told(text)] == [(source, True)]


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        (
            "“The bridge,” Governor Malik told reporters, “will reopen before winter.”",
            ["The bridge", "will reopen before winter"],
        ),
        (
            "“I doubt,” Tanaka added, “that the fishermen crossed the line.”",
            ["I doubt", "the fishermen crossed the line"],
        ),
        (
            "“But the road is open,” she went on, “and fuel is arriving.”",
            ["But the road is open", "and fuel is arriving"],
        ),
    ],
)
def test_both_halves_of_an_interrupted_quotation_have_its_speaker(
    text: str, halves: list[str]
) -> None:
    found = told(text)
    assert len({source for source, _ in found}) == 1
    assert all(any(half in content for _, content in found) for half in halves)


def test_nobody_says_what_nobody_disputes() -> None:
    assert told("Nobody disputes that the bridge fell.") == []
    assert told("No one denies that the bridge fell.") == []
