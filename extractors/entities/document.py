"""The names of one document, found and folded by what the document itself says.

In: the parsed blocks of a document with their offsets. Out: `Mention`s in text order that do not
overlap. A name is found by the language pipeline or, where that missed it, by the tables
(longest match, written with a capital); it is folded by `entities.fold`, and then within the
document: a surname to the one person so called, an acronym to the words it was introduced with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Span, Token

from extractors.entities import organisations, people, places
from extractors.entities.bearers import LARGE_CITY, Named, is_country_too, within_document
from extractors.entities.countries import (
    countries,
    country_named,
    country_of_capital,
    country_of_people,
)
from extractors.entities.names import acronym_key, initials, key
from extractors.grammar import noun_classes, read_table
from extractors.records import Mention

Fold = Callable[..., str]

# The pipeline's labels of names, and those of other spaCy pipelines
NAMES = "PERSON PER ORG GPE LOC FACILITY FAC NORP EVENT WEAPON PRODUCT WORK WORK_OF_ART LAW MISC"
NAME_LABELS = frozenset(NAMES.split())
PLACE_LABELS = frozenset({"GPE", "LOC"})
LONGEST = 7  # words of a table's name
ACTOR_PREPOSITIONS = frozenset({"with", "by", "against", "between", "for", "via", "alongside"})
BRACKETED = re.compile(r"\(\s*(?:the )?([A-Z][A-Za-z]?[A-Z]{1,6})s?\s*[,;)]")
DEFINES = re.compile(r"\b([A-Z]{2,8})\s*\(([A-Z][^()]{5,80})\)")


@dataclass(frozen=True, slots=True)
class Found:
    """A name in one block: token bounds, label, and whether the pipeline or a table found it."""

    start: int
    end: int
    label: str
    by_table: bool


def mentions_of(docs: Sequence[tuple[int, Doc]], fold: Fold) -> tuple[Mention, ...]:
    """Every name of a document, folded; `docs` are (offset into Document.text, parsed block)."""
    acronyms = _acronyms(docs, fold)
    labels = dict.fromkeys(acronyms, "ORG") | {
        name: "PERSON" for _, doc in docs for ent in doc.ents for name in _called_again(ent)
    }
    named: list[Named] = []
    persons: list[str] = []
    for offset, doc in docs:
        for name in names_in(doc, labels):
            span = doc[name.start : name.end]
            titles = _titles(span)
            if name.label == "PERSON" and not titles and _is_government(span, persons):
                name = replace(name, label="GPE", by_table=True)
            start = offset + span.start_char
            entity = _folded(span, name, acronyms, fold)
            if name.label == "PERSON":
                persons.append(entity)
            mention = Mention(start, start + len(span.text), span.text, name.label, entity)
            named.append(Named(mention, titles, (offset, span.sent.start), _kin(span)))
    return within_document(named)


def _titles(span: Span) -> tuple[str, ...]:
    """The titles before a name in lower case: "Mr", "Prime Minister"."""
    found: list[str] = []
    for token in reversed(span.doc[max(0, span.start - 4) : span.start]):
        if token.text == "." and token.i > 0:
            continue
        if not people.is_title(token.text):
            break
        found.append(token.lower_)
    return tuple(reversed(found))


def _kin(span: Span) -> str:
    """The noun of kin by which a name is introduced: "his wife, Brigitte Macron", else ""."""
    before = list(span.doc[max(0, span.start - 4) : span.start])
    for place, token in enumerate(before):
        whose = before[place - 1] if place else None
        owned = whose is not None and (whose.tag_ == "PRP$" or whose.text in {"'s", "’s"})
        if owned and people.is_kin(token.lemma_):
            return token.lemma_.lower()
    return ""


def _is_government(span: Span, persons: Sequence[str]) -> bool:
    """ "Washington denied": no person of that name stands before, and no forename it could be."""
    if len(span) > 1 or not is_country_too(span.text):
        return False
    if any(people.is_called(entity, span.text.lower()) for entity in persons if " " in entity):
        return False
    forename = people.gender(f"{span.text} x") is not None
    own = {token.lower_ for token in span.sent} & {"it", "its"}
    return not forename or bool(own)


def _called_again(ent: Span) -> Iterable[str]:
    """The family names by which a person of two names or more will be called, as written."""
    if ent.label_ not in {"PERSON", "PER"} or len(ent) < 2:
        return
    names = people.family_names(people.person(ent.text))
    for token in ent:
        word = token.text
        known = key(word) in _ambiguous() or country_named(word) is not None
        if len(word) > 2 and word[0].isupper() and word.lower() in names and not known:
            yield word


def _folded(span: Span, name: Found, acronyms: dict[str, str], fold: Fold) -> str:
    short = acronym_key(span.text)
    if short is not None and short in acronyms:
        return acronyms[short]
    if name.label in ("ORG", "GPE", "LOC", "NORP"):
        inner = acronym_key(re.sub(r"\s*\(.*", "", span.text))
        if inner is not None and inner in acronyms:
            return acronyms[inner]
    actor = name.label in PLACE_LABELS and is_actor(span.root)
    label = None if name.by_table and name.label != "PERSON" else name.label
    if _us_state_meant(span):
        return "georgia region"
    return fold(
        re.sub(r"\s*\([A-Z]{2,8}\)$", "", span.text), label, role="actor" if actor else None
    )


def _us_state_meant(span: Span) -> bool:
    """ "Atlanta, Georgia" and "Georgia Gov. Kemp": the state that is called as a country is."""
    if span.text != "Georgia":
        return False
    doc = span.doc
    before = doc[max(0, span.start - 4) : span.start]
    after = doc[span.end].text if span.end < len(doc) else ""
    city = " ".join(token.text for token in before if token.text[:1].isupper())
    in_state = (
        len(before) > 1 and before[-1].text == "," and places.lies_in(key(city), "georgia region")
    )
    return in_state or after in {"Gov", "Gov.", "Sen", "Sen.", "Rep", "Rep."}


def names_in(doc: Doc, introduced: Mapping[str, str]) -> list[Found]:
    """The names of one block in text order; of two that overlap, the longer one.

    `introduced` are words that the document makes names, with their labels: surnames of the
    persons it names in full and acronyms that it explains.
    """
    model = [
        Found(*_trimmed(ent), ent.label_ if ent.label_ != "PER" else "PERSON", False)
        for ent in doc.ents
        if ent.label_ in NAME_LABELS
    ]
    model = [
        name
        for name in model
        if name.end > name.start and _is_name(Span(doc, name.start, name.end, name.label))
    ]
    table = list(_table_names(doc))
    table += [
        Found(token.i, token.i + 1, introduced[token.text], True)
        for token in doc
        if token.text in introduced
        and token.pos_ in {"PROPN", "NOUN", ""}
        and not _inside_name(doc[token.i : token.i + 1])
    ]
    chosen: list[Found] = []
    for name in sorted(
        model + table, key=lambda n: (n.end - n.start, not n.by_table), reverse=True
    ):
        if not any(name.start < other.end and other.start < name.end for other in chosen):
            chosen.append(_corrected(doc, name, table))
    return sorted(chosen, key=lambda name: name.start)


def _trimmed(ent: Span) -> tuple[int, int]:
    """An entity's token bounds without a leading "the" and a trailing possessive."""
    start, end = ent.start, ent.end
    doc = ent.doc
    while start < end and (doc[start].lower_ in {"the", "a", "an"} or doc[start].is_punct):
        start += 1
    while end > start and (
        doc[end - 1].text in {"'s", "’s", "'", "’"} or doc[end - 1].text in ",.;:"
    ):
        if doc[end - 1].text == "." and end - start == 1:
            break
        end -= 1
    return start, end


