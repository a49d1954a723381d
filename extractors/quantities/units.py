"""What a number counts, in which currency or measure, and per which time.

In: `Words`, a position behind (or before) a number. Out: unit names as in
`grammar/quantities.toml`: an ISO 4217 code, a measure ("km"), or the counted noun's lemma.
With a parsed Doc the counted noun is read from the tree (UD `nummod`, `nmod`), else it is the
first plural noun before the noun phrase ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.grammar import Words, number_lexicon
from extractors.quantities.trees import noun_in_tree

# A counted noun stands within this many words of its number.
REACH = 9
# "600 North Koreans", "40 Israelis" are people.
DEMONYMS = ("ans", "lis", "qis", "nis", "dis", "shis")


@dataclass(frozen=True, slots=True)
class Unit:
    """`end` is the position behind the unit's words; `kind` is "money", "measure", "count"."""

    name: str
    end: int
    kind: str


@cache
def word_set(table: str, key: str) -> frozenset[str]:
    """One word list of `grammar/quantities.toml` as a set."""
    return frozenset(number_lexicon()[table][key])


@cache
def _phrases(table: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word -> longer phrases first, with what they stand for."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, name in number_lexicon()[table].items():
        split = tuple(phrase.replace("/", " / ").replace("²", " ² ").split())
        index.setdefault(split[0], []).append((split, name))
    for options in index.values():
        options.sort(key=lambda option: -len(option[0]))
    return index


def phrase_at(words: Words, i: int, table: str) -> tuple[str, int] | None:
    """What the longest phrase of a table at `i` stands for (plural -s allowed), and its end."""
    first = words.at(i)
    index = _phrases(table)
    for form in (first, first[:-1] if first.endswith("s") and len(first) > 3 else first):
        for split, name in index.get(form, ()):
            if len(split) == 1:
                return name, i + 1
            rest = words.low[i + 1 : i + len(split)]
            if len(rest) == len(split) - 1 and all(
                word in (want, want + "s") for word, want in zip(rest, split[1:], strict=True)
            ):
                return name, i + len(split)
    return None


def money_before(words: Words, i: int) -> tuple[str, int] | None:
    """Currency of the sign or code at `i` and the position of the number behind it."""
    if i >= len(words):
        return None
    sign = number_lexicon()["currency_signs"].get(words.at(i))
    if sign is not None:
        return sign, i + 1
    prefix = number_lexicon()["currency_prefixes"].get(words.at(i))
    if prefix is not None and words.at(i + 1) in ("$", "£") and words.joined(i + 1):
        return prefix, i + 2
    if words.raw[i] in word_set("currency_codes", "codes") and words.raw[i].isupper():
        at = i + 1 + (words.at(i + 1) == "$")
        if at < len(words) and words.raw[at][0].isdigit():
            return ("CNY" if words.raw[i] == "RMB" else words.raw[i]), at
    return None


def money_after(words: Words, i: int) -> Unit | None:
    """Currency named behind a number: "rubles", "US dollars", "USD"."""
    if i >= len(words):
        return None
    code = words.raw[i].upper()
    if code in word_set("currency_codes", "codes") and (words.raw[i] == code or code != "TRY"):
        return Unit("CNY" if code == "RMB" else code, i + 1, "money")
    follows = i + 1 < len(words) and words.raw[i + 1][0].isdigit()
    if words.raw[i] in ("€", "£", "₽", "₴", "¢", "$") and (words.joined(i) or not follows):
        return Unit(number_lexicon()["currency_signs"][words.raw[i]], i + 1, "money")
    at = i + 1 if words.at(i) == "-" and words.joined(i) else i
    found = phrase_at(words, at, "currency_names")
    if found is None:
        return None
    name, end = found
    word = words.at(at)
    if word == "won" and words.at(end) in ("the", "a", "an", "by", "in", "his", "her", "their"):
        return None
    if word in ("real", "rand", "quid", "franc", "lira", "pound", "cent", "penny") and (
        word in ("real", "rand") or words.raw[at][0].isupper()
    ):
        return None
    return Unit(name, end, "money")


def measure_after(words: Words, i: int) -> Unit | None:
    """A measure or percent behind a number."""
    if i >= len(words):
        return None
    at = i + 1 if words.at(i) == "-" and words.joined(i) and words.joined(i + 1) else i
    word = words.at(at)
    if word == "%":
        if words.at(at + 1) == "age" and words.at(at + 2).startswith("point"):
            return Unit("percentage point", at + 3, "measure")
        return Unit("percent", at + 1, "measure")
    if word == "°" and words.at(at + 1) in ("c", "f"):
        return Unit("°" + words.at(at + 1).upper(), at + 2, "measure")
    if word == "(" and words.at(at + 2) == ")" and phrase_at(words, at + 1, "units"):
        found = phrase_at(words, at + 1, "units")
        return Unit(found[0], at + 3, "measure") if found is not None else None
    found = phrase_at(words, at, "units")
    if found is None:
        return None
    name, end = found
    if word in word_set("unit_notes", "short") and end == at + 1:
        # "5 g" but not "5 G", "5 m" but not "5 m's"
        glued = words.joined(end) and words.at(end) not in (".", ",", ";", ")", "/", "-")
        if glued or not words.raw[at][0].islower():
            return None
    if words.at(end) in ("²", "2") and words.joined(end) and name in ("km", "m"):
        return Unit(name + "2", end + 1, "measure")
    return Unit(name, end, "measure")


def lemma_of(word: str) -> str:
    """Lemma of a plural noun in lower case; a word that is no plural is returned as it is."""
    nouns: dict[str, str] = number_lexicon()["nouns"]
    if word in nouns:
        return nouns[word]
    if word in word_set("stops", "not_plural") or len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith(("oes",)):
        return word[:-2]
    return word[:-1]


def is_plural(word: str) -> bool:
    """Whether a lower-cased word looks like a plural noun."""
    if word in number_lexicon()["nouns"]:
        return True
    if word in word_set("stops", "not_plural") or word in word_set("stops", "words"):
        return False
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "ous", "us"))


