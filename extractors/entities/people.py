"""Persons' names: titles off, family name found, same person or not.

Reads `titles.toml`. The id of a person is the name in lower case without titles, middle
initials and accents: "vladimir putin", "kim jong un"; a surname alone stays a surname ("putin")
and is made whole only by its document (see `entities`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from extractors.entities.countries import country_named, country_of_people
from extractors.entities.names import bare
from extractors.grammar import read_table

Gender = Literal["male", "female"]

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "kc", "qc", "mp"})
SMALL_WORDS = (
    "de da do dos das di del della van von der den ter la le el al bin ibn ben abu bint du des dal "
    "zu af san st mac y e ul ur"
)
PARTICLES = frozenset(SMALL_WORDS.split())  # of family names: "von der Leyen", "bin Salman"
FUNCTION = frozenset({"of", "the", "and", "'s", "for", "in", "at", "to", "a", "an"})
MIDDLE = re.compile(r"(?<=\s)[A-Za-z]\.?\s+(?=\S)")
ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ad|ar|at|az)-")
FOREIGN = re.compile(r"q(?!u)|gh|kh|dh|aa|ou|ll?ah?$|^(?:al|el|as)-|dd|mm")
DOUBLED = re.compile(r"(.)\1+")
SOUNDS = (
    ("kh", "k"), ("gh", "k"), ("q", "k"), ("g", "k"), ("dh", "d"), ("ou", "o"), ("oo", "o"),
    ("u", "o"), ("ee", "i"), ("y", "i"),
)  # fmt: skip
SLAVIC = re.compile(r"(?<=[a-z])sk(?:yy|iy|yi|ij|ii|yj)$")


@cache
def _words(*path: str) -> frozenset[str]:
    table = read_table("extractors.entities", "titles")
    found: set[str] = set()
    for name in path:
        section, _, field = name.partition(".")
        found |= set(table[section][field])
    return frozenset(found)


def _is_title(token: str) -> bool:
    word = token.lower().strip(",")
    return (
        token in _words("offices.acronyms")
        or word
        in _words(
            "honorifics.male",
            "honorifics.female",
            "honorifics.any",
            "offices.words",
            "offices.before",
        )
        or all(part in _words("offices.words", "offices.before") for part in word.split("-"))
    )


def is_office(word: str) -> bool:
    """Whether a noun's lemma is an office or rank that can stand for its holder."""
    return word.lower() in _words("offices.words")


def is_title(name: str) -> bool:
    """Whether a name consists of titles only ("Prime Minister", "Mr")."""
    tokens = bare(name).split()
    return bool(tokens) and all(_is_title(token) for token in tokens)


def starts_with_title(name: str) -> bool:
    """Whether a name begins as only a titled person's does ("Mr Putin", "Iran's President X")."""
    tokens = re.sub(r"'s\b", " 's", bare(name)).split()
    start = _nation_words(tokens)
    start += tokens[start : start + 1] == ["'s"]
    return len(tokens) > start + 1 and _is_title(tokens[start]) and tokens[-1][:1].isupper()


def is_family_first(tokens: list[str]) -> bool:
    """Whether a name of two or three words is written family name first ("Kim Jong Un")."""
    return 2 <= len(tokens) <= 3 and tokens[0].lower() in _words("family_first.names")


def person(name: str) -> str:
    """The id of a person's name; a name of only titles is returned in lower case.

    "President Putin" -> "putin"; "Russian leader Vladimir Putin" -> "vladimir putin";
    "Donald J. Trump Jr." -> "donald trump"; "Kim Jong-un" -> "kim jong un".
    """
    tokens = re.sub(r"'s\b", " 's", bare(name)).replace(",", " ").split()
    while len(tokens) > 1 and tokens[-1].lower().strip(".") in SUFFIXES | {"'s"}:
        tokens.pop()
    start = _name_start(tokens)
    text = MIDDLE.sub("", " ".join(tokens[start:])).replace(".", "")
    parts = text.split()
    spread = text.replace("-", " ").split()
    if is_family_first(spread):
        parts = spread
    return SLAVIC.sub("sky", " ".join(parts).lower())


