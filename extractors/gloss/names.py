"""Russian names in English: a name's tokens in, its English form out.

Countries by CLDR (through babel), what has a name of its own in English by `russian/names.tsv`,
all others in the nominative and transliterated as the English-language press does (BGN/PCGN 1947
without its marks: Zarechye, Kamenny, Priozyornaya, Andrei). Pure but for the dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from spacy.tokens import Token

from extractors.gloss.features import feature
from extractors.language import russian_dictionary

_LETTERS: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ж": "zh", "з": "z", "и": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "э": "e",
    "ю": "yu", "я": "ya", "ё": "yo", "ъ": "", "ь": "", "і": "i", "ї": "yi", "є": "ye", "ґ": "g",
}  # fmt: skip
_VOWELS: Final = "аеёиоуыэюяьъ"
_ENDINGS: Final = (("ия", "ia"), ("ий", "y"), ("ый", "y"))
_FORENAMES: Final = {
    "александр": "Alexander", "алексей": "Alexei", "максим": "Maxim", "ксения": "Ksenia",
    "александра": "Alexandra", "юрий": "Yuri", "георгий": "Georgy", "пётр": "Pyotr",
    "петр": "Pyotr", "фёдор": "Fyodor", "федор": "Fyodor", "наталья": "Natalya",
    "татьяна": "Tatyana", "софья": "Sofya", "дарья": "Darya", "илья": "Ilya", "игорь": "Igor",
    "елена": "Yelena", "екатерина": "Yekaterina", "евгений": "Yevgeny",
}  # fmt: skip
#: What kind of territory an adjective names, in English.
_TERRITORIES: Final = {
    "область": "region", "край": "territory", "район": "district", "округ": "district",
    "республика": "republic", "направление": "sector", "море": "Sea", "полуостров": "peninsula",
}  # fmt: skip
_ADJECTIVES: Final = {
    "московский": "Moscow", "тверской": "Tver", "тульский": "Tula", "калужский": "Kaluga",
    "запорожский": "Zaporizhzhia", "киевский": "Kyiv", "харьковский": "Kharkiv",
    "черниговский": "Chernihiv", "николаевский": "Mykolaiv", "одесский": "Odesa",
    "херсонский": "Kherson", "донецкий": "Donetsk", "луганский": "Luhansk", "сумский": "Sumy",
    "крымский": "Crimea", "приморский": "Primorye", "краснодарский": "Krasnodar",
    "ставропольский": "Stavropol", "ростовский": "Rostov", "воронежский": "Voronezh",
    "красный": "Red", "чёрный": "Black", "черный": "Black", "азовский": "Azov",
}  # fmt: skip
_INITIAL = re.compile(r"[А-ЯЁ]\.?\Z")
_WORD = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]+")


@cache
def _known() -> dict[str, tuple[str, str]]:
    """Names of `russian/names.tsv` by their lower-case form: kind and English."""
    text = files("extractors.gloss").joinpath("russian").joinpath("names.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {form.lower().replace("ё", "е"): (kind, english) for form, kind, english in rows}


@cache
def _countries() -> dict[str, str]:
    """CLDR's territories: Russian name in lower case -> English name."""
    from babel import Locale

    russian, english = Locale("ru").territories, Locale("en").territories
    return {
        str(name).lower().replace("ё", "е"): str(english[code])
        for code, name in russian.items()
        if code in english and code.isalpha()
    }


def known_name(words: str) -> tuple[str, str] | None:
    """Kind ("PER", "ORG", "LOC", "noun") and English of a name that the list has, or None."""
    return _known().get(words.lower().replace("ё", "е"))


@cache
def longest_known() -> int:
    """How many words the list's longest name has."""
    return max((len(form.split()) for form in _known()), default=0)


def english_name(tokens: Sequence[Token], label: str) -> str:
    """The English of a name of ``label`` PERSON, LOC or ORG."""
    written = " ".join(t.text for t in tokens)
    for form in (written, " ".join(nominative(tokens, label))):
        found = known_name(form)
        if found is not None:
            return found[1]
        country = _countries().get(form.lower().replace("ё", "е"))
        if country is not None:
            return country
    words = nominative(tokens, label)
    last = tokens[-1].lemma_.lower()
    if label == "LOC" and len(tokens) > 1 and last in _TERRITORIES:
        named = " ".join(_adjective(word) for word in words[:-1])
        return f"{named} {_TERRITORIES[last]}"
    spelt = (_spelt(word, label) for word in words if word not in {"«", "»", '"', "."})
    return " ".join(word for word in spelt if word)


def _adjective(word: str) -> str:
    """ "Курская" -> "Kursk", "Белгородская" -> "Belgorod", "Приозёрная" -> "Priozyornaya"."""
    lowered = word.lower()
    masculine = _inflected(lowered, {"masc", "nomn", "sing"}, {"ADJF"}) or lowered
    known = _ADJECTIVES.get(masculine.replace("ё", "е")) or _ADJECTIVES.get(masculine)
    if known is not None:
        return known
    if masculine.endswith("ский"):
        stem = masculine[:-4]
        for place in (stem + "ск", stem, stem + "а", stem + "ь", stem + "ов", stem + "о"):
            if _is_place(place):
                return transliterated(place).capitalize()
    return transliterated(word).capitalize()


@cache
def _is_place(word: str) -> bool:
    return any("Geox" in p.tag and p.is_known for p in russian_dictionary().parse(word))


