"""Names in a document: found, labelled, and folded by what the document itself says."""

from __future__ import annotations

import itertools

import pytest
from entities_parses import parses

from extractors.entities import find_mentions
from extractors.records import Mention


def found(name: str, *, without_model: bool = False) -> list[Mention]:
    text, blocks = parses(name)
    if without_model:
        for _, doc in blocks:
            doc.ents = ()
    mentions = list(find_mentions(blocks))
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
    assert mentions == sorted(mentions, key=lambda mention: mention.start)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    return mentions


def entities(name: str, **options: bool) -> list[tuple[str, str]]:
    return [(mention.text, mention.entity) for mention in found(name, **options)]


def test_names_of_the_pipeline_are_folded() -> None:
    assert entities("RUTO") == [
        ("Kenya", "kenya"),
        ("William Ruto", "william ruto"),
        ("Reuters", "reuters"),
        ("Haiti", "haiti"),
    ]


def test_the_tables_find_names_that_the_pipeline_missed() -> None:
    assert entities("RUTO", without_model=True) == [
        ("Kenya", "kenya"),
        ("Reuters", "reuters"),
        ("Haiti", "haiti"),
    ]


def test_a_capital_is_an_actor_where_it_acts_and_a_place_where_things_happen() -> None:
    assert entities("CAPITAL") == [
        ("Pyongyang", "north korea"),
        ("Moscow", "russia"),
        ("Pyongyang", "pyongyang"),
    ]


def test_an_acronym_has_the_id_of_the_words_it_was_introduced_with() -> None:
    ids = dict(entities("NIS"))
    assert ids["NIS"] == ids["National Intelligence Service"] == "national intelligence service"
    assert ("NIS", "national intelligence service") in entities("NIS", without_model=True)


def test_common_words_and_persons_are_not_countries() -> None:
    assert entities("TRAP") == [
        ("Michael Jordan", "michael jordan"),
        ("Atlanta", "atlanta"),
        ("Georgia", "georgia region"),
    ]
    without = entities("TRAP", without_model=True)
    assert not {"turkey", "china", "jordan"} & {entity for _, entity in without}


def test_a_surname_is_the_only_person_so_called() -> None:
    assert entities("SURNAMES") == [
        ("Vladimir Putin", "vladimir putin"),
        ("Bill Clinton", "bill clinton"),
        ("Putin", "vladimir putin"),
        ("Hillary Clinton", "hillary clinton"),
        ("Clinton", "clinton"),  # two are so called: not guessed
    ]


def test_a_family_name_that_comes_first_is_known_again() -> None:
    assert ("Kim", "kim jong un") in entities("AGAIN")


@pytest.mark.parametrize("name", ["RUTO", "NIS", "TRAP", "CAPITAL"])
def test_the_same_blocks_give_the_same_mentions(name: str) -> None:
    assert found(name) == found(name)


def test_no_blocks_no_mentions() -> None:
    assert find_mentions([]) == ()
