"""Sentences that came out of the parser without a verb."""

from __future__ import annotations

from reading import assertion, pipeline, read, role
from spacy.tokens import Doc

from extractors.language import with_verbs


def verbless() -> Doc:
    """ "The BBC and Reuters scrutinised videos." as one noun phrase."""
    return Doc(
        pipeline().vocab,
        words=["The", "BBC", "and", "Reuters", "scrutinised", "videos", "."],
        spaces=[True, True, True, True, True, False, False],
        tags=["DT", "NNP", "CC", "NNP", "VBN", "NNS", "."],
        pos=["DET", "PROPN", "CCONJ", "PROPN", "VERB", "NOUN", "PUNCT"],
        lemmas=["the", "BBC", "and", "Reuters", "scrutinise", "video", "."],
        heads=[1, 5, 3, 1, 5, 5, 5],
        deps=["det", "compound", "cc", "conj", "amod", "ROOT", "punct"],
    )


def test_the_participle_behind_a_name_becomes_the_verb() -> None:
    repaired = with_verbs(verbless())
    assert [t.text for t in repaired if t.dep_ == "ROOT"] == ["scrutinised"]
    assert {t.text: t.dep_ for t in repaired if t.head.text == "scrutinised"} == {
        "BBC": "nsubj",
        "scrutinised": "ROOT",
        "videos": "obj",
        ".": "punct",
    }
    assert repaired.text == verbless().text


def test_a_sentence_with_a_verb_and_a_heading_without_a_stop_stay_as_they_are() -> None:
    for text in ("The BBC showed doctored videos.", "BBC doctored videos", "A fine day."):
        doc = pipeline()(text)
        assert with_verbs(doc) is doc


def test_two_outlets_that_scrutinised_are_two_agents() -> None:
    found = read("Both the BBC and Reuters scrutinised videos and photos.")
    agents = role(assertion(found, "scrutinise"), "agent")
    assert any("BBC" in words for words in agents)
    assert any("Reuters" in words for words in agents)
