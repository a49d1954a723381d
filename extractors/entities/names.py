"""A name as written, made comparable: quotes, accents, dots, articles and possessives.

Text in, text out; no tables. `key` is what the tables of countries, places and organisations
are looked up by; `plain` is what an id of an unknown name is made of.
"""

from __future__ import annotations

import re
import unicodedata

QUOTES = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "\u00ad": None,
        "\u200b": None,
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
    }
)
ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,}|\b(?:[A-Z]\.)+[A-Z]\b")
SPACED = re.compile(r"\b([A-Z]\.)\s(?=[A-Z]\.)")  # "U. S."
ARTICLE = re.compile(r"^(?:the|The|THE)\s+(?=\S)")
POSSESSIVE = re.compile(r"(?:'s|'S|(?<=[sxzSXZ])')$")
EDGES = " \t\n\r\"',;:!?()[]{}*_<>"
MAX_NAME = 200  # longer strings are not names; cut so that hostile text stays cheap


def plain(name: str) -> str:
    """Straight quotes, no accents, single spaces, no quotes or commas around; case is kept."""
    spread = unicodedata.normalize("NFKD", name[:MAX_NAME].translate(QUOTES))
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    text = SPACED.sub(r"\1", " ".join(letters.split()))
    joined = ACRONYM.sub(lambda found: found.group().replace(".", ""), text)
    return POSSESSIVE.sub("", joined.strip(EDGES)).strip(EDGES)


def bare(name: str) -> str:
    """`plain` without a leading "the"; a name that is only "the" stays."""
    return ARTICLE.sub("", plain(name))


def key(name: str) -> str:
    """The look-up form: lower case, without dots and commas, hyphens as spaces.

    "St. Petersburg", "Washington, D.C." and "al-Qaeda" become "st petersburg",
    "washington dc" and "al qaeda".
    """
    text = bare(name).replace(".", " ").replace(",", " ").replace("-", " ")
    return " ".join(text.split()).lower()


def acronym_key(name: str) -> str | None:
    """The form of a name written in capitals ("U.S.", "NATO"), or None for another name."""
    text = bare(name).replace(".", "")
    if 2 <= len(text) <= 6 and text.isalnum() and text.isupper():
        return text
    return None


def initials(name: str) -> str:
    """First letters of the capitalised or long words: "National Intelligence Service" -> "NIS"."""
    words = re.findall(r"[^\W\d_]+", plain(name))
    return "".join(w[0] for w in words if w[0].isupper() or len(w) > 3).upper()
