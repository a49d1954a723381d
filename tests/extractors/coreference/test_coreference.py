"""Pronouns and definite phrases linked to what they stand for, or left alone."""

from __future__ import annotations

from entities_parses import parses
from reading import pipeline

from extractors.coreference import Antecedent, resolve
from extractors.entities import find_mentions


def links(name: str) -> dict[tuple[str, int], Antecedent]:
    """Antecedents by (anaphor's word, its how-manieth occurrence in the text)."""
    text, blocks = parses(name)
    found = resolve(blocks, find_mentions(blocks))
    tokens = {base + token.idx: token.text for base, doc in blocks for token in doc}
    seen: dict[str, int] = {}
    named = {}
    for offset, word in sorted(tokens.items()):
        seen[word] = seen.get(word, 0) + 1
        if offset in found:
            antecedent = found[offset]
            assert text[antecedent.start : antecedent.end] == antecedent.text
            assert antecedent.start <= antecedent.offset < antecedent.end
            named[word, seen[word]] = antecedent
    return named


def test_he_and_his_are_the_man_who_speaks() -> None:
    found = links("RUTO")
    assert found["He", 1].entities == ("william ruto",)
    assert found["his", 1].entities == ("william ruto",)


def test_a_phrase_with_the_is_the_one_of_the_same_noun_before() -> None:
    officers = links("RUTO")["officers", 2]
    assert (officers.text, officers.head, officers.entities) == ("officers", "officer", ())


def test_they_are_two_people_joined() -> None:
    both = links("SHAKE")["they", 1]
    assert both.text == "Mr Trump and Mr Putin"
    assert both.entities == ("trump", "putin")


def test_the_treaty_is_the_treaty_signed() -> None:
    assert links("TREATY")["treaty", 2].text == "a treaty"


def test_it_is_clear_that_and_they_say_refer_to_nothing() -> None:
    found = links("TREATY")
    assert ("It", 1) not in found
    assert ("they", 1) not in found


def test_relative_pronouns_stand_for_their_nouns() -> None:
    found = links("RELATIVE")
    assert found["who", 1].head == "soldier"
    assert found["which", 1].text == "tunnels"


def test_a_sister_is_she_and_not_he() -> None:
    found = links("SISTER")
    assert found["She", 1].entities == ("kim yo jong",)
    assert found["his", 1].entities == ("kim jong un",)
    assert found["him", 1].entities == ("kim jong un",)


def test_a_reflexive_is_its_own_subject() -> None:
    assert links("REFLEX")["himself", 1].text == "The minister"


def test_no_blocks_no_links() -> None:
    assert resolve([], ()) == {}


def test_what_was_fabricated_is_nobody() -> None:
    text = (
        "France 24 and Asia Times examined the videos, and found that they had been fabricated "
        "by the army."
    )
    doc = pipeline()(text)
    found = resolve([(0, doc)], find_mentions([(0, doc)]))
    they = found.get(text.index("they"))
    assert they is None or they.entities == ()
