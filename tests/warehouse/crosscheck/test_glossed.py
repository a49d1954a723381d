"""Evidence in Russian: what a gloss may say for or against a claim, and what it may not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.records import Document, Passage
from warehouse.crosscheck import Statement, compare, read_pairs, statement_of
from warehouse.retrieval.searching import first_groups

WHEN = datetime(2024, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("claim", "evidence", "kind"),
    [
        ("The port was closed on 6 March 2024.", "Порт закрыли 4 марта 2024 года.", "date"),
        ("The ferry was built in Sweden.", "Паром был построен в Финляндии.", "actor"),
        ("The captain was injured.", "Капитан не пострадал.", "polarity"),
    ],
)
def test_a_named_difference_contradicts(claim: str, evidence: str, kind: str) -> None:
    [finding] = compare(claim, evidence, WHEN, WHEN)
    assert (finding.relation, finding.kind) == ("contradicts", kind)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The ferry was built in Finland.", "Паром был построен в Финляндии."),
        ("The port was closed on 4 March 2024.", "Порт закрыли 4 марта 2024 года."),
    ],
)
def test_the_same_supports(claim: str, evidence: str) -> None:
    [finding] = compare(claim, evidence, WHEN, WHEN)
    assert finding.relation == "supports"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The ferry sank.", "Якобы паром затонул."),
        ("The port was closed.", "Если шторм не утихнет, порт закроют."),
        ("The sailors repaired the ferry.", "Рыбаки починили баржу."),
        ("The ferry sank.", "Капитан опроверг сообщения о том, что паром затонул."),
        ("The ferry did not sink.", "Неизвестно, затонул ли паром."),
    ],
)
def test_what_is_open_is_no_contradiction(claim: str, evidence: str) -> None:
    relations = {finding.relation for finding in compare(claim, evidence, WHEN, WHEN)}
    assert "contradicts" not in relations or evidence.startswith("Капитан опроверг")
    assert "supports" not in relations


def test_a_passage_is_compared_by_its_gloss_and_without_a_russian_title() -> None:
    document = Document("u", "u", "Пожар", "Порт закрыли.", (), language="ru")
    passage = Passage("d", 0, 0, 13, "Порт закрыли.", "A fire.", "paragraph", gloss="The port ...")
    statement = statement_of(passage, {"d": document})
    assert (statement.text, statement.context, statement.glossed) == (
        "The port ...",
        "A fire.",
        True,
    )


def test_a_gloss_changes_nothing_of_what_is_told_plainly() -> None:
    """What a passage weighs against its neighbours is the same with a Russian one beside it."""
    claim = Statement("The port was closed on 6 March 2024.", WHEN)
    plain = [
        Statement("The port was closed on 4 March 2024.", WHEN),
        Statement("The ferry was built in Finland.", WHEN),
    ]
    gloss = Statement("The port was closed on 5 March 2024.", WHEN, glossed=True)
    alone = read_pairs([claim], plain, [(0, 0), (0, 1)])
    beside = read_pairs([claim], [gloss, *plain], [(0, 0), (0, 1), (0, 2)])
    assert [reading.features for reading in beside[1:]] == [r.features for r in alone]
    assert beside[0].glossed


def test_a_gloss_takes_no_place_of_a_passage_s_own_words() -> None:
    plain = Passage("d", 0, 0, 1, "a", "", "paragraph")
    russian = Passage("d", 1, 1, 2, "а", "", "paragraph", gloss="a")
    passages = [plain, russian, plain, russian, plain]
    groups = [[0], [1], [2], [3], [4]]
    assert first_groups(groups, range(5), passages, 2) == [[0], [1], [2]]
    assert first_groups(groups, range(5), passages, 1) == [[0]]
    assert first_groups(groups, range(5), passages, 9) == groups
