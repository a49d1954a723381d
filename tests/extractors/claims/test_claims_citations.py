"""Which claims an article puts in whose mouth, whatever verb or print does it."""

from __future__ import annotations

import pytest
from claiming import article

from extractors.claims import find_citations, find_claims, named_outlets, topic

SOURCES = {
    "BBC": "bbc",
    "the Beeb": "bbc",
    "Asia Times": "asiatimes",
    "The Guardian": "guardian",
    "Express": "express",
    "AFP": "afp",
    "AFP Fact Check": "afpfact",
    "the Kremlin": "kremlin",
}


def outlets(*texts: str) -> set[str | None]:
    found = article(*texts)
    return {c.outlet for c in find_citations(found, find_claims(found), SOURCES)}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The river had flooded, Asia Times said. The Times counts ten dead.", {"asiatimes"}),
        ("The river had flooded. The Times counts ten dead.", {None}),
        ("The BBC reported that the river had flooded Kisumu.", {"bbc"}),
        ("The BBC and Asia Times say that the river had flooded Kisumu.", {"bbc", "asiatimes"}),
        ("The river, AFP was told, had flooded Kisumu.", {"afp"}),
        ("The river had flooded Kisumu (The Guardian).", {"guardian"}),
        ("The Express speaks of ten dead.", {"express"}),
        ("A Guardian reporter saw four bodies on the beach.", {"guardian"}),
        ("The Beeb's figure is 1,000.", {"bbc"}),
        ("The BBC's figure is 1,000.", {"bbc"}),
        ("Its rival the Express gives 14 May as the date.", {"express"}),
        ("AFP Fact Check found that the picture was old.", {"afpfact"}),
        ("In an interview with the BBC, the captain said the engine had failed.", {"bbc"}),
        ("The BBC showed pictures of the burning house.", {"bbc"}),
        ("In the Guardian the captain reproached his men for sleeping.", {"guardian"}),
        ("The captain, on the BBC, ranked the rescue with his finest.", {"bbc"}),
        ("The fire began at nine by AFP's watch.", {"afp"}),
    ],
)
def test_outlets_are_cited(text: str, cited: set[str | None]) -> None:
    assert outlets(text) == cited


@pytest.mark.parametrize(
    "text",
    [
        "The BBC's building burned down in 1999.",
        "The court fined the Express 20,000 pounds.",
        "The Guardian moved its office to London in 2008.",
        "The river flooded Kisumu.",
        "The train express was late by 20 minutes.",
        "In the Kremlin the captain met two ministers on Monday.",
    ],
)
def test_a_name_alone_cites_nothing(text: str) -> None:
    assert outlets(text) <= {None}


def test_a_citation_spans_the_claim_with_its_cue() -> None:
    found = article("The BBC reported that the river had flooded Kisumu.")
    (made,) = find_citations(found, found.claims, SOURCES)
    assert made.claim_id == found.claims[0].claim_id
    assert (made.source.text, made.cue.text) == ("BBC", "reported")
    assert made.text == found.document.text[made.start : made.end]
    assert made.start <= found.claims[0].start
    assert found.claims[0].end <= made.end


def test_a_named_speaker_without_a_door_is_cited_with_none() -> None:
    found = article("Maria Schmidt said that the river had flooded Kisumu.")
    made = find_citations(found, found.claims, SOURCES)
    assert [(c.outlet, c.entity) for c in made] == [(None, "maria schmidt")]


def test_every_outlet_named_is_found_in_order() -> None:
    text = "The Guardian's owner met the BBC and AFP Fact Check; an express train passed."
    assert named_outlets(text, SOURCES) == ("guardian", "bbc", "afpfact")
    assert named_outlets(text, {}) == ()


def test_the_topic_names_what_the_claims_turn_on_but_not_the_sources() -> None:
    found = article("The BBC reported that the Nile had flooded Kenya. Farmers of Kenya fled.")
    made = topic(found, find_citations(found, found.claims, SOURCES))
    assert "kenya" in made.entities
    assert "bbc" not in made.entities
