"""Well-known organisations and national institutions: a name in, an id out.

Reads `organisations.toml` and the institution words of `titles.toml`. An institution
without a name of its own is "NAME of COUNTRY": "foreign ministry of russia".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from extractors.entities.countries import (
    countries,
    country_named,
    country_of_capital,
    country_of_people,
)
from extractors.entities.names import acronym_key, bare, key
from extractors.grammar import read_table

COMPANY = re.compile(
    r"[ ,]+(?:inc|ltd|llc|corp|corporation|co|plc|gmbh|ag|s\.?a|n\.?v|limited)\.?$", re.IGNORECASE
)


@cache
def _names() -> tuple[Mapping[str, str], Mapping[str, str]]:
    words: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for row in read_table("extractors.entities", "organisations")["organisation"]:
        words.setdefault(key(row["id"]), row["id"])
        for name in row["names"]:
            short = acronym_key(name)
            if short is not None:
                capitals.setdefault(short, row["id"])
            else:
                words.setdefault(key(name), row["id"])
    return words, capitals


@cache
def _governments() -> Mapping[str, str]:
    return {
        row["id"]: row["government_of"]
        for row in read_table("extractors.entities", "organisations")["organisation"]
        if "government_of" in row
    }


@cache
def _roles() -> Mapping[tuple[str, str], str]:
    return {
        (row["country"], row["role"]): row["id"]
        for row in read_table("extractors.entities", "organisations")["organisation"]
        if "role" in row
    }


@cache
def _institutions() -> Mapping[str, str]:
    """Look-up form of an institution's words -> the name it folds to."""
    return {
        key(word): name
        for name, words in read_table("extractors.entities", "titles")["institutions"].items()
        for word in words
    }


@cache
def _government_words() -> frozenset[str]:
    return frozenset(read_table("extractors.entities", "titles")["government"]["words"])


def all_names() -> tuple[str, ...]:
    """Every name of the table as written, for finding them in a text."""
    return tuple(
        name
        for row in read_table("extractors.entities", "organisations")["organisation"]
        for name in row["names"]
    )


def organisation_named(name: str) -> str | None:
    """The id of a well-known organisation, by any of its names."""
    words, capitals = _names()
    short = acronym_key(name)
    if short is not None and short in capitals:
        return capitals[short]
    return words.get(key(name))


def institution(name: str) -> str | None:
    """A country's government or institution, by country and kind.

    "the Russian government", "Kiev regime" -> the country; "Ukraine's Defense Ministry",
    "Ministry of Defence of Ukraine" -> "defence ministry of ukraine"; "South Korea's spy
    agency" -> the one agency known for it. None if `name` is not of this form.
    """
    tokens = re.sub(r"'s\b|(?<=s)'(?=\s)", " 's", bare(name)).split()
    for cut in range(1, len(tokens)):
        left, right = tokens[:cut], tokens[cut:]
        if right[0] == "'s":
            right = right[1:]
        if right and left[-1] != "'s":
            found = _of_country(_country(" ".join(left)), " ".join(right))
            if found is not None:
                return found
    head, found_of, tail = bare(name).rpartition(" of ")
    if found_of:
        return _of_country(_country(tail), head)
    return None


def _country(name: str) -> str | None:
    return country_named(name) or country_of_people(name) or country_of_capital(name)


def _of_country(country: str | None, words: str) -> str | None:
    if country is None:
        return None
    if key(words) in _government_words():
        return country
    kind = _institutions().get(key(words))
    if kind is None:
        return None
    return _roles().get((country, kind), f"{kind} of {country}")


def government_of(entity: str) -> str | None:
    """The country whose government `entity` is or belongs to; a country gives itself.

    "kremlin" -> "russia"; "foreign ministry of russia" -> "russia"; "bbc" -> None.
    """
    if entity in countries():
        return entity
    if entity in _governments():
        return _governments()[entity]
    kind, found, country = entity.rpartition(" of ")
    if (
        found
        and country in countries()
        and kind in read_table("extractors.entities", "titles")["institutions"]
    ):
        return country
    return None


def is_known(entity: str) -> bool:
    """Whether an id is one of this module's."""
    kind, _, country = entity.rpartition(" of ")
    return key(entity) in _names()[0] or (country in countries() and key(kind) in _institutions())


def without_company_form(name: str) -> str:
    """An organisation's name without "Inc.", "Ltd", "plc", ...; never empty."""
    return COMPANY.sub("", name) or name
