"""Which language a text is in: by script, then by function words, then by what the page says.

In: the text and the page's ``lang`` attribute. Out: an ISO 639-1 code; "und" for a text too short
to tell, "mis" for one in a language that is not known here. Pure.
The text outweighs the attribute: a site's frame often carries the wrong one, Telegram none.
"""

from __future__ import annotations

import re
from collections import Counter

from extractors.page.words import page_words

SAMPLE = 6_000  # characters; enough to tell, and a long page costs no more than a short one
SCRIPT_SHARE = 0.3  # of the letters; below it a script is only quoted
FEWEST_WORDS = 3  # function words seen before a language is believed
LEAD = 1.3  # how far the first language must be ahead of the second

# English news has some 20 of the listed words in 100; headlines and tables have 8.
ENGLISH_SHARE = 0.05
LONG_TEXT = 40
UNKNOWN = "mis"  # ISO 639: a language without a code, here one without a word list

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?=$|[-_])")


def language_of(text: str, declared: str | None = None) -> str:
    """ISO 639-1 code of the text's language.

    ``declared`` is a BCP 47 tag ("en-GB") or None; it decides where the text does not.
    """
    sample = text[:SAMPLE]
    stated = _primary(declared)
    seen = Counter(_WORD.findall(sample.lower()))
    found = _by_script(sample) or _by_words(seen, stated) or _cyrillic(sample) or stated or "und"
    if found in ("en", "und") and _is_foreign(seen):
        return stated if stated not in (None, "en") else UNKNOWN
    return found


def _is_foreign(seen: Counter[str]) -> bool:
    """True for a text of some length with hardly a function word of English in it.

    Zulu and Xhosa write them as parts of words, and lists of place names have none: a page in
    either, framed by an English site, has too few for the number of its words.
    """
    words = seen.total()
    english = sum(seen[word] for word in page_words().stopwords["en"])
    return words >= LONG_TEXT and english < ENGLISH_SHARE * words


def _primary(tag: str | None) -> str | None:
    match = _LANGUAGE_TAG.match((tag or "").strip().lower())
    return match[0] if match else None


def _by_script(sample: str) -> str | None:
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return None
    for language, characters in page_words().scripts.items():
        if len(characters.findall(sample)) > SCRIPT_SHARE * letters:
            return language
    return None


def _cyrillic(sample: str) -> str | None:
    """A few Cyrillic words: Ukrainian by its own letters, otherwise taken as Russian."""
    letters = sum(map(str.isalpha, sample))
    if not letters or len(_CYRILLIC.findall(sample)) <= SCRIPT_SHARE * letters:
        return None
    return "uk" if _UKRAINIAN.search(sample) else "ru"


def _by_words(seen: Counter[str], declared: str | None) -> str | None:
    counts = sorted(
        (
            (sum(seen[word] for word in listed), language == declared, language)
            for language, listed in page_words().stopwords.items()
        ),
        reverse=True,
    )
    (most, _, first), (second, _, _) = counts[0], counts[1]
    return first if most >= FEWEST_WORDS and most >= LEAD * second else None
