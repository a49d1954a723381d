"""Parts that the article adds up should come to the total that it states.

Fires on "Officers on patrol (1,600) and private guards (500): 2,600 in all" (2,100: does not hold).
Must not fire on "Nine ships sank, and two boats, including a ferry, were towed in": no total is
stated; nor on "12 people, among them ten passengers": a part is not all.

A total may add up its own sentence, or the sentences right before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from warehouse.crosscheck.consistency.cues import (
    Stated,
    addable,
    is_general,
    is_group,
    near,
    related,
    stated_totals,
)
from warehouse.crosscheck.consistency.numbers import Amount, Interval, follows, total, written
from warehouse.crosscheck.consistency.reading import Article, Judgement, Sentence, phrases

RULE = "total/1"
#: How many sentences a total reaches back for its parts.
BACK = 3
#: A member of a list that is named without a number: "their guide", "Ann".
ONE = re.compile(
    r"(?:an?|the|his|her|their|its|my|our|one|another|the\s+\w+['’]s)\s+[a-z]|[A-Z]", 0
)
MOST_WORDS = 5
_LIST = re.compile(
    r"⟨(?P<total>\d+)⟩(?P<noun>(?:\s+[\w'’-]+){1,3}?)"
    r"(?P<mark>\s*[:(—–]\s*|,\s+|\s+-\s+)(?:namely\s+|that is\s+)?"
    r"(?P<parts>⟨\d+⟩[^⟨⟩⟪.;:()]{2,40}?(?:,\s*⟨\d+⟩[^⟨⟩⟪.;:()]{2,40}?)*,?\s+and\s+"
    r"(?:an?other\s+)?⟨\d+⟩[^⟨⟩⟪.;:()—–,]{0,40})(?=[.,;:)—–]|$)"
)


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each total with parts that can be told."""
    for position, sentence in enumerate(article.sentences):
        judged: set[int] = set()
        for stated in stated_totals(sentence):
            judgement = _own(sentence, stated) or _before(article.sentences, position, stated)
            if judgement is not None:
                judged.add(stated.index)
                yield judgement
        for found in _LIST.finditer(sentence.template):
            if int(found["total"]) not in judged:
                judgement = _listed(sentence, found)
                if judgement is not None:
                    yield judgement


def _own(sentence: Sentence, stated: Stated) -> Judgement | None:
    """The total of its own sentence: of the numbers before it, else of those behind a colon."""
    whole = sentence.amounts[stated.index]
    parts = _members(sentence, sentence.amounts[: stated.index], whole)
    if len(parts) + (_singles(sentence, parts) if parts else 0) < 2:
        behind = sentence.between(whole.end, sentence.end)
        if not re.search(r"[:(—–]|,\s", behind) or not stated.strong:
            return None
        parts = _members(sentence, sentence.amounts[stated.index + 1 :], whole)
        if len(parts) < 2 or _is_partial(behind):
            return None
    if _is_partial(sentence.between(parts[-1].end, whole.start)):
        return None
    if not stated.strong and not all(related(p, whole) for p in parts):
        return None
    found = _summed(sentence, parts, whole, strict=not stated.strong)
    return None if found is not None and stated.doubtful and not found.holds else found


def _members(sentence: Sentence, amounts: Sequence[Amount], whole: Amount) -> list[Amount]:
    """The parts among the amounts: of "one family of five" the five, of "two households" none."""
    kept = []
    for i, amount in enumerate(amounts):
        if not addable(amount, whole):
            continue
        follower = amounts[i + 1] if i + 1 < len(amounts) else None
        words = sentence.between(amount.end, follower.start) if follower else ""
        holds = re.fullmatch(r"\s+(?:\w+\s+){0,2}of\s+", words) is not None
        counts_groups = is_group(amount.unit) and not is_group(whole.unit)
        if holds or (counts_groups and not _is_size(sentence, amount)):
            continue
        kept.append(amount)
    return kept


def _is_size(sentence: Sentence, amount: Amount) -> bool:
    """ "a crew of two": the number of those in the group."""
    return re.search(r"\bof\s+$", sentence.between(sentence.start, amount.start)) is not None


def _singles(sentence: Sentence, parts: Sequence[Amount]) -> int:
    """How many are named beside the parts without a number: "nine guests, their guide and ..."."""
    start = max(sentence.template.rfind(mark, 0, _at(sentence, parts[0])) for mark in ".;:(—")
    listed = sentence.template[start + 1 : _at(sentence, parts[-1])]
    count, offset, led = 0, start + 1, False
    for piece in re.split(r"(,\s*|\band\s+)", listed)[:-1]:
        at, offset = offset, offset + len(piece)
        led = led or _leads(sentence, piece)
        if led or "⟨" in listed[: at - start - 1]:
            count += is_one(sentence, piece)
    return count


def _trails(sentence: Sentence, last: Amount, whole: Amount) -> bool:
    """ "two women and a child drowned, six people": one more, behind the last number."""
    words = sentence.between(last.end, whole.start)
    return (
        re.match(r"[^,.;]{1,30}?,?\s+and\s+(?:an?|his|her|their|one)\s+[a-z]+", words) is not None
    )


