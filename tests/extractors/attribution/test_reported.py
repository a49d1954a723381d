"""The reported cases of kinds K2, K5, K6 and K7: interrupted quotations, cues, contents."""

from __future__ import annotations

import pytest
from reading import pipeline, read

from extractors.attribution import find_attributions


def told(text: str) -> list[tuple[str, str]]:
    """(source, content) of every attribution, in text order."""
    return [
        (a.source.text if a.source is not None else "", a.content.text)
        for a in find_attributions(pipeline()(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"I do not think," Kim said, "that Russia lost the town."',
            [("Kim", "I do not think"), ("Kim", "Russia lost the town")],
        ),
        (
            "“They are here,” Kim said on Monday, “and we have no shells.”",
            [("Kim", "They are here"), ("Kim", "and we have no shells")],
        ),
        (
            '"It is dreadful at the front!" sighed the sergeant.',
            [("the sergeant", "It is dreadful at the front")],
        ),
        (
            '"We have no shells," grumbled Kim. "It\'s not fair," added Pak.',
            [("Kim", "We have no shells"), ("Pak", "It's not fair")],
        ),
        ("“Get out!” barked the officer.", [("the officer", "Get out")]),
        ('"They left us," Kim shouted.', [("Kim", "They left us")]),
        (
            'The faces brightened as Kim said sadly, "We have no bread."',
            [("Kim", "We have no bread")],
        ),
        (
            "\"He told me, 'We will not leave,' and hung up,\" Ivanov said.",
            [
                ("Ivanov", "He told me, 'We will not leave,' and hung up"),
                ("He", "We will not leave"),
            ],
        ),
        (
            "Rutte told reporters that, according to South Korean intelligence, troops were in"
            " Kursk.",
            [
                ("Rutte", "according to South Korean intelligence, troops were in Kursk"),
                ("South Korean intelligence", "troops were in Kursk"),
            ],
        ),
        (
            "Citing unnamed officials, the New York Times wrote that 50,000 troops had massed.",
            [
                ("the New York Times", "50,000 troops had massed"),
                ("unnamed officials", "50,000 troops had massed"),
            ],
        ),
        (
            "The spokesman continued: “The bridge fell. It was old. Nobody was hurt.”",
            [("The spokesman", "The bridge fell. It was old. Nobody was hurt")],
        ),
    ],
)
def test_each_reported_quotation(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv struck the depot; Moscow said little.",
        "Kyiv struck the depot, but Moscow said nothing.",
        "Kyiv struck the depot; Moscow did not comment.",
        "The bridge fell; the mayor said nothing more.",
        "Israel-Gaza war: Netanyahu vows revenge",
        "The mayor declined to comment, and the bridge fell.",
    ],
)
def test_a_cue_without_content_takes_no_neighbour(text: str) -> None:
    assert told(text) == []


def test_the_second_half_of_a_quotation_stands_under_the_firsts_verb() -> None:
    found = read('"I do not think," Kim said, "that Russia lost the town."').assertions
    made = next(a for a in found if a.predicate == "lose")
    assert made.certainty == "UNDERSPECIFIED"
    assert [s.text for s in made.sources] == ["Kim"]
