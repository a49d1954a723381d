"""Which claims an article puts in whose mouth."""

from __future__ import annotations

from reading import read

from extractors.assertions import find_citations, is_claim, topic

SOURCES = {"BBC": "bbc", "the Beeb": "bbc", "Asia Times": "asiatimes", "Macron": "elysee"}


def test_a_known_outlet_is_cited_with_the_claims_it_is_said_to_report() -> None:
    found = read("The BBC reported that the river had flooded Kisumu.")
    made = find_citations(found, SOURCES)
    assert [c.outlet for c in made] == ["bbc"]
    claims = {a.assertion_id: a.predicate for a in found.assertions}
    assert [claims[i] for i in made[0].assertion_ids] == ["flood"]
    assert made[0].text == "The BBC reported that the river had flooded Kisumu."
    assert made[0].cue.text == "reported"


def test_two_outlets_of_one_sentence_are_two_citations() -> None:
    found = read("The BBC and Asia Times reported that the river had flooded Kisumu.")
    assert {c.outlet for c in find_citations(found, SOURCES)} == {"bbc", "asiatimes"}


def test_a_named_speaker_without_a_door_is_cited_with_none() -> None:
    found = read("Maria Schmidt said that the river had flooded Kisumu.")
    made = find_citations(found, SOURCES)
    assert [(c.outlet, c.entity) for c in made] == [(None, "maria schmidt")]


def test_an_article_that_cites_nobody_has_no_citations() -> None:
    assert find_citations(read("The river flooded Kisumu."), SOURCES) == ()


def test_headings_questions_and_judgements_are_no_claims() -> None:
    heading = read("River Floods Kisumu", kind="heading")
    assert not [a for a in heading.assertions if is_claim(a)]
    question = read("Did the river flood Kisumu?")
    assert not [a for a in question.assertions if is_claim(a)]
    assert [a for a in read("The river flooded Kisumu.").assertions if is_claim(a)]


def test_the_topic_names_what_the_claims_turn_on_but_not_the_sources() -> None:
    found = read(
        "The BBC reported that the Nile had flooded Kenya. The flood displaced farmers of Kenya."
    )
    made = topic(found, find_citations(found, SOURCES))
    assert "kenya" in made.entities
    assert "bbc" not in made.entities
    assert made.terms