def _is_name(span: Span) -> bool:
    """Whether a span is written as a name and is not a title alone ("Prime Minister")."""
    if not any(character.isupper() for character in span.text):
        return False
    word = span[0]
    peoples = span.label_ in {"NORP", "GPE", "LOC"}
    if len(span) == 1 and not peoples and word.pos_ == "NOUN" and noun_classes(word.lemma_):
        return False  # "Women" at the start of a sentence
    return span.label_ not in {"PERSON", "PER"} or not people.is_title(span.text)


def _corrected(doc: Doc, name: Found, table: Iterable[Found]) -> Found:
    """The pipeline's name with the table's label, where the table knows exactly these words."""
    if name.by_table:
        return name
    text = doc[name.start : name.end].text
    for known in table:
        if (known.start, known.end) == (name.start, name.end) and key(text) not in _ambiguous():
            return known
    if name.label == "PERSON" and country_of_people(text) and key(text) not in _ambiguous():
        return replace(name, label="NORP", by_table=True)
    return name


@cache
def _ambiguous() -> frozenset[str]:
    table = read_table("extractors.entities", "titles")
    given = table["given_names"]
    return frozenset(table["ambiguous"]["names"]) | set(given["male"]) | set(given["female"])


@cache
def _first_words() -> dict[str, int]:
    """First word of every name of the tables -> how many tokens such a name may have.

    A table's word may be several tokens ("N.", "-"), and a region may have "region" after it.
    """
    found: dict[str, int] = {}
    names = [
        *(name for country in countries().values() for name in country.all_names()),
        *organisations.all_names(),
        *places.names(LARGE_CITY),
    ]
    for name in names:
        first, *others = key(name).split(" ")
        found[first] = max(found.get(first, 0), min(LONGEST, 2 * len(others) + 2))
    return found


