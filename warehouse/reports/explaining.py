"""A finding's explanation in an editor's words: the rules' own sentence in, plain English out.

The warehouse keeps what a rule says ("Another number: “28,000” in the claim, “10,000” here."), the
same for every pair. A report says who says what: "The article has the number “28,000”; BBC has
“10,000”." A sentence of no known shape stays as it is. Pure.
"""

from __future__ import annotations

import re

from extractors.records import Polarity
from warehouse.reports.model import PassageView
from warehouse.reports.speakers import voice, without_pronouns

Details = tuple[tuple[str, str], ...]
ANOTHER = re.compile(r"(Another \w+|Of another): “(.*)” in the claim, “(.*)” here\.", re.DOTALL)
LATER = re.compile(r"A later count: “(.*)”, after “(.*)”\.", re.DOTALL)
EARLIER = re.compile(r"An earlier count: “(.*)”, before “(.*)” was reported\.", re.DOTALL)
SAME = re.compile(r"It says the same: “.*”\.", re.DOTALL)
LESS = re.compile(r"It does not say (.*)\.", re.DOTALL)
#: A longer claim is not said again in a sentence about it; it stands just above.
LONGEST = 140
UNSURE = "it for certain"
TURNED = "What the claim has denied is affirmed here."
DENIED = "What the claim has affirmed is denied here."
#: What a part of the sentence is to a reader.
DIFFERS = {
    "Another number": "The article has the number “{ours}”; {who} has “{theirs}”.",
    "Another date": "The article has the date “{ours}”; {who} has “{theirs}”.",
    "Another place": "The article has the place “{ours}”; {who} has “{theirs}”.",
    "Another name": "The article names “{ours}”; {who} names “{theirs}”.",
    "Another actor": "In the article it is “{ours}” that did so; {who} says it was “{theirs}”.",
    "Of another": "The article says it of “{ours}”; {who} says it of “{theirs}”.",
    "Another act": "The article says “{ours}”; {who} says “{theirs}”.",
    "Another speaker": "In the article “{ours}” says so; in {who} it is “{theirs}”.",
}
#: What both have and an editor can look up; that both say "be" tells nobody anything.
SHARED = ("number", "date", "place", "name", "speaker")
#: Words that are lower-case inside a sentence; a name keeps its capital.
OPENERS = frozenset(
    {"a", "an", "the", "there", "this", "these", "that", "those", "it", "its", "he", "she", "they"}
    | {"his", "her", "their", "no", "not", "none", "nobody", "all", "some", "many", "most", "both"}
    | {"in", "on", "at", "by", "from", "since", "after", "before", "during", "when", "while", "as"}
    | {"for", "with", "about", "more", "up", "at", "every", "each", "only", "one", "two", "three"}
)


def explained(
    raw: str,
    passage: PassageView,
    wording: str,
    polarity: Polarity,
    details: Details = (),
) -> str:
    """What a rule says of a claim and a ``passage``, naming who says what.

    ``wording`` and ``polarity`` are the claim's, ``details`` the finding's.
    """
    who = voice(passage)
    if raw == DENIED:
        return f"{who} denies that {inner(wording)}."
    if raw == TURNED:
        told = f"{who} affirms what the article denies"
        whole = polarity == "NEG" and len(wording) <= LONGEST
        return f"{told}: the article says that {inner(wording)}." if whole else f"{told}."
    if (match := ANOTHER.fullmatch(raw)) is not None and match[1] in DIFFERS:
        return DIFFERS[match[1]].format(ours=match[2], theirs=match[3], who=who)
    if (match := LATER.fullmatch(raw)) is not None:
        return f"{who} has a later count: “{match[1]}”, where the article has “{match[2]}”."
    if (match := EARLIER.fullmatch(raw)) is not None:
        return f"{who} has an earlier count: “{match[1]}”, from before “{match[2]}” was reported."
    if SAME.fullmatch(raw) is not None:
        shared = _shared(details)
        return f"{who} says the same{f', and names {shared}' if shared else ''}."
    if (match := LESS.fullmatch(raw)) is not None:
        return f"{who} says less: {_lacking(match[1])}."
    return raw


def reasoned(reason: str, found: list[tuple[str, str]]) -> str:
    """A verdict's reason with the rules' sentence told as the report tells it.

    ``found`` are the claim's findings, the surest first: (the rule's sentence, the report's).
    """
    for raw, told in found:
        before, known, after = reason.partition(f": {raw}")
        if known and told != raw and _is_who(before):
            return f"{told}{after}"
    return without_pronouns(reason)


def _is_who(words: str) -> bool:
    """Whether this is the outlet and whom it quotes, which the report's sentence tells itself."""
    return "“" not in words


def inner(wording: str) -> str:
    """A claim's wording as it stands after "that": without its stop, its first word lower-case."""
    text = " ".join(wording.split()).rstrip(".")
    first, _, rest = text.partition(" ")
    return f"{first.lower()} {rest}" if first.lower() in OPENERS and rest else text


def _shared(details: Details) -> str:
    """The names, numbers and dates that both have, as the passage has them."""
    told = []
    for name, value in details:
        comparison, _, sides = value.partition(": ")
        theirs = sides.rpartition(" | ")[2]
        if name.split(" ")[0] in SHARED and comparison in ("same", "narrower") and theirs:
            told.append(f"“{theirs}”")
    names = list(dict.fromkeys(told))
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def _lacking(words: str) -> str:
    parts = [part for part in re.split(r", (?=“|it )", words) if part]
    quoted = [part for part in parts if part.startswith("“")]
    told = [f"nothing of {', '.join(quoted)}"] if quoted else []
    told += ["not for certain"] if UNSURE in parts else []
    told += [f"it does not say {part}" for part in parts if part not in (*quoted, UNSURE)]
    return "; ".join(told)


def conflicting(raw: str, left: PassageView, right: PassageView) -> str:
    """What two outlets' passages differ in, with both named."""
    one, other = voice(left), voice(right)
    if raw == "One affirms what the other denies." and one != other:
        return f"One affirms what the other denies: {one.rstrip(',')} and {other.rstrip(',')}."
    match = re.fullmatch(r"Another (\w+): “(.*)” in one, “(.*)” in the other\.", raw, re.DOTALL)
    if match is not None and one != other:
        return f"{one} has the {match[1]} “{match[2]}”; {other} has “{match[3]}”."
    return raw


def nearness(why: str) -> str:
    """Why a passage was looked at, told to a reader: "names 'Kursk'; speaks of troop, fight"."""
    parts = []
    for part in why.split("; "):
        copies = re.fullmatch(r"(\d+) cop(?:y|ies)(.*)", part)
        if copies is not None:
            times = "once" if copies[1] == "1" else f"{copies[1]} times"
            part = f"repeated {times}{copies[2]}"
        part = re.sub(r"^shares ", "names ", part)
        parts.append(re.sub(r"^same words: ", "speaks of ", part))
    return "; ".join(parts)
