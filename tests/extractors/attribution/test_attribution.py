"""Spans of source, cue and content."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import pipeline

from extractors.attribution import find_attributions, goes_on


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


def told(text: str) -> list[tuple[str, str, str]]:
    """(source, cue, content) of every attribution, in text order."""
    return [
        (a.source.text if a.source is not None else "", a.cue.text, a.content.text)
        for a in find_attributions(pipeline()(text))
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "“We have not met any strangers,” the farmers said.",
            "the farmers",
            "said",
            "We have not met any strangers",
        ),
        ("“The bridge is old,” said Smith.", "Smith", "said", "The bridge is old"),
        (
            '"The bridge is old," said the mayor of Leeds, John Smith, on Monday.',
            "the mayor of Leeds",
            "said",
            "The bridge is old",
        ),
        ('"The bridge is old", she told reporters.', "she", "told", "The bridge is old"),
        (
            '"We saw them," said one of the farmers, who lives in the village.',
            "one of the farmers",
            "said",
            "We saw them",
        ),
        (
            "“The bridge is old,” Smith was quoted as saying by Reuters.",
            "Smith",
            "saying",
            "The bridge is old",
        ),
        ("“We stay,” Reuters quoted Smith as saying.", "Smith", "saying", "We stay"),
        ("‘The bridge is old,’ said Smith.", "Smith", "said", "The bridge is old"),
        (
            "The mayor said: “The bridge is old. It will be closed.”",
            "The mayor",
            "said",
            "The bridge is old. It will be closed",
        ),
    ],
)
def test_a_quotation_and_its_speaker(text: str, source: str, cue: str, content: str) -> None:
    assert told(text) == [(source, cue, content)]


def test_quoted_words_in_anothers_sentence_are_no_quotation_of_their_own() -> None:
    assert told("He called it “a mess,” Smith said.") == [
        ("Smith", "said", "He called it “a mess"),
    ]


def test_a_bare_quotation_belongs_to_the_speaker_just_named() -> None:
    assert told("Smith says he will go. “We like it.”")[-1] == ("Smith", "says", "We like it")


def test_a_bare_quotation_behind_other_matter_belongs_to_nobody() -> None:
    found = told("“We go,” Smith said. He left the town. “We will stay.”")
    assert all("stay" not in content for _, _, content in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The minister told the BBC that the bridge had collapsed.",
            ("The minister", "told", "the bridge had collapsed"),
        ),
        (
            "Ahmed, who said he had seen the bridge fall, lives nearby.",
            ("Ahmed", "said", "he had seen the bridge fall"),
        ),
        (
            "As the mayor put it, the bridge was doomed.",
            ("the mayor", "put", "the bridge was doomed"),
        ),
        (
            "Smith was quoted by Reuters as saying the bridge was old.",
            ("Smith", "saying", "the bridge was old"),
        ),
        (
            "In a statement, the ministry said the bridge was old.",
            ("the ministry", "said", "the bridge was old"),
        ),
        (
            "Per the ministry, the bridge was old.",
            ("the ministry", "Per", "the bridge was old"),
        ),
        (
            "In the words of the mayor, the bridge is old.",
            ("the mayor", "words", "the bridge is old"),
        ),
        (
            "Kyiv announced the deployment of 300 soldiers to Mali.",
            ("Kyiv", "announced", "the deployment of 300 soldiers to Mali"),
        ),
        (
            "The ministry denied the army had attacked it.",
            ("The ministry", "denied", "the army had attacked it"),
        ),
        (
            "The mayor accused the army of shelling the town.",
            ("The mayor", "accused", "the army of shelling the town"),
        ),
        (
            "The bridge is said to be old.",
            ("", "said", "The bridge is said to be old"),
        ),
    ],
)
def test_each_way_of_reporting(text: str, expected: tuple[str, str, str]) -> None:
    assert told(text) == [expected]


def test_who_is_cited_stands_inside_who_cites() -> None:
    assert told("Citing two officials, the paper reported that the bridge had collapsed.") == [
        ("the paper", "reported", "the bridge had collapsed"),
        ("two officials", "Citing", "the bridge had collapsed"),
    ]


def test_a_reason_is_not_cited_as_a_source() -> None:
    assert told("The airline stopped all flights, citing bad weather.") == []


def test_a_parenthetical_splits_its_content() -> None:
    assert told("The bridge, the mayor said on Monday, is old.") == [
        ("the mayor", "said", "The bridge"),
        ("the mayor", "said", "is old"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The boy was not hurt, Maynard said at a conference, but he fell.",
            [
                ("Maynard", "said", "The boy was not hurt"),
                ("Maynard", "said", "but he fell"),
            ],
        ),
        (
            "The gorilla had the child before it was fatally shot, officials said.",
            [("officials", "said", "The gorilla had the child before it was fatally shot")],
        ),
        (
            "They saw nothing, Dai told The Washington Post.",
            [("Dai", "told", "They saw nothing")],
        ),
        (
            "Harambe was born at a zoo in Texas, according to Maynard.",
            [("Maynard", "according", "Harambe was born at a zoo in Texas")],
        ),
        (
            "The satellite entered its orbit, said the agency.",
            [("the agency", "said", "The satellite entered its orbit")],
        ),
        (
            "RAMALLAH, West Bank — Israel’s military says a girl was charged.",
            [("Israel’s military", "says", "a girl was charged")],
        ),
        ("When the soldiers came, the mayor said nothing.", []),
        ("After the vote in June, the president agreed.", []),
    ],
)
def test_a_parenthetical_by_its_commas(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


def test_who_adds_is_who_said() -> None:
    found = told("Marx says a similar zone worked well, adding that doctors would be there.")
    assert found[-1][:2] == ("Marx", "adding")


def test_marks_of_two_kinds_close_each_other() -> None:
    assert told('"This is an example,” said Guerras.') == [
        ("Guerras", "said", "This is an example")
    ]


def test_the_next_paragraph_goes_on_in_the_same_voice() -> None:
    before = pipeline()("Zhu said: “We have watched it and it will fall.")
    after = pipeline()("“It will burn up on entering the atmosphere.”")
    found = goes_on(before, find_attributions(before), after)
    assert found is not None
    attribution, content = found
    assert attribution.source is not None
    assert attribution.source.text == "Zhu"
    assert content.text == "It will burn up on entering the atmosphere"
    assert goes_on(before, [], after) is None
    assert goes_on(before, find_attributions(before), pipeline()("It burnt up.")) is None


def test_another_speakers_aside_is_left_out() -> None:
    text = "Kenya says 300 troops were sent there, while Mali says that nobody came."
    first = told(text)[0]
    assert first == ("Kenya", "says", "300 troops were sent there")


@pytest.mark.parametrize(
    "text",
    [
        "Reports that the bridge had collapsed were false.",
        "The claim by the ministry that the bridge had collapsed is untrue.",
        "The claim that the bridge had collapsed was rejected by the ministry.",
    ],
)
def test_a_rejected_claim_is_denied_and_its_makers_word_does_not_count(text: str) -> None:
    found = find_attributions(pipeline()(text))
    assert [(a.denied, a.content.text) for a in found] == [(True, "the bridge had collapsed")]


@pytest.mark.parametrize(
    "text", ["The mayor rejected the proposal.", "The port denied access to four ships."]
)
def test_what_is_refused_is_not_denied(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Moscow has neither confirmed nor denied the deployment.",
        "The ministry declined to confirm or deny that the bridge had collapsed.",
    ],
)
def test_who_neither_confirms_nor_denies_says_nothing_certain(text: str) -> None:
    found = find_attributions(pipeline()(text))
    assert all(not a.denied and a.certainty == "UNDERSPECIFIED" for a in found)


def test_who_said_means_the_name_before_it() -> None:
    text = "The figures were released by minister Ralf Jaeger who said all of them were old."
    assert [source.endswith("Ralf Jaeger") for source, _, _ in told(text)] == [True]


def test_when_is_not_as_who_said() -> None:
    assert told("The town fell as officials warned of an attack.") == []


@pytest.mark.parametrize(
    "text",
    [
        "“",
        '"',
        '" said',
        "” said Smith.",
        "“,” said",
        "‘’",
        '"“" ”',
        "said: “",
        ", he said, ",
        "as saying",
    ],
)
def test_broken_print_is_read(text: str) -> None:
    doc = pipeline()(text)
    for made in find_attributions(doc):
        assert doc.text[made.content.start : made.content.end] == made.content.text


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "‘",
        "’",
        ",",
        ".",
        ":",
        "Smith",
        "said",
        "was quoted as saying",
        "the mayor",
        "according to",
        "citing",
        "that",
        "the bridge is old",
        "denied",
        "claims",
        "false",
        "as",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_any_order_of_marks_and_cues_gives_spans_that_slice(text: str) -> None:
    doc = pipeline()(text)
    for made in find_attributions(doc):
        for span in (made.source, made.cue, made.content):
            if span is not None:
                assert doc.text[span.start : span.end] == span.text


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_spans_that_slice(text: str) -> None:
    doc = pipeline()(text)
    for made in find_attributions(doc):
        for span in (made.source, made.cue, made.content):
            if span is not None:
                assert doc.text[span.start : span.end] == span.text
