"""English forms of the glosses."""

from __future__ import annotations

import pytest

from extractors.gloss.english import gerund, participle, past, plural, third


@pytest.mark.parametrize(
    ("base", "past_form", "past_participle", "third_form", "ing"),
    [
        ("take part", "took part", "taken part", "takes part", "taking part"),
        ("report", "reported", "reported", "reports", "reporting"),
        ("carry out", "carried out", "carried out", "carries out", "carrying out"),
        ("stop", "stopped", "stopped", "stops", "stopping"),
        ("lie", "lay", "lain", "lies", "lying"),
        ("arrive", "arrived", "arrived", "arrives", "arriving"),
        ("push back", "pushed back", "pushed back", "pushes back", "pushing back"),
        ("submit", "submitted", "submitted", "submits", "submitting"),
        ("flee", "fled", "fled", "flees", "fleeing"),
    ],
)
def test_verbs(base: str, past_form: str, past_participle: str, third_form: str, ing: str) -> None:
    assert (past(base), participle(base), third(base), gerund(base)) == (
        past_form,
        past_participle,
        third_form,
        ing,
    )


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("soldier", "soldiers"),
        ("city", "cities"),
        ("serviceman", "servicemen"),
        ("infantry fighting vehicle", "infantry fighting vehicles"),
        ("head of state", "heads of state"),
        ("aircraft", "aircraft"),
        ("person", "people"),
        ("breach", "breaches"),
    ],
)
def test_nouns(one: str, many: str) -> None:
    assert plural(one) == many
