"""Places: a name in, its id out, and whether one place lies in another.

Reads `places_cities.csv.gz`, `places_regions.csv` (both GeoNames, CC BY 4.0),
`places_areas.csv` and `places_members.csv`, whose headers give their sources. The id of a place
is its name in lower case; a first-level region with a city of its own name is "NAME region", so
that "Kursk Oblast" and "Kursk region" are one and the city is another that lies in it. An id
can have several readings (Tripoli); a question about it is answered over the readings that
matter.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.entities.countries import by_iso, countries, country_named
from extractors.entities.names import bare, key
from extractors.grammar import rows

# A city with less than this share of the largest namesake's people is not what is meant
NAMESAKE = 0.2
MAX_DEPTH = 6  # containers of containers; deeper is a cycle in the data
REGION_WORDS = (
    "region|oblast|province|governorate|prefecture|krai|kray|state|county|republic|"
    "autonomous republic|autonomous region|voivodeship|municipality|special economic zone"
)
SUFFIXED = re.compile(rf"^(.+?)(?:'s)? (?:{REGION_WORDS})$", re.IGNORECASE)
PREFIXED = re.compile(rf"^(?:{REGION_WORDS}|city|town|village) of (?:the )?(.+)$", re.IGNORECASE)
DIRECTION = re.compile(
    r"^(?:far[- ])?(?:(?:north|south)[- ]?(?:east|west)(?:ern)?|(?:north|south|east|west)(?:ern)?|"
    r"central|upper|lower|mainland|occupied|downtown|greater|rural|parts of|the rest of)[- ]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One place an id can mean: its country (ISO), first-level region (GeoNames) and people."""

    kind: str
    iso: str
    code: str
    thousands: int = 0


@dataclass(frozen=True, slots=True)
class Area:
    """One row of `places_areas.csv`."""

    id: str
    kind: str
    within: tuple[str, ...]


@cache
def _city_lines() -> Mapping[str, list[str]]:
    """Look-up form -> "iso,code,thousands" of each city so named; split only when asked for."""
    found: dict[str, list[str]] = defaultdict(list)
    packed = gzip.decompress(
        files("extractors.entities").joinpath("places_cities.csv.gz").read_bytes()
    ).decode("utf-8")
    for line in packed.splitlines():
        if not line.startswith(("#", "name,")):
            name, _, rest = line.partition(",")
            found[name].append(rest)
    return dict(found)


def cities() -> Iterator[tuple[str, int]]:
    """All cities: look-up form and inhabitants in thousands."""
    for name, lines in _city_lines().items():
        yield from ((name, int(line.rpartition(",")[2])) for line in lines)


def _cities(stem: str) -> tuple[Reading, ...]:
    """The cities so called, by this name or by one that our own table gives the same city."""
    found = []
    area = _areas()[0].get(stem)
    for name in _spellings().get(stem, (stem,)):
        for line in _city_lines().get(name, ()):
            iso, code, thousands = line.split(",")
            if area is None or not area.within or by_iso().get(iso) in containers_of(area):
                found.append(Reading("city", iso, code, int(thousands)))
    return tuple(found)


def containers_of(area: Area) -> frozenset[str]:
    """The countries an area of our own table is said to lie in, as far as it says."""
    inner = {upper for name in area.within for upper in _areas()[0].get(name, area).within}
    return frozenset(area.within) | inner


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    """Id of a city of our own table -> every look-up form of it."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, entity in _areas()[1].items():
        if _areas()[0][entity].kind == "city":
            found[entity].append(name)
    return {entity: tuple(names) for entity, names in found.items()}


@cache
def _regions() -> Mapping[str, tuple[Reading, ...]]:
    found: dict[str, list[Reading]] = defaultdict(list)
    for row in rows("extractors.entities", "places_regions"):
        reading = Reading("region", row["iso"], row["code"])
        name = key(row["name"])
        stem = SUFFIXED.match(name)
        # "Moscow Oblast" stands before the federal city of Moscow for "Moscow region"
        if stem:
            found[stem.group(1)].insert(0, reading)
        found[name].append(reading)
    return {name: tuple(places) for name, places in found.items()}


@cache
def _areas() -> tuple[Mapping[str, Area], Mapping[str, str]]:
    """The areas by id, and every name of them -> id."""
    areas: dict[str, Area] = {}
    names: dict[str, str] = {}
    for row in rows("extractors.entities", "places_areas"):
        entity = key(row["name"]) if row["kind"] == "city" else bare(row["name"]).lower()
        within = tuple(part for part in row["within"].split("|") if part)
        areas[entity] = Area(entity, row["kind"], within)
        for name in (row["name"], *row["aliases"].split("|")):
            if name:
                names.setdefault(key(name), entity)
    return areas, names


@cache
def _members() -> Mapping[str, frozenset[str]]:
    return {
        row["area"]: frozenset(row["members"].split("|")) - {""}
        for row in rows("extractors.entities", "places_members")
    }


def place_named(name: str) -> str | None:
    """The id of a known place (not a country), or None.

    "Kiev" -> "kyiv"; "Kursk Oblast" -> "kursk region"; "Sichuan province" -> "sichuan".
    """
    text = bare(name)
    known = _areas()[1].get(key(text))
    if known is not None:
        return known
    for pattern in (SUFFIXED, PREFIXED):
        found = pattern.match(text)
        if found:
            city, region = _city_id(found.group(1)), _region_id(found.group(1))
            of_city = text.lower().startswith(("city ", "town ", "village ", "municipality "))
            return (city or region) if of_city else (region or city)
    return _city_id(text) or _region_id(text)


def _city_id(name: str) -> str | None:
    stem = _areas()[1].get(key(name), key(name))
    if country_named(stem) is not None:
        return None
    return stem if stem in _city_lines() or stem in _areas()[0] else None


def _region_id(name: str) -> str | None:
    alias = _areas()[1].get(key(name), key(name))
    for stem in (key(name), alias, *_spellings().get(alias, ())):
        if stem in _regions():
            isos = {reading.iso for reading in _regions()[stem]}
            city = _areas()[1].get(stem, stem)
            namesake = country_named(stem) is not None or any(
                reading.iso in isos for reading in _cities(city)
            )
            if namesake:
                # by the city's own id, so that other spellings of it give the same region
                return f"{stem if city.startswith(stem) else city} region"
            return stem
    return None


def readings(entity: str) -> tuple[Reading, ...]:
    """What a place's id can mean, namesakes too small to be meant left out."""
    stem = key(entity)
    found: list[Reading] = []
    if stem.endswith(" region"):
        stem = stem.removesuffix(" region")
        for name in _spellings().get(stem, (stem,)):
            found.extend(_regions().get(name, ())[:1])
        return tuple(found)
    cities = _cities(stem)
    most = max((city.thousands for city in cities), default=0)
    found.extend(city for city in cities if city.thousands >= NAMESAKE * most)
    if not cities:
        found.extend(_regions().get(stem, ()))
    return tuple(found)


