"""Who of a document a surname stands for: the one person so called whom nothing speaks against.

In: `Named`s, mentions with what stands around them. Out: the mentions, surnames folded. A title,
the sex it tells, a relative's introduction ("his wife, Brigitte Macron") or a surname said before
any full name of the same sentence tell of another bearer; then a bare surname stays a surname.
Reads the tables of persons, countries and places; nothing of the parse.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.entities import organisations, people, places
from extractors.entities.countries import countries, country_named, country_of_capital
from extractors.entities.names import bare
from extractors.records import Mention

# In thousands of people; smaller namesakes of words and persons are too many.
LARGE_CITY = 300


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with the titles before it, its sentence, and the noun of kin that introduces it."""

    mention: Mention
    titles: tuple[str, ...]
    sentence: tuple[int, int]
    kin: str

    @property
    def gender(self) -> people.Gender | None:
        """The sex that its title, its given name or its noun of kin tells."""
        told = people.gender(" ".join((*self.titles, self.mention.text)))
        return told or (people.gender_of_noun(self.kin) if self.kin else None)

    @property
    def offices(self) -> frozenset[str]:
        """Its titles that are offices or ranks."""
        return frozenset(word for word in self.titles if people.is_office(word))


def within_document(named: list[Named]) -> tuple[Mention, ...]:
    """Surnames folded to the one full name so called, the nearest before; spellings joined."""
    full: list[Named] = []
    for one in named:
        if one.mention.label == "PERSON" and _is_full(one.mention.entity):
            entity = _first_spelling(one.mention, full)
            full.append(replace(one, mention=replace(one.mention, entity=entity)))
    spelled = {one.mention.start: one.mention for one in full}
    bare_names = [one for one in named if not _is_full(one.mention.entity)]
    folded: list[Mention] = []
    for one in named:
        mention = spelled.get(one.mention.start, one.mention)
        if not _is_full(mention.entity) and _may_be_person(mention):
            whole = _whole_name(one, full, bare_names)
            if whole is not None:
                mention = replace(mention, entity=whole, label="PERSON")
        folded.append(mention)
    return tuple(folded)


def _is_full(entity: str) -> bool:
    """More than a surname: "joe biden", not "biden", "de niro" or "van der meer"."""
    first, _, rest = entity.partition(" ")
    return bool(rest) and first not in people.PARTICLES


def _may_be_person(mention: Mention) -> bool:
    """A name of a surname's form that is a person's by its label, or that no table knows."""
    if mention.label == "PERSON":
        return True
    known = mention.entity in countries() or organisations.is_known(mention.entity)
    return (
        not known
        and mention.label in {"ORG", "GPE", "LOC", "FACILITY", "PRODUCT", "MISC"}
        and (places.city_thousands(mention.entity) < LARGE_CITY)
    )


def is_country_too(name: str) -> bool:
    """Whether a surname is a country's or a capital's name: "Jordan", "London"."""
    word = bare(name)
    return country_named(word) is not None or country_of_capital(word) is not None


def _whole_name(one: Named, full: list[Named], bare_names: list[Named]) -> str | None:
    """The full name a surname stands for: the only one so called before it, else after it."""
    surname = one.mention.entity
    named = [f for f in full if people.is_called(f.mention.entity, surname)]
    if not named or (is_country_too(one.mention.text) and not one.titles):
        return None
    sexes = {f.mention.entity: _sex(f.mention.entity, named) for f in named}
    told = people.gender(" ".join((*one.titles, one.mention.text)))
    same = [b for b in bare_names if b.mention.entity == surname]
    for part in ([f for f in named if f.mention.start < one.mention.start], named):
        ids = {f.mention.entity for f in part}
        ids = {e for e in ids if told is None or sexes[e] in {None, told}}
        if len(ids) == 1:
            (entity,) = ids
            if told is None or sexes[entity] != told:
                bearer = [f for f in named if f.mention.entity == entity]
                return None if _has_another(bearer, same) else entity
            return entity
        fitting = {e for e in ids if told is not None and sexes[e] == told}
        if len(fitting) == 1:
            return fitting.pop()
        if ids:
            return None
    return None


def _sex(entity: str, named: list[Named]) -> people.Gender | None:
    told = {f.gender for f in named if f.mention.entity == entity} - {None}
    return told.pop() if len(told) == 1 else None


def _has_another(bearer: list[Named], same: list[Named]) -> bool:
    """Whether a bare surname was said of somebody else than the one full name of the document.

    It was where the full name follows in the same sentence ("Macron met Brigitte Macron"), is
    introduced as somebody's relative, or has another kind of title than the surname had.
    """
    first = min(bearer, key=lambda f: f.mention.start)
    for other in same:
        if other.mention.start > first.mention.start:
            continue
        if other.sentence == first.sentence or first.kin:
            return True
        honoured = first.titles and not first.offices
        if other.offices and honoured:
            return True
    return False


def _first_spelling(mention: Mention, full: list[Named]) -> str:
    """The document's first spelling of the same full name ("joe biden" for "joseph biden")."""
    for other in full:
        if people.same_person(other.mention.entity, mention.entity):
            return other.mention.entity
    return mention.entity
