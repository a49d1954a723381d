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
        files("flows.outlets").joinpath("words/address_parts.toml").read_text(encoding="utf-8")
    )["parts"]
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """``kept`` in order of rank; how many were left out as off topic or out of the window."""

    kept: tuple[Candidate, ...]
    off_topic: int
    out_of_window: int


@dataclass(frozen=True, slots=True)
class _Words:
    """A candidate's words: those of its title and address, and those of its summary."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]


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
    words = [_words_of(item) for item in inside]
    weights = _weights(wanted, words)
    scored = [_scored(item, own, wanted, weights) for item, own in zip(inside, words, strict=True)]
    kept = [item for item in scored if item is not None]
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


def _wanted(topic: Topic) -> list[tuple[str, tuple[str, ...], float]]:
    """The topic's words as (name, tokens, importance); each once."""
    wanted: dict[tuple[str, ...], tuple[str, tuple[str, ...], float]] = {}
    for names, importance in ((topic.entities, ENTITY_WEIGHT), (topic.terms, 1.0)):
        for name in names:
            tokens = tuple(WORD.findall(name.casefold()))
            if tokens:
                wanted.setdefault(tokens, (name, tokens, importance))
    return list(wanted.values())


def _words_of(item: Candidate) -> _Words:
    path = unquote(urlsplit(item.url).path).casefold()
    slug = [word for word in WORD.findall(path) if SLUG_WORD.fullmatch(word)]
    telling = [word for word in slug if word not in COMMON_PARTS]
    strong = WORD.findall(item.title.casefold())
    return _Words((*strong, "", *telling), tuple(WORD.findall(item.summary.casefold())))


def _weights(
    wanted: Sequence[tuple[str, tuple[str, ...], float]], words: Sequence[_Words]
) -> list[float]:
    weights = []
    for _, tokens, importance in wanted:
        holding = sum(_holds(own.strong, tokens) or _holds(own.weak, tokens) for own in words)
        weights.append(importance * math.log(1 + (1 + len(words)) / (1 + holding)))
    return weights


def _scored(
    item: Candidate,
    own: _Words,
    wanted: Sequence[tuple[str, tuple[str, ...], float]],
    weights: Sequence[float],
) -> Candidate | None:
    """The candidate with score and reason; None where its words are not the topic's."""
    if not wanted:
        return replace(item, score=WORDLESS_SCORE, reason=_reason("no topic given", item))
    got = 0.0
    named: list[str] = []
    for (name, tokens, _), weight in zip(wanted, weights, strict=True):
        if _holds(own.strong, tokens):
            got += weight
            named.append(name)
        elif _holds(own.weak, tokens):
            got += weight * SUMMARY_SHARE
            named.append(name)
    # The best that a page can name is a handful of the topic's words, not all of them.
    best = sum(sorted(weights, reverse=True)[:MOST_NAMED])
    score = min(1.0, got / best) if best else 0.0
    if named:
        why = "names " + ", ".join(named[:MOST_NAMED])
    elif item.searched:
        why = f"answers a search for {item.searched}"
    elif item.given:
        why = "is in the archive given"
        score = WORDLESS_SCORE
    elif not item.title and not any(own.strong):
        return replace(item, score=WORDLESS_SCORE, reason=_reason("no words to judge by", item))
    else:
        return None
    if item.searched:
        score = SEARCHED_SHARE + (1 - SEARCHED_SHARE) * score
    return replace(item, score=round(score, 4), reason=_reason(why, item))


def _reason(why: str, item: Candidate) -> str:
    moment = item.published.value
    dated = f"dated {moment:%Y-%m-%d}" if moment is not None else "undated"
    return f"{why}; {dated}; found by {item.strategy}"


def _holds(words: tuple[str, ...], tokens: tuple[str, ...]) -> bool:
    """True where the tokens stand in a row; each may have an ending ("korea" in "korean")."""
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