def nominative(tokens: Sequence[Token], label: str) -> list[str]:
    """The words of a name as a heading has them: "Верхними Ключами" -> ["Верхние", "Ключи"]."""
    if label == "PERSON":
        return _person(tokens)
    words = [t.text for t in tokens]
    nouns = [n for n, t in enumerate(tokens) if t.pos_ in {"NOUN", "PROPN"}]
    head = nouns[0] if nouns else 0
    number = "plur" if feature(tokens[head], "Number") == "Plur" else "sing"
    gender = ""
    made: list[str] = []
    for place, token in enumerate(tokens):
        if place > head and feature(token, "Case") == "Gen" and token.dep_ == "nmod":
            return made + words[place:]  # "Центр информации": what belongs to it stays
        made.append(_as_heading(token, number, label))
        if place == head:
            gender = _gender(made[-1].lower())
    if number == "sing" and gender:
        for place in range(head):
            if tokens[place].pos_ == "ADJ" or _is_adjective(tokens[place].text):
                found = _inflected(
                    tokens[place].text.lower(), {"nomn", "sing", gender}, {"ADJF", "PRTF"}
                )
                made[place] = _cased(found, tokens[place].text) if found else made[place]
    return made


def _as_heading(token: Token, number: str, label: str) -> str:
    text = token.text
    if not _WORD.fullmatch(text.replace("-", "")) or (text.isupper() and len(text) < 6):
        return text
    case = feature(token, "Case")
    if case == "Nom":
        return text
    kinds = {"ADJF", "PRTF"} if token.pos_ in {"ADJ", "DET"} else {"NOUN"}
    parses = russian_dictionary().parse(text.lower())
    if label == "LOC" and any("Geox" in p.tag for p in parses):
        kinds = {"NOUN"}
    wanted = {"nomn", number}
    if kinds == {"ADJF", "PRTF"} and number == "sing":
        gender = feature(token, "Gender")
        wanted.add({"Fem": "femn", "Neut": "neut"}.get(gender, "masc"))
    found = _inflected(text.lower(), wanted, kinds, case)
    return _cased(found, text) if found else text


_CASES: Final = {
    "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct",
}  # fmt: skip


def _inflected(word: str, grammemes: set[str], kinds: set[str], case: str = "") -> str | None:
    """``word`` inflected, read as one of ``kinds`` and, where it can be, as of ``case``."""
    parses = [p for p in russian_dictionary().parse(word) if p.tag.POS in kinds]
    if case:
        parses.sort(key=lambda p: p.tag.case != _CASES.get(case, p.tag.case))
    for parse in parses:
        made: Any = parse.inflect(grammemes)
        if made is not None:
            return str(made.word)
    return None


@cache
def _gender(word: str) -> str:
    parses = [p for p in russian_dictionary().parse(word) if p.tag.POS == "NOUN"]
    return str(parses[0].tag.gender or "") if parses else ""


def _is_adjective(word: str) -> bool:
    return any(p.tag.POS == "ADJF" for p in russian_dictionary().parse(word.lower())[:3])


def _person(tokens: Sequence[Token]) -> list[str]:
    """Forename, patronymic and surname in the nominative, of one gender."""
    genders = [
        p.tag.gender
        for t in tokens
        for p in russian_dictionary().parse(t.text.lower())[:1]
        if "Name" in p.tag or "Patr" in p.tag
    ]
    gender = genders[0] if genders else None
    made: list[str] = []
    for token in tokens:
        text = token.text
        if _INITIAL.match(text) or text == "." or feature(token, "Case") == "Nom":
            made.append(text)
            continue
        case = feature(token, "Case")
        found = None
        for mark in ("Name", "Surn", "Patr"):
            parses = [
                p
                for p in russian_dictionary().parse(text.lower())
                if mark in p.tag and (gender is None or p.tag.gender in {gender, None})
            ]
            if case:
                parses.sort(key=lambda p: p.tag.case != _CASES.get(case, p.tag.case))
            inflected = parses[0].inflect({"nomn", "sing"}) if parses else None
            if inflected is not None:
                found = str(inflected.word)
                break
        if found is None and len(tokens) == 1:
            made.append(_as_heading(token, "sing", "LOC"))
            continue
        made.append(_cased(found, text) if found else text)
    return made


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    if "-" in word:
        return "-".join(part.capitalize() for part in word.split("-"))
    return word.capitalize() if like[:1].isupper() else word


def _spelt(word: str, label: str) -> str:
    if _INITIAL.match(word):
        return ("Ye" if word[0] == "Е" else transliterated(word[0])).capitalize() + "."
    lowered = word.lower()
    if label == "PERSON":
        if lowered in _FORENAMES:
            return _FORENAMES[lowered]
        if lowered.endswith(("ей", "ай")):
            return transliterated(lowered[:-1]).capitalize() + "i"
    made = "-".join(transliterated(part) for part in lowered.split("-"))
    if word.isupper() and len(word) > 1:
        return made.upper() if len(word) < 5 else made.capitalize()
    return "-".join(p.capitalize() for p in made.split("-")) if word[:1].isupper() else made


def transliterated(word: str) -> str:
    """A lower-case word in Latin letters as the press spells it."""
    lowered = word.lower()
    tail = ""
    for ending, latin in _ENDINGS:
        if lowered.endswith(ending) and len(lowered) > len(ending) + 1:
            lowered, tail = lowered[: -len(ending)], latin
            break
    made: list[str] = []
    for place, letter in enumerate(lowered):
        before = lowered[place - 1] if place else ""
        after = lowered[place + 1] if place + 1 < len(lowered) else ""
        if letter == "е":
            made.append("ye" if not before or before in _VOWELS else "e")
        elif letter == "ё" and before in "жчшщ" and before:
            made.append("yo")
        elif letter == "й":
            made.append("i" if after and after not in _VOWELS else "y")
        elif letter == "ь" and after and after in "ио":
            made.append("y")
        else:
            made.append(_LETTERS.get(letter, letter))
    return "".join(made) + tail
