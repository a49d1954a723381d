"""Folding of names, places in places, and ids that may be the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.entities import compatible, countries, fold, government_of, is_part_of


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("DPRK", "north korea"),
        ("D.P.R.K.", "north korea"),
        ("North Korea", "north korea"),
        ("North Korean", "north korea"),
        ("North Koreans", "north korea"),
        ("N. Korea", "north korea"),
        ("North Korea’s", "north korea"),
        ("the US", "united states"),
        ("U.S.", "united states"),
        ("American", "united states"),
        ("Britons", "united kingdom"),
        ("Dutch", "netherlands"),
        ("Türkiye", "turkey"),
        ("Côte d’Ivoire", "ivory coast"),
        ("the Russian Federation", "russia"),
        ("Congolese", "democratic republic of the congo"),
    ],
)
def test_countries_and_their_people(name: str, entity: str) -> None:
    assert fold(name) == entity


@pytest.mark.parametrize(
    ("name", "role", "entity"),
    [
        ("Pyongyang", "actor", "north korea"),
        ("Pyongyang", "place", "pyongyang"),
        ("Pyongyang", None, "pyongyang"),
        ("Kiev", "actor", "ukraine"),
        ("Kiev", "place", "kyiv"),
        ("Washington", "actor", "united states"),
        ("Washington, D.C.", "place", "washington"),
        ("Kharkov", "actor", "kharkiv"),
    ],
)
def test_a_capital_stands_for_its_government_only_as_an_actor(
    name: str, role: str | None, entity: str
) -> None:
    assert fold(name, "GPE", role=role) == entity  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Kiev regime", "ukraine"),
        ("the Russian government", "russia"),
        ("government of Japan", "japan"),
        ("the Kremlin", "kremlin"),
        ("Ukraine's Defense Ministry", "defence ministry of ukraine"),
        ("Ministry of Defence of the Russian Federation", "defence ministry of russia"),
        ("Israel’s spy agency", "mossad"),
        ("United Nations", "united nations"),
        ("the UN", "united nations"),
        ("Nato", "nato"),
        ("AFP", "agence france-presse"),
        ("Al-Qaida", "al-qaeda"),
        ("Apple Inc.", "apple"),
    ],
)
def test_governments_and_organisations(name: str, entity: str) -> None:
    assert fold(name) == entity


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("President Putin", "putin"),
        ("Mr Putin’s", "putin"),
        ("Russian leader Vladimir Putin", "vladimir putin"),
        ("Ukraine's President Volodymyr Zelenskyy", "volodymyr zelensky"),
        ("Kim Jong-un", "kim jong un"),
        ("Donald J. Trump", "donald trump"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Ursula von der Leyen", "ursula von der leyen"),
        ("Michael Jordan", "michael jordan"),
        ("Jordan", "jordan"),
    ],
)
def test_persons(name: str, entity: str) -> None:
    assert fold(name, "PERSON") == entity


@pytest.mark.parametrize("name", ["us", "who", "it", "polish", "", "the", "'s", "—"])
def test_small_words_are_not_names(name: str) -> None:
    assert fold(name) not in {"united states", "world health organization"}


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Kursk Oblast", "kursk region"),
        ("Kursk region", "kursk region"),
        ("Kursk", "kursk"),
        ("Odessa region", "odesa region"),
        ("Sichuan province", "sichuan"),
        ("state of Georgia", "georgia region"),
        ("Georgia", "georgia"),
        ("New York", "new york city"),
        ("New York state", "new york region"),
        ("Donbass", "donbas"),
    ],
)
def test_places(name: str, entity: str) -> None:
    assert fold(name, "GPE") == entity


@pytest.mark.parametrize(
    ("place", "container"),
    [
        ("Kursk region", "Russia"),
        ("Kursk", "Kursk region"),
        ("Sudzha", "Kursk"),
        ("Seoul", "South Korea"),
        ("southern Lebanon", "Middle East"),
        ("Donetsk", "Donbas"),
        ("Rafah", "Gaza Strip"),
        ("Texas", "US"),
        ("London", "England"),
        ("Russia", "Europe"),
        ("Atlanta", "state of Georgia"),
        ("France", "France"),
    ],
)
def test_places_in_places(place: str, container: str) -> None:
    assert is_part_of(place, container)


@pytest.mark.parametrize(
    ("place", "container"),
    [
        ("Russia", "Kursk region"),
        ("Belgorod", "Kursk region"),
        ("Seoul", "North Korea"),
        ("Atlanta", "Georgia"),
        ("Nowhereville", "Russia"),
        ("Moscow", "United States"),
    ],
)
def test_places_not_in_places(place: str, container: str) -> None:
    assert not is_part_of(place, container)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("putin", "vladimir putin"),
        ("kim", "kim jong un"),
        ("joe biden", "joseph biden"),
        ("austin", "lloyd austin"),
        ("kursk", "kursk region"),
        ("nis", "national intelligence service"),
    ],
)
def test_compatible_ids(one: str, other: str) -> None:
    assert compatible(one, other)
    assert compatible(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sudan", "south sudan"),
        ("korea", "north korea"),
        ("joe biden", "hunter biden"),
        ("kim jong un", "kim yo jong"),
        ("kim", "lee"),
        ("china", "south china sea"),
        ("jordan", "michael jordan"),
        ("russia", "ukraine"),
    ],
)
def test_incompatible_ids(one: str, other: str) -> None:
    assert not compatible(one, other)
    assert not compatible(other, one)


def test_governments() -> None:
    assert government_of("kremlin") == "russia"
    assert government_of(fold("Ukraine's Defence Ministry")) == "ukraine"
    assert government_of("russia") == "russia"
    assert government_of("bbc") is None


def test_every_member_of_the_united_nations_is_there() -> None:
    # 193 members, 2 observers (Palestine, the Holy See), and what news speaks of as countries
    assert len(countries()) >= 197
    for name in ("Taiwan", "Kosovo", "Palestine", "Vatican", "Hong Kong", "Eswatini", "Tuvalu"):
        assert fold(name) in countries()


def test_every_name_of_a_country_folds_to_one_country() -> None:
    shared = {"congolese", "republic of macedonia"}
    for country in countries().values():
        for name in (*country.names, *country.adjectives, *country.nationals):
            if name.lower() not in shared and "(" not in name:
                assert fold(name) == country.id, name


@given(st.text(max_size=40))
def test_folding_takes_any_text_and_settles(name: str) -> None:
    entity = fold(name)
    assert entity == entity.lower()
    assert len(fold("x" * 100_000 + name)) <= 300
