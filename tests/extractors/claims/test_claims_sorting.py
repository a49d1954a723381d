"""Only what can be checked is a fact."""

from __future__ import annotations

import pytest
from claiming import claims


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The tanker carried 6,000 tons.", "fact"),
        ("The captain has never been found.", "fact"),
        ("Nobody was hurt in the fire.", "fact"),
        ("Not once has China promised to pay.", "fact"),
        ("There is no evidence that the state was behind it.", "fact"),
        ("Bills will fall by a fifth, the opposition promises.", "fact"),
        ("The bridge will be finished by June 2024.", "fact"),
        ("The next tanker will sail from Odesa.", "fact"),
        ("The band played Clear Your Desk and left.", "fact"),
        ("Grief has its season.", "opinion"),
        ("The speech was a disgrace.", "opinion"),
        ("The city should sell the harbour.", "opinion"),
        ("It has become fashionable to complain.", "opinion"),
        ("Peace will come.", "forecast"),
        ("Russia might feel compelled to intervene.", "forecast"),
        ("Who paid for the bridge?", "question"),
        ("Bow your heads for a minute.", "rhetoric"),
        ("The rest of us are still knocking.", "rhetoric"),
        ("How very convenient.", "rhetoric"),
        ("Sanctions are like diets.", "rhetoric"),
        ("Everyone swears by them.", "rhetoric"),
        ("I would not bet on it.", "rhetoric"),
        ("It might as well have been on the moon.", "rhetoric"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert [c.kind for c in claims(text)] == [kind]


def test_a_title_must_name_or_count() -> None:
    assert claims("A roof for nobody", kind="title")[0].kind == "rhetoric"
    assert claims("Mirat diverted 3 rivers", kind="title")[0].kind == "fact"


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        (
            "The crew, mark you, had searched the hold twice.",
            "The crew had searched the hold twice.",
        ),
        ("The bank has, I gather, closed the account.", "The bank has closed the account."),
        (
            "Turkey has stopped the ferry to Odesa, if you missed the denial.",
            "Turkey has stopped the ferry to Odesa.",
        ),
        (
            "The keeper complained to the harbour office, and who could blame him?",
            "The keeper complained to the harbour office.",
        ),
        (
            "The ship was sold by Turkey in 2011, and who signed for it?",
            "The ship was sold by Turkey in 2011.",
        ),
    ],
)
def test_what_only_nods_at_the_reader_is_no_part_of_a_claim(text: str, wording: str) -> None:
    assert [(c.kind, c.wording) for c in claims(text)] == [("fact", wording)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Remember, too, that the ship was sold by Turkey.", ["fact"]),
        ("Where was the mayor, who had promised to come?", ["question"]),
        ("The treaty that we signed in haste costs us a fortune.", ["rhetoric"]),
    ],
)
def test_what_looks_like_a_nod(text: str, kinds: list[str]) -> None:
    assert [c.kind for c in claims(text)] == kinds
