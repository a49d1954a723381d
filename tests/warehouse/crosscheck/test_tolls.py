"""How a toll grew: which counts are of all victims, and the steps from one to the next."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from laid import SAID, page, passage_of, side

from extractors.extraction import Side
from extractors.records import Passage
from warehouse.crosscheck.tolls import find_tolls

NIGHT = "At least 14 people were killed when a ferry capsized off Lembata on Friday."
MORNING = "The sinking of the ferry killed 23 people, the coast guard said."
EVENING = "Divers found more bodies, and 31 people have died in all."


def read(*texts: str) -> list[tuple[Passage, Side]]:
    """Each text as a passage of a page of its own, an hour after the one before."""
    found = []
    for number, text in enumerate(texts):
        said = SAID + number * timedelta(hours=1)
        document = page(text, f"outlet-{number}", f"News {number}", said)
        found.append((passage_of(document, (), (), (), b"", "paragraph", said), side(text)))
    return found


def told(*texts: str) -> list[str]:
    return [toll.explanation for toll in find_tolls(read(*texts))]


def test_each_step_of_a_toll_is_one_update() -> None:
    found = find_tolls(read(NIGHT, MORNING, EVENING))
    assert [toll.relation for toll in found] == ["update", "update"]
    assert [toll.explanation for toll in found] == [
        "The count of the dead grew: “At least 14” in one, “23” in the other.",
        "The count of the dead grew: “23” in one, “31” in the other.",
    ]
    passages = [passage.passage_id for passage, _ in read(NIGHT, MORNING, EVENING)]
    assert [(toll.left_id, toll.right_id) for toll in found] == [*itertools.pairwise(passages)]


def test_who_repeats_a_count_is_counted_and_makes_no_row() -> None:
    again = "Rescuers said the ferry disaster killed 23 people in all."
    (found,) = find_tolls(read(NIGHT, MORNING, again))
    assert found.copies == 1


def test_the_first_to_tell_a_count_stands_for_it() -> None:
    again = "Rescuers said the ferry disaster killed 23 people in all."
    (found,) = find_tolls(read(NIGHT, MORNING, again))
    assert found.right_id == read(NIGHT, MORNING, again)[1][0].passage_id


def test_dead_and_hurt_are_two_tolls() -> None:
    assert told(NIGHT, "The ferry accident left 40 people injured.") == []


@pytest.mark.parametrize(
    "other",
    [
        "Nine of the dead were children.",
        "19 Indonesians were killed when the ferry sank.",
        "Dozens were killed in the sinking.",
        "One person was killed on a second boat.",
        "Six children were killed when the ferry sank.",
        "About 15 people were killed in the sinking.",
        "A fire on another ferry killed 62 people in March 2009.",
        "Up to 60 people were killed in the sinking.",
    ],
)
def test_a_part_a_guess_or_another_event_is_no_step(other: str) -> None:
    assert told(NIGHT, other) == []


def test_nothing_read_has_no_tolls() -> None:
    assert find_tolls([]) == ()
