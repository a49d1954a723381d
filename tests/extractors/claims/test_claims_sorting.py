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