def counted(words: Words, i: int, value: float | None) -> Unit | None:
    """The noun counted by a number that ends before word `i`; None if nothing is."""
    if words.at(i) in word_set("times", "units"):
        # "an 11 hour flight"
        return Unit(words.at(i), i + 1, "count")
    if words.tokens and not is_plural(words.at(i)):
        parsed = noun_in_tree(words.token(i - 1))
        if parsed is not None and parsed.i - words.tokens[words.start[i - 1]].i <= REACH + 3:
            return _unit_of(words, i, parsed)
    at = i
    if words.at(at) == "-" and words.joined(at) and words.joined(at + 1):
        return _hyphenated(words, at + 1)
    if words.at(at) == "of":
        at += 1
        while words.at(at) in word_set("stops", "determiners") and at < i + 4:
            at += 1
        if words.at(at)[:1].isdigit() or words.at(at) in number_lexicon()["numbers"]:
            # "10 of the 12 victims"
            at += 1
    return _first_plural(words, at, value)


def _first_plural(words: Words, at: int, value: float | None) -> Unit | None:
    """The first plural noun from word `at` on; for the number 1 the last of its plain words."""
    noun, end = "", at
    last_word, last_end = "", at
    skip = at
    for k in range(at, min(len(words), at + REACH)):
        word = words.low[k]
        if k < skip:
            continue
        if k == at and word[0].isdigit():
            # "three million 152mm shells"
            size = measure_after(words, k + 1)
            if size is not None and size.name in ("mm", "cm", "kg", "inch", "tonne", "ton", "lb"):
                skip = size.end
                continue
        if word == "." and k > at and len(words.raw[k - 1]) == 1 and words.joined(k):
            # "10 U.S. citizens"
            continue
        if word in ("-", "'", "’", "“", '"', "‘") or (word == "s" and words.joined(k)):
            continue
        if word in ("and", "or") and not noun and last_word in word_set("stops", "adjectives"):
            # "12 current and former leaders"
            continue
        if word == "," and noun == "" and k > at and not words.newline_before(k):
            # "12 large, heavy guns"
            if (
                k + 2 < len(words)
                and is_plural(words.low[k + 2])
                and words.at(k + 1) not in word_set("stops", "words")
            ):
                continue
            break
        if not word.isalpha() or word in word_set("stops", "words") or words.newline_before(k):
            break
        if k > at and (word in number_lexicon()["numbers"] or word in number_lexicon()["scales"]):
            break
        if (
            k == at
            and word in word_set("person_words", "words")
            and not _noun_follows(words, k + 1)
        ):
            return Unit("person", k, "count")
        if value == 1:
            # "one channel affiliated with", "one question people ask"
            if last_word and (is_plural(word) or word.endswith(("ed", "ing"))):
                break
            if words.raw[k][0].islower():
                last_word, last_end = word, k + 1
            continue
        if is_plural(word):
            if noun and not words.raw[k][0].islower():
                break
            noun, end = word, k + 1
            if not _plural_at(words, k + 1):
                break
        elif noun:
            break
    if noun:
        people = words.raw[end - 1][0].isupper() and noun.endswith(DEMONYMS)
        lemma = "person" if people else lemma_of(noun)
        if words.at(end - 2) == "-" and words.joined(end - 1) and words.joined(end - 2):
            lemma = f"{words.at(end - 3)}-{lemma}"
        return Unit(lemma, end, "count")
    if last_word:
        return Unit(last_word, last_end, "count")
    return None