def _at(sentence: Sentence, amount: Amount) -> int:
    return sentence.template.index(f"⟨{sentence.amounts.index(amount)}⟩")


def _leads(sentence: Sentence, piece: str) -> bool:
    """A first member before the first number: "The pilot, his wife and three children"."""
    return bool(piece.strip()) and sentence.text.startswith(piece.strip())


def is_one(sentence: Sentence, piece: str) -> bool:
    """ "their guide", "a nurse", "Ann": one, in the singular, and no clause."""
    words = piece.strip()
    if "⟨" in words or "⟪" in words or not ONE.match(words) or len(words.split()) > MOST_WORDS:
        return False
    at = sentence.text.find(words)
    if at < 0:
        return False
    first = sentence.start + at
    tokens = [t for t in sentence.tokens if first <= sentence.offset + t.idx < first + len(words)]
    # the tagger takes many a "guide" for a verb, but not for a finite one
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in tokens[1:])
    return not finite and not any(t.tag_ in ("NNS", "NNPS") for t in tokens)


def _is_partial(words: str) -> bool:
    return re.search(rf"\b(?:{phrases('totals', 'partial')})\b", words, re.IGNORECASE) is not None


def _summed(
    sentence: Sentence, parts: Sequence[Amount], whole: Amount, strict: bool
) -> Judgement | None:
    """Whether the parts, or the parts and those named without a number, come to the total."""
    derived = total(p.interval for p in parts)
    value = sum(p.value for p in parts)
    singles = _singles(sentence, parts)
    terms = " + ".join(written(p.value) for p in parts)
    choices = [singles, singles + 1] if _trails(sentence, parts[-1], whole) else [singles]
    for more in choices:
        if more and not follows(derived, whole):
            one = Interval(float(more), float(more))
            derived = total([*(p.interval for p in parts), one])
            value = sum(p.value for p in parts) + more
            terms = " + ".join(written(n) for n in (*(p.value for p in parts), more))
    holds = follows(derived, whole)
    largest = max(p.value for p in parts)
    if not holds and (whole.value <= largest or not near(value, whole.value)):
        return None
    if not holds and strict and singles and not all(related(p, whole) for p in parts):
        return None
    return judged(RULE, (whole, *parts), holds, f"{terms} = {written(value)}", whole)


def judged(
    rule: str, used: Sequence[Amount], holds: bool, reckoned: str, stated: Amount
) -> Judgement:
    """The judgement on a sum, written out for an editor."""
    number = " ".join(stated.text.split())
    if holds:
        said = f"The article's sum holds: {reckoned}, and it says “{number}”."
    else:
        said = f"The article's sum does not hold: {reckoned}, but it says “{number}”."
    return Judgement("arithmetic", tuple((a.start, a.end) for a in used), holds, rule, said)


def _listed(sentence: Sentence, found: re.Match[str]) -> Judgement | None:
    """A number with the list of its parts right behind it: "12 people, ten guests and two crew"."""
    whole = sentence.amounts[int(found["total"])]
    parts = [sentence.amounts[int(i)] for i in re.findall(r"⟨(\d+)⟩", found["parts"])]
    if len(parts) < 2 or not all(addable(p, whole) for p in parts) or _is_partial(found["parts"]):
        return None
    comma = found["mark"].strip() in (",", "-")
    if comma and not (is_general(whole.unit) and all(related(p, whole) for p in parts)):
        return None
    if any(p.unit == whole.unit for p in parts[:1]) and comma:
        return None
    if not whole.exact or not all(p.exact for p in parts):
        return None
    return _summed(sentence, parts, whole, strict=True)


def _before(sentences: Sequence[Sentence], position: int, stated: Stated) -> Judgement | None:
    """The total of the sentences before: "Together they lost 30 men", "That makes 30 in all"."""
    sentence = sentences[position]
    whole = sentence.amounts[stated.index]
    if not stated.strong or any(addable(a, whole) for a in sentence.amounts[: stated.index]):
        return None
    parts: list[Amount] = []
    for earlier in reversed(sentences[max(0, position - BACK) : position]):
        own = [a for a in earlier.amounts if addable(a, whole) and _told_alike(a, whole)]
        if not own or _is_partial(earlier.text):
            break
        parts = [*own, *parts]
        if len(parts) >= 2 and follows(total(p.interval for p in parts), whole):
            break
    if len(parts) < 2:
        return None
    value = sum(p.value for p in parts)
    holds = follows(total(p.interval for p in parts), whole)
    if not holds and (
        not near(value, whole.value)
        or whole.value <= max(p.value for p in parts)
        or not all(p.unit == whole.unit for p in parts)
    ):
        return None
    reckoned = f"{' + '.join(written(p.value) for p in parts)} = {written(value)}"
    return judged(RULE, (whole, *parts), holds, reckoned, whole)


def _told_alike(part: Amount, whole: Amount) -> bool:
    return related(part, whole) or related(whole, part)