def is_place(entity: str) -> bool:
    """Whether an id names a known city, region or area (not a country)."""
    return entity in _areas()[0] or bool(readings(entity))


def is_city(entity: str) -> bool:
    return key(entity) in _city_lines()


def city_thousands(entity: str) -> int:
    """The people of the largest city so named, in thousands; 0 for none."""
    return max((city.thousands for city in _cities(key(entity))), default=0)


def is_region(entity: str) -> bool:
    """Whether an id names a first-level region."""
    return key(entity) in _regions() or key(entity).removesuffix(" region") in _regions()


def area_kind(entity: str) -> str | None:
    """The kind of an area of our own table ("sea", "continent", "area", ...), else None."""
    area = _areas()[0].get(entity)
    return area.kind if area else None


@cache
def area_names() -> Mapping[str, str]:
    """Every name of `places_areas.csv` in look-up form -> id."""
    return _areas()[1]


def same_place(one: str, other: str) -> bool:
    """A city and the region called after it ("Kursk" is said of both), or the same id."""
    if one == other:
        return True
    stems = {one.removesuffix(" region"), other.removesuffix(" region")}
    return len(stems) == 1 and not stems & set(countries())


def names(thousands: int) -> Iterator[str]:
    """Look-up forms of all areas, regions, and cities of at least so many thousand people."""
    yield from _areas()[1]
    yield from _regions()
    for name, lines in _city_lines().items():
        if any(int(line.rpartition(",")[2]) >= thousands for line in lines):
            yield name


@cache
def containers(entity: str) -> frozenset[str]:
    """The ids of everything a place lies in: regions, country, continent, areas; itself too."""
    found: set[str] = set()
    edge = {entity}
    for _ in range(MAX_DEPTH):
        found |= edge
        edge = {upper for inner in edge for upper in _above(inner)} - found
        if not edge:
            break
    return frozenset(found)


def _above(entity: str) -> set[str]:
    found: set[str] = set()
    if entity in countries():
        found.add(countries()[entity].continent)
    else:
        undirected = DIRECTION.sub("", entity)
        if undirected != entity and (undirected in countries() or is_place(undirected)):
            found.add(undirected)
        area = _areas()[0].get(entity)
        found.update(area.within if area else ())
        for reading in readings(entity):
            if reading.iso in by_iso() and not (area and area.within):
                found.add(by_iso()[reading.iso])
            if reading.kind == "city":
                found.update(_region_ids(reading.iso, reading.code))
    found.update(area for area, members in _members().items() if entity in members)
    return found


@cache
def _region_index() -> Mapping[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, places in _regions().items():
        entity = _region_id(name)
        for reading in places:
            if entity is not None:
                found[reading.iso, reading.code].add(entity)
    return {spot: frozenset(ids) for spot, ids in found.items()}


def _region_ids(iso: str, code: str) -> frozenset[str]:
    return _region_index().get((iso, code), frozenset())


def lies_in(place: str, container: str) -> bool:
    """Whether a place's id lies in, or is, a container's id.

    A city's name as the container stands for its region too: "in Kursk" is said of both.
    """
    around = containers(place)
    if container in countries():
        return container in around
    return container in around or f"{container} region" in around or same_place(place, container)
