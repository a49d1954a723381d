"""What an article denies in one place it must not tell in another.

Fires on "He opened fire on the crowd" against "There is no evidence that he carried so much as a
pistol". Must not fire on "It had never lost a passenger before Sunday" against "Twelve died on
Sunday" (that is what it was before), nor on "Officials said that nobody was hurt. But two were."
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from extractors.grammar import hypernyms, synonyms
from warehouse.crosscheck.consistency.reading import Article, Judgement
from warehouse.crosscheck.consistency.wordings import LIGHT, Telling, Told, kinds, words
from warehouse.crosscheck.quoting import short

RULE = "repetition/polarity/1"
SCORE_RULE = "repetition/entailment/1"
#: The scorer alone must be all but sure.
SURE = 0.97
#: Pairs (evidence, claim) to rows of supports, contradicts, neither.
Score = Callable[[Sequence[tuple[str, str]]], Any]
_BEFORE = re.compile(r"\b(?:before|until|till|up to|prior to|so far|hitherto)\b")
_PAST_PERFECT = re.compile(r"\bhad (?:\w+ )?(?:never|not)\b|\bnever had\b", re.I)
_FUTURE = re.compile(r"\b(?:will|shall|would|promise|pledge|vow|be go to)\b")
_DOUBTED = re.compile(r"\b(?:if|may|might|perhaps|possibly|allegedly|whether)\b")
_POSSIBLE = re.compile(r"\b(?:can|could|may|might|possible|chance)\b")
#: Words that share so many first letters are kindred: "protest", "protester".
STEM = 5
_HEDGED = re.compile(r"\b(?:if|may|might|could|should|perhaps|possibly|allegedly|whether)\b")


def apply(article: Article, told: Sequence[Told]) -> Iterator[Judgement]:
    """One judgement for each denial and the claim that stands against it."""
    for denial in told:
        against = [
            other
            for other in told
            if other is not denial
            and other.claim.kind == "fact"
            and _opposed(denial, other)
            and not _apart(denial, other)
            and not _contrasted(article, denial, other)
        ]
        if against:
            yield _judged(denial, max(against, key=lambda o: _nearness(denial, o, told)))


def second_opinions(article: Article, told: Sequence[Told], score: Score) -> Iterator[Judgement]:
    """Pairs that share words or names, which the scorer alone is all but sure contradict."""
    pairs = [
        (denial, other)
        for denial in told
        if denial.denies
        for other in told
        if other.claim.kind == "fact"
        and not other.denies
        and (_share(denial, other) or denial.names & other.names)
        and not _hedged(denial, other)
        and not _apart(denial, other)
        and not _contrasted(article, denial, other)
    ]
    if not pairs:
        return
    scores = score([(other.claim.wording, denial.claim.wording) for denial, other in pairs])
    for (denial, other), row in zip(pairs, scores, strict=True):
        if float(row[1]) >= SURE:
            yield replace(_judged(denial, other), rule=SCORE_RULE)


def agreed(judgements: Sequence[Judgement], article: Article, score: Score) -> list[Judgement]:
    """Those of the judgements on two claims which the scorer does not take for agreement."""
    if not judgements:
        return []
    texts = [tuple(article.holding(place)[0].wording for place in j.places[:2]) for j in judgements]
    scores = score([(second, first) for first, second in texts])
    return [j for j, row in zip(judgements, scores, strict=True) if float(row[1]) >= float(row[0])]


def belies(telling: Telling, denial: Telling) -> bool:
    """Whether a sentence tells a case of what another denies of every case.

    "Not once has it promised to go after anybody" and "it promises to deal seriously with them".
    """
    stands = _absolute(denial) and _tells_against(denial, telling)
    return stands and _of_one_kind(denial, telling) and not _elsewhere(denial, telling)


def _nearness(denial: Told, other: Told, told: Sequence[Told]) -> tuple[int, int, int, int]:
    """Of several claims against one denial that of the same subject, then of the chief actor."""
    subjects = _doers(other)
    return (
        len(denial.subjects & subjects),
        len(denial.content & other.content),
        sum(any(s in t.lemmas.split() for s in subjects) for t in told),
        -other.claim.number,
    )


def _doers(told: Telling) -> frozenset[str]:
    """The subject; of "it was a soldier who shot him" the soldier."""
    if told.subjects == {"it"}:
        for token in told.tokens:
            if token.dep_.startswith("acl:relcl") and any(c.tag_ == "WP" for c in token.children):
                return frozenset({token.head.lemma_.lower()})
    return told.subjects


def _opposed(denial: Telling, other: Telling) -> bool:
    if not _tells_against(denial, other):
        return False
    return _of_one_kind(denial, other) or (denial.denies and _same_words(denial, other))


def _tells_against(denial: Telling, other: Telling) -> bool:
    """Whether one affirms and the other is sure of what it denies."""
    return not (other.denies or _negative(other) or _DOUBTED.search(denial.core_lemmas))


def _negative(told: Telling) -> str | None:
    """The kind that a claim denies without a negation: "He was unarmed"."""
    for name, row in kinds().items():
        pattern = row["negative"]
        if pattern is not None and pattern.search(told.lemmas):
            return name
    return None


def _of_one_kind(denial: Telling, other: Telling) -> bool:
    """The table says that what the one tells entails what the other denies."""
    for row in kinds().values():
        denied, negative, affirmed = row["denied"], row["negative"], row["affirmed"]
        by_word = negative is not None and not denial.denies and negative.search(denial.lemmas)
        by_negation = denial.denies and denied is not None and denied.search(denial.core_lemmas)
        if not (by_word or by_negation) or affirmed is None:
            continue
        if not affirmed.search(other.lemmas):
            continue
        promised = denial.denies and any(
            t.lemma_.lower() in words("promising") for t in denial.core
        )
        if promised and not _FUTURE.search(other.lemmas):
            continue
        if not promised and _hedged(denial, other):
            continue
        if _same_actor(denial, other) and (_absolute(denial) or _share(denial, other)):
            return True
    return False


def _absolute(denial: Telling) -> bool:
    """ "Never", "nobody", "no evidence": one case refutes it, whatever else the words say."""
    return denial.denies and any(
        re.search(rf"(?<!\w){re.escape(w)}(?!\w)", denial.lemmas) for w in words("absolute")
    )


def _share(denial: Telling, other: Telling) -> bool:
    """A thing or name in both, or one subject."""
    nouns = {t.lemma_.lower() for t in denial.core if t.pos_ in ("NOUN", "PROPN")} - LIGHT
    theirs = {t.lemma_.lower() for t in other.core if t.pos_ in ("NOUN", "PROPN")}
    return bool(nouns & theirs)


def _same_actor(denial: Telling, other: Telling) -> bool:
    """Both are said of one actor; or one of them is said of nobody in particular."""
    if denial.actors and other.actors:
        return bool(denial.actors & other.actors)
    if denial.subjects & other.subjects:
        return True
    if _negative(denial) and (denial.subjects & other.content or other.subjects & denial.content):
        return True
    general = words("anyone")
    if denial.subjects <= general or other.subjects <= general:
        return True
    return any(
        a in synonyms(b, "n") or a in hypernyms(b, "n") or b in hypernyms(a, "n")
        for a in denial.subjects
        for b in other.subjects
    )


def _same_words(denial: Telling, other: Telling) -> bool:
    """The predicate that is denied, and what it is denied of, told in the same or kindred words."""
    if not denial.focus or not _same_actor(denial, other) or _hedged(denial, other):
        return False
    found = [t for t in denial.focus if _met(t, other)]
    if len(denial.focus) == 1:
        only = denial.focus[0]
        there = only.pos_ == "NOUN" and only.dep_.startswith(("nsubj", "obj", "root"))
        compound = [c for c in only.children if c.dep_ in ("compound", "amod")]
        exact = only.lemma_.lower() in other.content
        return there and exact and bool(compound) and all(_met(c, other) for c in compound)
    return len(found) == len(denial.focus)


def _met(token: Any, other: Telling) -> bool:
    word, pos = token.lemma_.lower(), "v" if token.pos_ == "VERB" else "n"
    happened = other.happened
    if word in happened or synonyms(word, pos) & happened:
        return True
    return len(word) >= STEM and any(
        w[:STEM] == word[:STEM] and abs(len(w) - len(word)) <= 4 for w in happened
    )


def _hedged(denial: Telling, other: Telling) -> bool:
    """ "It may fall" stands against "it cannot fall", not against "it did not fall"."""
    if _POSSIBLE.search(denial.core_lemmas) or _FUTURE.search(denial.core_lemmas):
        return False
    return bool(_HEDGED.search(other.lemmas) or _FUTURE.search(other.lemmas))


def _apart(denial: Told, other: Told) -> bool:
    """Of other times, places or speakers, so that both can be so."""
    mine, theirs = denial.voice, other.voice
    promised = any(t.lemma_.lower() in words("promising") for t in denial.core)
    if mine and theirs and mine[-1] != theirs[-1] and not promised:
        return True
    # an opinion article denies what it quotes: that is its business, not its slip
    if bool(mine) != bool(theirs) and not promised:
        return True
    return _elsewhere(denial, other)


def _elsewhere(denial: Telling, other: Telling) -> bool:
    """Of other times or places."""
    bounded = _BEFORE.search(denial.lemmas) or _PAST_PERFECT.search(denial.text)
    if bounded and not any(
        re.search(rf"(?<!\w){re.escape(w)}(?!\w)", other.lemmas) for w in words("earlier")
    ):
        return True
    places = _places(denial), _places(other)
    return bool(places[0] and places[1] and not places[0] & places[1])


def _places(told: Telling) -> frozenset[str]:
    return frozenset(
        t.lemma_.lower()
        for t in told.core
        if t.pos_ == "PROPN"
        and t.dep_ in ("obl", "nmod")
        and any(c.lower_ in ("in", "at", "on", "near") for c in t.children)
    )


def _contrasted(article: Article, denial: Told, other: Told) -> bool:
    """ "Nobody was hurt, they said. But two were": the article itself opposes them."""
    first, second = sorted((denial.claim, other.claim), key=lambda c: c.start)
    between = [s for s in article.sentences if first.sentence_start < s.start <= second.start]
    if len(between) > 1:
        return False
    words_between = article.text[first.start : second.end].lower()
    if first.sentence_start == second.sentence_start:
        return True
    lead = " ".join(words_between[max(0, second.sentence_start - first.start) :].split()[:3])
    return any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", lead) for w in words("contrast"))


def _judged(denial: Told, other: Told) -> Judgement:
    first, second = sorted((denial.claim, other.claim), key=lambda c: c.start)
    return Judgement(
        "contradiction",
        ((denial.claim.start, denial.claim.end), (other.claim.start, other.claim.end)),
        False,
        RULE,
        f"The article says “{short(first.wording, 110)}” and also “{short(second.wording, 110)}”:"
        " one denies what the other tells.",
    )
