"""The word tables: what they join, what they keep apart, and their shape on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.grammar import lexicon


@pytest.mark.parametrize(
    ("one", "other", "pos"),
    [("troop", "soldier", "NOUN"), ("ceasefire", "truce", "n"), ("deploy", "station", "VERB")],
)
def test_synonyms_hold_in_both_directions(one: str, other: str, pos: str) -> None:
    assert other in lexicon.synonyms(one, pos)
    assert one in lexicon.synonyms(other, pos)


@pytest.mark.parametrize(
    ("one", "other", "pos"),
    [("increase", "decrease", "v"), ("true", "false", "ADJ"), ("confirm", "deny", "VERB")],
)
def test_antonyms_hold_in_both_directions(one: str, other: str, pos: str) -> None:
    assert other in lexicon.antonyms(one, pos)
    assert one in lexicon.antonyms(other, pos)


def test_no_word_is_both_synonym_and_antonym_of_another() -> None:
    both = {
        (lemma, other)
        for (lemma, pos, relation), others in lexicon._relations().items()
        if relation == "synonym"
        for other in others & lexicon.antonyms(lemma, pos)
    }
    assert not both


def test_entailment_runs_one_way() -> None:
    assert "kill" in lexicon.entails("murder")
    assert "murder" not in lexicon.entails("kill")


def test_nouns_and_verbs_are_related() -> None:
    assert "deploy" in lexicon.related_verb("deployment")
    assert "deployment" in lexicon.related_noun("deploy")


def test_rare_senses_are_left_out() -> None:
    assert "shoot down" not in lexicon.synonyms("kill", "v")
    assert "distort" not in lexicon.entails("murder")


def test_noun_classes() -> None:
    assert lexicon.noun_classes("soldier") == {"person"}
    assert "location" in lexicon.noun_classes("city")


def test_an_unknown_word_or_part_of_speech_has_no_relations() -> None:
    assert lexicon.synonyms("zzyzx", "n") == frozenset()
    assert lexicon.synonyms("troop", "PUNCT") == frozenset()


def test_the_tables_stay_small() -> None:
    size = sum(path.stat().st_size for path in Path(lexicon.__file__).parent.glob("*onyms*.csv"))
    assert size < 1_500_000