def _table_names(doc: Doc) -> Iterable[Found]:
    """Names the tables know, longest match first, where the words are written as names."""
    shouting = doc.text.isupper()
    place = 0
    while place < len(doc):
        token = doc[place]
        first = key(token.text).partition(" ")[0] if token.text[:1].isupper() else ""
        longest = min(_first_words().get(first, 0), len(doc) - place)
        for count in range(0 if shouting else longest, 0, -1):
            span = doc[place : place + count]
            label = _table_label(span)
            if label is not None and _believable(span, label):
                yield Found(span.start, span.end, label, True)
                place = span.end - 1
                break
        place += 1


def _table_label(span: Span) -> str | None:
    last = span[-1]
    if not last.text[:1].isalnum() or (len(span) > 1 and span[0].lower_ == "the"):
        return None
    text = span.text
    if organisations.organisation_named(text) is not None and text[:1].isupper():
        return "ORG"
    if country_named(text) is not None:
        return "GPE"
    if country_of_people(text) is not None:
        return "NORP"
    if len(span) > 1 and last.text[:1].islower() and places.place_named(text) is None:
        return None
    if key(text) in places.area_names():
        kind = places.area_kind(places.area_names()[key(text)])
        return "GPE" if kind in {"city", "region"} else "LOC"
    if country_of_capital(text) is not None or places.city_thousands(text) >= LARGE_CITY:
        return "GPE"
    if places.place_named(text) is not None and _region_written(text):
        return "GPE"
    return None


def _region_written(text: str) -> bool:
    """Whether a region is named outright: "Kursk region", or a name that is nothing else."""
    entity = places.place_named(text) or ""
    if places.SUFFIXED.match(text):
        return places.is_region(entity)
    # WordNet knows "Oregon" too, but only as a place; "Central" and "Littoral" are other words
    common = noun_classes(text.split()[-1]) - {"location", "object"}
    return places.is_region(entity) and not common


def _believable(span: Span, label: str) -> bool:
    """Whether a table's name is a name here: not a common word, nor a part of another name."""
    if span[0].pos_ and not any(token.pos_ in {"PROPN", "ADJ"} for token in span):
        plural_people = label == "NORP" and span[-1].pos_ == "NOUN"
        if not plural_people:
            return False
    if acronym_key(span.text) is not None and label == "ORG":
        neighbours = [t for t in (_before(span), _after(span)) if t is not None]
        if any(t.text.isupper() and len(t.text) > 3 and t.is_alpha for t in neighbours):
            return False
    model = {token.ent_type_ for token in span} - {""}
    if key(span.text) in _ambiguous():
        if model:
            return not model & {"PERSON", "PER"} and len(span) == _entity_length(span)
        located = any(child.lower_ in {"in", "from", "to"} for child in span.root.children)
        country = country_named(span.text) is not None
        return span.root.pos_ == "PROPN" and (located or country) and not _inside_name(span)
    if label == "NORP" or country_named(span.text) is not None:
        return True
    return not _inside_name(span)


