"""One claim for each thing that a sentence asserts."""

from __future__ import annotations

import pytest
from claiming import claims


@pytest.mark.parametrize(
    ("text", "wordings"),
    [
        (
            "Police counted 400 marchers, but the union claims that 3,000 came.",
            ["Police counted 400 marchers.", "3,000 came."],
        ),
        (
            "While the north was flooded, the south had no rain for 90 days.",
            ["The north was flooded.", "The south had no rain for 90 days."],
        ),
        (
            "The minister, who took office in 2019, resigned on 3 May; his deputy left in June.",
            None,
        ),
        (
            "They were hindered by their limited experience—the army has not fought since 1953.",
            [
                "They were hindered by their limited experience.",
                "The army has not fought since 1953.",
            ],
        ),
        (
            "Torun did not: his engineers diverted a third of the flow.",
            None,
        ),
        (
            "August 2014: The militia were on the brink of victory when Putin announced a truce.",
            ["August 2014: The militia were on the brink of victory when Putin announced a truce."],
        ),
    ],
)
def test_a_sentence_is_parted(text: str, wordings: list[str] | None) -> None:
    found = [c.wording for c in claims(text)]
    assert wordings is None or found == wordings
    assert len(found) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "He was seen and heard.",
        "The firm bought and sold shares.",
        "Merkel flew to Kyiv, met the president and promised 500 million euros.",
        "At least 84 people died when a lorry was driven through the crowd.",
        "Neither the army nor the police came.",
        "Officers on patrol (1,600) and private guards (500): 2,600 in all.",
        "They lost three people each, which makes six.",
    ],
)
def test_what_is_one_stays_one(text: str) -> None:
    assert [c.wording for c in claims(text)] == [text]


def test_a_repeated_subject_is_not_in_the_span() -> None:
    text = "Marie Lefèvre collected 9,000 signatures in May and handed a list to the mayor in June."
    first, second = claims(text)
    assert second.wording.startswith("Marie Lefèvre handed a list")
    assert text[second.start : second.end].startswith("handed a list")
    assert first.end <= second.start
