"""A rule's sentence told as an editor needs it: who says what, and no jargon."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_speakers import passage

from extractors.records import Polarity
from warehouse.reports.explaining import conflicting, explained, inner, nearness, reasoned

TWELVE = "Twelve troops fought in Kursk."
NONE = "There were no troops in Kursk."


@pytest.mark.parametrize(
    ("raw", "wording", "polarity", "told"),
    [
        (
            "What the claim has affirmed is denied here.",
            TWELVE,
            "POS",
            "BBC, quoting NATO, denies that Twelve troops fought in Kursk.",
        ),
        (
            "What the claim has denied is affirmed here.",
            NONE,
            "NEG",
            "BBC, quoting NATO, affirms what the article denies: the article says that there were "
            "no troops in Kursk.",
        ),
        (
            "What the claim has denied is affirmed here.",
            NONE + " x" * 99,
            "NEG",
            "BBC, quoting NATO, affirms what the article denies.",
        ),
        (
            "Another number: “12” in the claim, “about 9” here.",
            TWELVE,
            "POS",
            "The article has the number “12”; BBC, quoting NATO, has “about 9”.",
        ),
        (
            "Another actor: “both” in the claim, “the treaty” here.",
            TWELVE,
            "POS",
            "In the article it is “both” that did so; BBC, quoting NATO, says it was “the treaty”.",
        ),
        (
            "A later count: “14”, after “12”.",
            TWELVE,
            "POS",
            "BBC, quoting NATO, has a later count: “14”, where the article has “12”.",
        ),
        (
            "It does not say “Kursk”, it for certain, “fought”.",
            TWELVE,
            "POS",
            "BBC, quoting NATO, says less: nothing of “Kursk”, “fought”; not for certain.",
        ),
        ("It reads as contradicting.", TWELVE, "POS", "It reads as contradicting."),
        ("<b>Odd</b>", TWELVE, "POS", "<b>Odd</b>"),
    ],
)
def test_what_a_rule_says_names_who_says_what(
    raw: str, wording: str, polarity: Polarity, told: str
) -> None:
    assert explained(raw, passage("NATO"), wording, polarity) == told


def test_agreement_names_what_can_be_looked_up_and_no_lemma() -> None:
    details = (
        ("action", "same: fight | be"),
        ("name", "same: Kursk | Kursk"),
        ("name 2", "narrower: Russia | Kursk region"),
        ("number", "unknown: 12 | "),
    )
    raw = "It says the same: “be”, “Kursk”, “Kursk region”."
    said = explained(raw, passage(), TWELVE, "POS", details)
    assert said == "BBC says the same, and names “Kursk” and “Kursk region”."
    assert explained(raw, passage(), TWELVE, "POS") == "BBC says the same."


def test_a_reason_is_told_as_its_finding_is_and_keeps_what_follows() -> None:
    raw, told = "Another number: “12” in the claim, “9” here.", "The article has “12”; BBC “9”."
    reason = f"BBC, quoting he: {raw} 2 more findings on it were left out."
    assert reasoned(reason, [(raw, told)]) == f"{told} 2 more findings on it were left out."
    assert reasoned("BBC contradicts it, A supports it.", [(raw, told)]) == (
        "BBC contradicts it, A supports it."
    )


@pytest.mark.parametrize(
    ("wording", "within"),
    [
        ("The dam broke.", "the dam broke"),
        ("North Korean troops fought.", "North Korean troops fought"),
        ("Putin’s  army\nleft.", "Putin’s army left"),
        ("", ""),
    ],
)
def test_a_wording_within_a_sentence_keeps_its_names(wording: str, within: str) -> None:
    assert inner(wording) == within


def test_a_conflict_names_both_sides_where_they_differ() -> None:
    other = replace(passage(), outlet="Post")
    raw = "Another number: “12” in one, “9” in the other."
    assert conflicting(raw, passage(), other) == "BBC has the number “12”; Post has “9”."
    assert conflicting(raw, passage(), passage()) == raw
    polar = "One affirms what the other denies."
    assert conflicting(polar, passage("NATO"), other) == (
        "One affirms what the other denies: BBC, quoting NATO and Post."
    )


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (
            "shares 'Kursk', Korean; same words: troop, fight; near in meaning; 1 copy (kremlin)",
            "names 'Kursk', Korean; speaks of troop, fight; near in meaning; "
            "repeated once (kremlin)",
        ),
        ("3 copies (bbc, afp)", "repeated 3 times (bbc, afp)"),
        ("the nearest there is", "the nearest there is"),
    ],
)
def test_why_a_passage_was_looked_at_is_told_to_a_reader(why: str, told: str) -> None:
    assert nearness(why) == told
