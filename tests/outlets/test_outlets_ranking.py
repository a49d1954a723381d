"""Ranking: which pages are read first, which not at all, and the reason each carries."""

from __future__ import annotations

from datetime import UTC, datetime

from doors import SomeTopic

from extractors.records import ABSENT, Stamp
from flows.outlets import Candidate, rank

SINCE, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC)


def candidate(path: str, title: str = "", day: int | None = None, **more: object) -> Candidate:
    stamp = ABSENT if day is None else Stamp(datetime(2025, 1, day, tzinfo=UTC), "feed pubdate")
    url = f"https://gazette.example/{path}"
    return Candidate(url, url, title, stamp, strategy="feed", **more)  # type: ignore[arg-type]


def ranked(*candidates: Candidate, entities: tuple[str, ...] = ("rotterdam",)) -> list[str]:
    found = rank(candidates, SomeTopic(entities, ("strike",)), SINCE, UNTIL)
    return [item.url.removeprefix("https://gazette.example/") for item in found.kept]


def test_the_page_that_names_more_of_the_topic_comes_first() -> None:
    one = candidate("1", "Strike ends")
    both = candidate("2", "Rotterdam strike ends")
    assert ranked(one, both) == ["2", "1"]


def test_words_may_stand_in_the_address_or_carry_an_ending() -> None:
    assert ranked(candidate("2025-rotterdam-harbour")) == ["2025-rotterdam-harbour"]
    assert ranked(candidate("1", "Strikers in talks")) == ["1"]


def test_an_entity_of_two_words_must_stand_in_a_row() -> None:
    apart = candidate("1", "Korea looks north")
    together = candidate("2", "North Korean envoy arrives")
    assert ranked(apart, together, entities=("north korea",)) == ["2"]


def test_a_short_word_matches_only_itself() -> None:
    assert ranked(candidate("1", "Users complain"), entities=("us",)) == []


def test_off_topic_is_dropped_and_counted() -> None:
    found = rank([candidate("1", "Rice prices")], SomeTopic(("rotterdam",)), None, None)
    assert found.kept == ()
    assert found.off_topic == 1


def test_a_page_without_words_stays_behind_the_rest() -> None:
    assert ranked(candidate("news/articles/c0x1"), candidate("2", "Strike")) == [
        "2",
        "news/articles/c0x1",
    ]


def test_what_the_user_supplied_is_never_dropped() -> None:
    given = candidate("1", "Rice prices", given=True)
    old = Candidate(
        "https://gazette.example/2",
        "https://gazette.example/2",
        "Rice",
        Stamp(datetime(2001, 1, 1, tzinfo=UTC), "feed pubdate"),
        given=True,
    )
    assert ranked(given, old) == ["2", "1"]


def test_the_window_is_kept_with_a_day_to_spare() -> None:
    def dated(path: str, month: int, day: int, sure: bool = True) -> Candidate:
        stamp = Stamp(datetime(2025, month, day, tzinfo=UTC), "feed pubdate", sure)
        return Candidate(
            f"https://gazette.example/{path}", "https://gazette.example/", "Strike", stamp
        )

    kept = [
        item.url[-1]
        for item in rank(
            [
                dated("a", 1, 5),
                dated("b", 2, 1),
                dated("c", 2, 9),
                # A finder's time comes after publication: being late shows nothing.
                dated("d", 2, 9, sure=False),
            ],
            SomeTopic((), ("strike",)),
            SINCE,
            UNTIL,
        ).kept
    ]
    assert sorted(kept) == ["a", "b", "d"]


def test_the_same_page_from_two_doors_is_one_candidate() -> None:
    bare = candidate("1")
    titled = candidate("1", "Rotterdam strike", day=5)
    found = rank([bare, titled], SomeTopic(("rotterdam",)), SINCE, UNTIL).kept
    assert len(found) == 1
    assert found[0].title == "Rotterdam strike"
    assert found[0].published.value == datetime(2025, 1, 5, tzinfo=UTC)
    assert found[0].reason == "names rotterdam; dated 2025-01-05; found by feed"


def test_equal_scores_are_ordered_by_date_then_address() -> None:
    old, new = candidate("a", "Strike", day=2), candidate("b", "Strike", day=9)
    undated, other = candidate("d", "Strike"), candidate("c", "Strike")
    assert ranked(old, undated, other, new) == ["b", "a", "c", "d"]


def test_a_rare_word_outweighs_a_common_one() -> None:
    common = [candidate(f"c{number}", "Strike again") for number in range(9)]
    assert ranked(*common, candidate("rare", "Rotterdam"))[0] == "rare"


def test_without_a_topic_all_is_kept_newest_first() -> None:
    found = rank(
        [candidate("a", "Rice", day=2), candidate("b", "Tea", day=3)], SomeTopic(), None, None
    )
    assert [item.title for item in found.kept] == ["Tea", "Rice"]


def test_what_an_outlets_own_search_named_is_kept() -> None:
    named = candidate("1", "Quiet on the quays", searched="rotterdam")
    found = rank([named], SomeTopic(("rotterdam",)), None, None).kept
    assert found[0].reason.startswith("answers a search for rotterdam")