def _name_start(tokens: list[str]) -> int:
    """Where the name itself begins: after the last title, demonym or small word before it."""
    start = 0
    for place, token in enumerate(tokens[:-1]):
        small = token.lower() in FUNCTION or (token.islower() and token not in PARTICLES)
        lower_name = all(t.islower() for t in tokens)
        if _is_title(token) or (small and not lower_name) or token in FUNCTION:
            start = place + 1
        elif place == start:
            start = place + _nation_words(tokens[place:])
    return min(start, len(tokens) - 1) if tokens else 0


def _nation_words(tokens: list[str]) -> int:
    """How many words at the start name a country or its people, a title following."""
    for count in (2, 1):
        words = " ".join(tokens[:count])
        known = country_of_people(words) or country_named(words)
        following = tokens[count : count + 1]
        if known and following and (_is_title(following[0]) or following[0] == "'s"):
            return count
    return 0


def family_names(entity: str) -> frozenset[str]:
    """The words of a person's id by which alone the person may be called again."""
    parts = entity.split()
    if len(parts) < 2:
        return frozenset(parts)
    names = {parts[-1], ARTICLE.sub("", parts[-1])}
    if is_family_first(parts):
        names = {parts[0]} if len(parts) == 3 else {parts[0], parts[-1]}
    for place, part in enumerate(parts[1:-1], start=1):
        if part in PARTICLES:
            names.add(" ".join(parts[place:]))
            break
    return frozenset(names)


def is_called(entity: str, surname: str) -> bool:
    """Whether a surname, with or without its "al-", in either spelling, is this person's."""
    names = family_names(entity)
    plain = ARTICLE.sub("", surname)
    return surname in names or plain in names or any(_sounds_like(plain, name) for name in names)


def _sounds_like(one: str, other: str) -> bool:
    """Whether two spellings may be one name of another script: "Gaddafi", "Kadhafi", "Qaddafi".

    Only where one of them has a letter pair of such spellings; "Garry" is not "Kari". The
    alternations are those of ALA-LC and press spellings of Arabic and Persian names.
    """
    if not (FOREIGN.search(one) or FOREIGN.search(other)):
        return False
    return _sound(one) == _sound(other)


def _sound(name: str) -> str:
    sound = ARTICLE.sub("", name)
    for letters, one in SOUNDS:
        sound = sound.replace(letters, one)
    return DOUBLED.sub(r"\1", sound).rstrip("h")


def same_person(one: str, other: str) -> bool:
    """Whether two ids of persons may be one person's: no different given or family names.

    A surname alone may be anybody's of that surname; "joe biden" and "joseph biden" agree.
    """
    short, long = sorted((one.split(), other.split()), key=len)
    if not short or not long:
        return False
    if len(short) == 1:
        return one == other or " ".join(short) in family_names(" ".join(long))
    if is_family_first(short) != is_family_first(long) or is_family_first(short):
        return short == long or (set(short) == set(long))
    family = short[-1] == long[-1] or _sounds_like(short[-1], long[-1])
    return family and (_same_given(short[0], long[0]) or _sounds_like(short[0], long[0]))


def _same_given(one: str, other: str) -> bool:
    if one == other or (one[0] == other[0] and 1 in (len(one), len(other))):
        return True
    nicknames = read_table("extractors.entities", "titles")["nicknames"]
    return other in nicknames.get(one, ()) or one in nicknames.get(other, ())


def gender(name: str) -> Gender | None:
    """What a name as written tells of the sex: by its title, else by its given name."""
    tokens = [token.lower() for token in bare(name).split()]
    for token in tokens[:-1]:
        if token in _words("honorifics.male", "offices.male"):
            return "male"
        if token in _words("honorifics.female", "offices.female"):
            return "female"
    given = person(name).split()
    if len(given) > 1 and not is_family_first(given):
        if given[0] in _words("given_names.male"):
            return "male"
        if given[0] in _words("given_names.female"):
            return "female"
    return None


def is_kin(lemma: str) -> bool:
    """Whether a noun says how somebody is related: "wife", "son"."""
    return lemma.lower() in _words("kin.nouns")


def gender_of_noun(lemma: str) -> Gender | None:
    """The sex a common noun tells ("spokeswoman", "king", "mother"), if any."""
    word = lemma.lower()
    if word in _words("offices.male", "honorifics.male") or word in _words("nouns.male"):
        return "male"
    if word in _words("offices.female", "honorifics.female") or word in _words("nouns.female"):
        return "female"
    return None