def _unit_of(words: Words, i: int, head: Any) -> Unit:
    """The unit that a parsed noun stands for, with the position behind it."""
    end, stop = i, head.idx + len(head.text)
    while end < len(words) and words.end[end] <= stop:
        end += 1
    low = str(head.lower_)
    people = head.text[0].isupper() and low.endswith(DEMONYMS)
    if people or low in word_set("person_words", "words"):
        return Unit("person", end, "count")
    lemma = number_lexicon()["nouns"].get(low) or str(head.lemma_ or head.text).lower()
    return Unit(lemma, end, "count")


def _noun_follows(words: Words, k: int) -> bool:
    """Whether a plural noun follows at once: "300 wounded soldiers"."""
    for at in range(k, min(k + 3, len(words))):
        if words.low[at] in word_set("stops", "words") or not words.low[at].isalpha():
            return False
        if is_plural(words.low[at]):
            return True
    return False


def _plural_at(words: Words, k: int) -> bool:
    """A plural noun behind a compound's first part is the head ("arms depots")."""
    if k >= len(words):
        return False
    first = words.low[k - 1] in word_set("stops", "compound_plurals")
    if not first and words.raw[k - 1][0].islower():
        return False
    return words.raw[k][0].islower() and is_plural(words.low[k])


def _hyphenated(words: Words, k: int) -> Unit | None:
    """ "27-year contract", "10-man team", "8,000-strong force"."""
    word = words.at(k)
    if not word.isalpha():
        return None
    if word in ("strong", "person"):
        return Unit("person", k + 1, "count")
    return Unit(lemma_of(word), k + 1, "count")


def rate(words: Words, first: int, end: int) -> tuple[str | None, int]:
    """The time a number is counted per, looked for behind the counted noun, then before it."""
    units = word_set("times", "units")
    times: dict[str, Any] = number_lexicon()["times"]
    for k in range(end, min(len(words), end + 5)):
        word = words.low[k]
        if word == "apiece" or (word == "each" and k == end and words.ends_sentence(k + 1)):
            return "piece", k + 1
        if word in ("per", "/") or (word in ("a", "an", "each", "every") and k <= end + 1):
            after = words.at(k + 1)
            single = after in units
            if single and not (
                word in ("a", "an")
                and words.at(k + 2) in ("ago", "earlier", "later", "before", "after")
            ):
                return after, k + 2
            if word == "per" and after.isalpha():
                return lemma_of(after), k + 2
            if word == "/":
                break
        if (
            word in times
            and word != "units"
            and not (k > end and words.low[k - 1] in ("the", "a", "its", "their"))
        ):
            follow = words.at(k + 1)
            if k > end + 1 and (follow.isalpha() and follow not in word_set("stops", "words")):
                break
            return str(times[word]), k + 1
        if word in ".;:!?,)(" or words.newline_before(k) or word[0].isdigit() or word == "and":
            break
    for k in range(first - 1, max(-1, first - 4), -1):
        word = words.low[k]
        if word in times and word != "units":
            return str(times[word]), end
        if word in ".;:!?," or word[0].isdigit():
            break
    return None, end
