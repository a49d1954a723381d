"""Which candidates to read first, and why. Candidates and a topic in, ranked candidates out.

Pure. A candidate is judged by the words of its title, its summary and its address, each
topic word weighted by how rare it is among the outlet's candidates (the inverse document
frequency of Spärck Jones, 1972), as a word that all of them share tells them apart from
nothing. One that has words but none of the topic's is dropped; one without any words (an
opaque address) is kept behind the rest. What the user supplied is never dropped.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from flows.outlets.strategies.strategy import Candidate, Topic

# An entity says more about the subject than a common noun or verb does.
ENTITY_WEIGHT = 2.0
# The outlet's own search has read the whole page, so its word counts like one match.
SEARCHED_SHARE = 0.3
# A match in the summary alone counts half: summaries name things in passing.
SUMMARY_SHARE = 0.5
WORDLESS_SCORE = 0.01
# A short prefix would match half the dictionary ("us" in "user").
SHORTEST_PREFIX = 4
# Time zones and late corrections: a page dated a day outside still counts as inside.
SLACK = timedelta(days=1)
WORD = re.compile(r"[^\W_]+")
MOST_NAMED = 4  # words named in a reason
# An address like /20241202-troops-cross-border carries words; /c4gxj2lnyz3o does not.
SLUG_WORD = re.compile(r"[a-z]{3,}")
# Parts of addresses that say nothing about the page's subject.
COMMON_PARTS = frozenset(
    tomllib.loads(
        files("flows.outlets.strategies").joinpath("address_parts.toml").read_text(encoding="utf-8")
    )["parts"]
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """``kept`` in order of rank; how many were left out as off topic or out of the window."""

    kept: tuple[Candidate, ...]
    off_topic: int
    out_of_window: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word of the topic: as given, its tokens, and how much it says."""

    name: str
    tokens: tuple[str, ...]
    importance: float


def rank(
    candidates: Iterable[Candidate],
    topic: Topic,
    since: datetime | None,
    until: datetime | None,
) -> Ranked:
    """Candidates folded to one for each canonical URL, scored in [0, 1], best first."""
    folded = fold(candidates)
    inside = [item for item in folded if item.given or _inside(item, since, until)]
    wanted = _wanted(topic)
    matches = [_matches(item, wanted) for item in inside]
    weights = [
        word.importance * _rarity(sum(match[column] > 0 for match in matches), len(matches))
        for column, word in enumerate(wanted)
    ]
    # The best that a page can name is a handful of the topic's words, not all of them.
    best = sum(sorted(weights, reverse=True)[:MOST_NAMED])
    kept = []
    for item, match in zip(inside, matches, strict=True):
        got = sum(share * weight for share, weight in zip(match, weights, strict=True))
        named = [word.name for word, share in zip(wanted, match, strict=True) if share]
        scored = _scored(item, named, min(1.0, got / best) if best else 0.0, bool(wanted))
        if scored is not None:
            kept.append(scored)
    kept.sort(key=_order)
    return Ranked(tuple(kept), len(inside) - len(kept), len(folded) - len(inside))


def fold(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each canonical URL, the first found; later ones fill its gaps."""
    folded: dict[str, Candidate] = {}
    for item in candidates:
        first = folded.get(item.url)
        folded[item.url] = item if first is None else _filled(first, item)
    return list(folded.values())


def _filled(first: Candidate, other: Candidate) -> Candidate:
    better_date = first.published.value is None or (
        other.published.sure and not first.published.sure
    )
    dated = other.published.value is not None and better_date
    return replace(
        first,
        title=first.title or other.title,
        summary=first.summary or other.summary,
        published=other.published if dated else first.published,
        searched=first.searched or other.searched,
        held=first.held or other.held,
        modified=first.modified if first.modified.value is not None else other.modified,
        given=first.given or other.given,
    )


def _inside(item: Candidate, since: datetime | None, until: datetime | None) -> bool:
    moment = item.published.value
    if moment is None:
        return True
    early = since is not None and moment < since - SLACK
    late = until is not None and moment > until + SLACK
    # A finder's crawl time comes after publication, so being late shows nothing.
    return not early and not (late and item.published.sure)


def _wanted(topic: Topic) -> list[_Wanted]:
    """The topic's words, each once."""
    wanted: dict[tuple[str, ...], _Wanted] = {}
    for names, importance in ((topic.entities, ENTITY_WEIGHT), (topic.terms, 1.0)):
        for name in names:
            tokens = tuple(WORD.findall(name.casefold()))
            if tokens:
                wanted.setdefault(tokens, _Wanted(name, tokens, importance))
    return list(wanted.values())


def _matches(item: Candidate, wanted: Sequence[_Wanted]) -> tuple[float, ...]:
    """For each word of the topic: 1 in title or address, a share in the summary alone, or 0."""
    strong = (*WORD.findall(item.title.casefold()), "", *_address_words(item))
    weak = tuple(WORD.findall(item.summary.casefold()))
    strong_text, weak_text = " " + " ".join(strong), " " + " ".join(weak)
    return tuple(
        1.0
        if _holds(strong, strong_text, word.tokens)
        else SUMMARY_SHARE * _holds(weak, weak_text, word.tokens)
        for word in wanted
    )


def _address_words(item: Candidate) -> list[str]:
    path = unquote(urlsplit(item.url).path).casefold()
    slug = (word for word in WORD.findall(path) if SLUG_WORD.fullmatch(word))
    return [word for word in slug if word not in COMMON_PARTS]


def _rarity(holding: int, total: int) -> float:
    return math.log(1 + (1 + total) / (1 + holding))


def _scored(item: Candidate, named: list[str], score: float, judged: bool) -> Candidate | None:
    """The candidate with score and reason; None where its words are not the topic's."""
    if not judged:
        return replace(item, score=WORDLESS_SCORE, reason=_reason("no topic given", item))
    if named:
        why = "names " + ", ".join(named[:MOST_NAMED])
    elif item.searched:
        why = f"answers a search for {item.searched}"
    elif item.given:
        why, score = "is in the archive given", WORDLESS_SCORE
    elif not item.title and not _address_words(item):
        why, score = "no words to judge by", WORDLESS_SCORE
    else:
        return None
    if item.searched:
        score = SEARCHED_SHARE + (1 - SEARCHED_SHARE) * score
    return replace(item, score=round(score, 4), reason=_reason(why, item))


def _reason(why: str, item: Candidate) -> str:
    moment = item.published.value
    dated = f"dated {moment:%Y-%m-%d}" if moment is not None else "undated"
    return f"{why}; {dated}; found by {item.strategy}"


def _holds(words: tuple[str, ...], text: str, tokens: tuple[str, ...]) -> bool:
    """True where the tokens stand in a row; each may have an ending ("korea" in "korean").

    ``text`` is the words joined: most words of a topic are not there, and a search in it
    shows that at once.
    """
    if f" {tokens[0]}" not in text:
        return False
    last = len(words) - len(tokens)
    return any(
        all(_same(words[start + index], token) for index, token in enumerate(tokens))
        for start in range(last + 1)
    )


def _same(word: str, token: str) -> bool:
    return word == token or (len(token) >= SHORTEST_PREFIX and word.startswith(token))


def _order(item: Candidate) -> tuple[float, float, str]:
    """Best score first, then the newest, then by address, so that a replay ranks the same."""
    moment = item.published.value
    return (-item.score, -moment.timestamp() if moment is not None else math.inf, item.url)
