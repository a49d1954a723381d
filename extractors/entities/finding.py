"""Names folded to entity ids: "DPRK", "North Koreans" and (as an actor) "Pyongyang" are one.

In: names, or the parsed blocks of a document. Out: lower-case ids, and `Mention`s with offsets
into `Document.text`. Pure; the tables are in `data/` and have a module each:

    names          a name as written, made comparable
    countries      countries, their people, their capitals
    places         cities, regions, areas; what lies in what
    organisations  well-known organisations, a country's institutions
    people         persons' names, titles, family names, sex
    document       mentions in a text, folded by what the document itself says
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from spacy.tokens import Doc

from extractors.entities import document, organisations, people, places
from extractors.entities.countries import (
    countries,
    country_named,
    country_of_capital,
    country_of_people,
)
from extractors.entities.names import bare, initials
from extractors.records import Mention

__all__ = ["compatible", "find_mentions", "fold", "government_of", "is_part_of"]

Role = Literal["actor", "place"]

government_of = organisations.government_of


@lru_cache(maxsize=50_000)
def fold(name: str, label: str | None = None, *, role: Role | None = None) -> str:
    """The entity id of a name, in lower case.

    `label` is the name's kind as the language pipeline gives it ("PERSON", "GPE", "ORG", ...),
    if known: a person is never folded to a country. `role` "actor" lets a capital stand for its
    government ("Pyongyang" -> "north korea"); otherwise it stays a city. An unknown name is its
    own words in lower case, without "the", possessive, accents and curly quotes.
    """
    text = bare(name)
    if label == "PERSON":
        return people.person(text)
    if role == "actor":
        country = country_of_capital(text)
        if country is not None:
            return country
    known = _known(text)
    if known is not None:
        return known
    tokens = text.replace("-", " ").split()
    cased = all(token[:1].isupper() for token in tokens[:1])
    titled = people.starts_with_title(text)
    if label is None and (titled or (cased and people.is_family_first(tokens))):
        return people.person(text)
    if label in (None, "ORG"):
        text = organisations.without_company_form(text)
    return text.lower()


def _known(text: str) -> str | None:
    """The id of a name that the tables know, capitals as cities."""
    return (
        organisations.organisation_named(text)
        or country_named(text)
        or country_of_people(text)
        or organisations.institution(text)
        or places.place_named(text)
    )


def find_mentions(docs: Sequence[tuple[int, Doc]]) -> tuple[Mention, ...]:
    """The names of a document in text order, without overlaps, folded within the document.

    `docs` are its parsed blocks, each with its offset into `Document.text`; the mentions'
    offsets are into that text. A surname or acronym has the id of the full name the document
    gives ("Putin" -> "vladimir putin").
    """
    return document.mentions_of(docs, fold)


def is_part_of(place: str, container: str) -> bool:
    """Whether one place lies in, or is, another; ids or names of cities, regions, countries, areas.

    "Sudzha" in "Kursk region", "Kursk" in "Russia", "southern Lebanon" in "Middle East". Of
    namesakes the large ones count. False also where the place is not known.
    """
    return places.lies_in(fold(place, "GPE"), fold(container, "GPE"))


def compatible(one: str, other: str) -> bool:
    """Whether two ids may name the same thing: the same id, a surname and the full name, a city
    and the region called after it, an acronym and its words. Different countries, or persons with
    different given names, never are.
    """
    if one == other:
        return True
    if places.same_place(one, other) and places.is_place(one):
        return True
    if _is_initials(one, other) or _is_initials(other, one):
        return True
    if _blocks(one) or _blocks(other):
        return False
    return people.same_person(one, other)


def _is_initials(short: str, long: str) -> bool:
    return " " in long and 3 <= len(short) <= 6 and initials(long.title()) == short.upper()


def _blocks(entity: str) -> bool:
    """Whether an id is known as something that is not a person ("sudan" is not "south sudan")."""
    if entity in countries() or organisations.is_known(entity):
        return True
    if places.is_city(entity) and " " not in entity:
        return False  # many surnames are some city's name
    return places.is_place(entity) and not places.is_city(entity)