def _entity_length(span: Span) -> int:
    return sum(1 for ent in span.doc.ents if ent.start == span.start for _ in ent) or len(span)


def _before(span: Span) -> Token | None:
    return span.doc[span.start - 1] if span.start else None


def _after(span: Span) -> Token | None:
    return span.doc[span.end] if span.end < len(span.doc) else None


def _inside_name(span: Span) -> bool:
    """Whether a proper noun touches the span, so that it may be part of a longer name."""
    for token in (_before(span), _after(span)):
        if token is not None and token.pos_ == "PROPN" and token.text[:1].isupper():
            same_name = token.dep_ in {"flat", "compound"} and token.head in span
            if same_name or (span.root.dep_ in {"flat", "compound"} and span.root.head == token):
                return True
    return False


def is_actor(token: Token) -> bool:
    """Whether a place's name stands for its government here: it acts, or is dealt with.

    "Pyongyang denied ...", "talks with Moscow", "Washington's decision"; not "in Pyongyang",
    "Moscow was hit", "Moscow's streets". Read from the Universal Dependencies parse.
    """
    if token.text.isupper() or (token.i == 0 and _opens_dateline(token)):
        return False
    while token.dep_ in {"conj", "appos", "flat"} and token.head != token:
        token = token.head
    relation = token.dep_
    if relation == "nsubj":
        copular = any(child.dep_ == "cop" for child in token.head.children)
        if (
            token.head.lemma_
            in read_table("extractors.entities", "titles")["actors"]["not_subjects_of"]
        ):
            return False
        return not copular or token.head.pos_ == "ADJ"
    if relation == "nmod:poss":
        return not noun_classes(token.head.lemma_) & {"location", "artifact", "object", "time"}
    if relation in {"obl", "nmod", "obl:agent", "obl:arg"}:
        case = next((child.lower_ for child in token.children if child.dep_ == "case"), "")
        return case in ACTOR_PREPOSITIONS and not noun_classes(token.head.lemma_) & {"location"}
    return relation in {"obj", "iobj"} and token.head.lemma_ in _acted_on()


def _opens_dateline(token: Token) -> bool:
    """Whether a block's first name only says where it was written: "Berlin (AP) - ..."."""
    after = token.doc[token.i + 1].text if token.i + 1 < len(token.doc) else ""
    return after in {"(", "-", "–", "—", ",", "--", ":"}


@cache
def _acted_on() -> frozenset[str]:
    return frozenset(read_table("extractors.entities", "titles")["actors"]["objects_of"])


def _acronyms(docs: Sequence[tuple[int, Doc]], fold: Fold) -> dict[str, str]:
    """Acronyms the document explains, "National Intelligence Service (NIS)" -> the words' id."""
    found: dict[str, str] = {}
    for _, doc in docs:
        text = doc.text
        for match in BRACKETED.finditer(text):
            words = _words_before(text[: match.start()], match.group(1))
            if words is not None:
                found.setdefault(match.group(1), fold(words, "ORG"))
        for match in DEFINES.finditer(text):
            if initials(match.group(2)) == match.group(1):
                found.setdefault(match.group(1), fold(match.group(2), "ORG"))
    return found


def _words_before(text: str, short: str) -> str | None:
    """The last words of `text` whose initials are `short`; small words may stand between."""
    words = re.findall(r"[\w’'-]+", text)[-2 * len(short) - 2 :]
    for count in range(len(short), 2 * len(short) + 1):
        taken = words[-count:]
        if len(taken) == count and taken[0][:1].isupper() and taken[-1][:1].isupper():
            letters = "".join(part[0] for word in taken for part in word.split("-") if part)
            capitals = "".join(letter for letter in letters if letter.isupper())
            if short in (letters.upper(), capitals):
                return " ".join(taken)
    return None
