"""Countries, their people and capitals: a name in, the country's id out.

Reads `countries.csv`, whose header gives the source. The id of a country is its common
English name in lower case ("north korea", "united states").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extractors.entities.names import acronym_key, key
from extractors.grammar import rows

NO_PLURAL = ("ese", "ish", "ch", "ss", "men", "s", "vi")  # "Japanese", "Swiss", "Frenchmen"


@dataclass(frozen=True, slots=True)
class Country:
    """One row of the table; `continent` is an id of `places_areas.csv`."""

    id: str
    iso: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    nationals: tuple[str, ...]
    capitals: tuple[str, ...]
    continent: str

    def all_names(self) -> tuple[str, ...]:
        """The country's names, its people's and its capitals'."""
        return self.names + self.adjectives + self.nationals + self.capitals


@cache
def countries() -> Mapping[str, Country]:
    """Every country by its id."""
    found = {}
    for row in rows("extractors.entities", "countries"):
        nationals = _parts(row["nationals"])
        plurals = tuple(f"{n}s" for n in nationals if not n.endswith(NO_PLURAL))
        country = Country(
            id=row["name"].lower(),
            iso=row["iso"],
            names=(row["name"], *_parts(row["aliases"])),
            adjectives=_parts(row["adjectives"]),
            nationals=nationals + plurals,
            capitals=_parts(row["capitals"]),
            continent=row["continent"],
        )
        found[country.id] = country
    return found


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@cache
def by_iso() -> Mapping[str, str]:
    """ISO code -> country id."""
    return {country.iso: country.id for country in countries().values()}


@cache
def _table(field: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Look-up forms of one column -> id: names in any case, and those in capitals only."""
    words: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for country in countries().values():
        for name in getattr(country, field):
            short = acronym_key(name)
            if short is not None:
                capitals.setdefault(short, country.id)
            else:
                words.setdefault(key(name), country.id)
    return words, capitals


def _find(name: str, field: str) -> str | None:
    words, capitals = _table(field)
    short = acronym_key(name)
    if short is not None and short in capitals:
        return capitals[short]
    return words.get(key(name))


def country_named(name: str) -> str | None:
    """The country called `name` ("DPRK", "N. Korea"), not by its people or capital."""
    return _find(name, "names")


def country_of_people(name: str) -> str | None:
    """The country of an adjective or of nationals ("North Korean", "Danes", "US")."""
    return _find(name, "adjectives") or _find(name, "nationals")


def country_of_capital(name: str) -> str | None:
    """The country whose government a capital's name can stand for ("Pyongyang")."""
    return _find(name, "capitals")
