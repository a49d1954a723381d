"""The words of a report: records' terms in, plain English out. Touches nothing.

The report never rules on truth: it says "contradicted by", "supported by" and "side by side".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from urllib.parse import urlsplit

from extractors.records import ClaimKind, Fidelity, FindingKind, Relation, Verdict
from warehouse.reports.model import (
    CitationView,
    ClaimView,
    ConflictView,
    CoverageView,
    Dated,
    FindingView,
    NearestView,
    PassageView,
    ReportModel,
)
from warehouse.reports.speakers import marked

# In the order of reading: what disagrees comes first.
VERDICTS: dict[Verdict, str] = {
    "refuted": "contradicted",
    "conflicting evidence": "the sources disagree",
    "supported": "supported",
    "not enough evidence": "not enough evidence",
}
DECIDED: dict[Verdict, Relation] = {"refuted": "contradicts", "supported": "supports"}
RELATIONS: dict[Relation, str] = {
    "contradicts": "Contradicted by",
    "supports": "Supported by",
    "weaker": "Said more weakly by",
    "superseded": "Side by side: overtaken, told of another time",
    "different scope": "Side by side: of another scope",
}
FIDELITIES: tuple[Fidelity, ...] = (
    "says the opposite",
    "different number",
    "different date",
    "different speaker",
    "says it more weakly",
    "says so",
    "read, not decided",
    "not found in what was read",
    "not readable",
)
SUBJECTS: dict[FindingKind, str] = {
    "polarity": "whether it happened",
    "action": "what was done",
    "quantity": "the number",
    "date": "the date",
    "place": "the place",
    "actor": "who did it",
    "attribution": "who said it",
    "entailment": "the sentence as a whole",
}
CERTAINTIES = {
    "PROBABLE": "said as probable",
    "POSSIBLE": "said as possible",
    "UNDERSPECIFIED": "left open",
}
KINDS: dict[ClaimKind, tuple[str, str]] = {
    "opinion": ("opinion", "opinions"),
    "forecast": ("forecast", "forecasts"),
    "question": ("question", "questions"),
    "rhetoric": ("rhetorical phrase", "rhetorical phrases"),
}
DISCLAIMER = (
    "This report compares what the article says with what was read. It shows agreement and "
    "disagreement with the evidence; it does not rule on what is true."
)
UNDECIDED = "Read, not decided"
NOTHING_NEAR = "Nothing that was read speaks of it."
#: Before the gloss of a sentence in another language.
GLOSS = "word by word, not a translation"
LATER = "later than the article"
# What an editor takes in at a glance; the rest folds away.
SHOWN, BACKING_SHOWN, NEAREST_SHOWN = 5, 2, 3
SLOTS = ("actor", "action", "object", "place", "name", "date", "number", "speaker", "polarity")
SLOT = re.compile(r"(same|narrower|wider|different|opposite|unknown): (.*) \| (.*)", re.DOTALL)
#: What the parts of a comparison are called; a rule's own name for one says little to an editor.
SLOT_NAMES = {
    "actor": "who did it",
    "action": "what was done",
    "object": "to what or whom",
    "place": "where",
    "name": "who or what is named",
    "date": "when",
    "number": "how many",
    "speaker": "who says so",
    "polarity": "affirmed or denied",
}
COMPARISONS = {
    "same": "the same",
    "narrower": "more exact",
    "wider": "less exact",
    "different": "different",
    "opposite": "the opposite",
    "unknown": "not said",
}
SCORES = {
    "supports": "reads as supporting",
    "contradicts": "reads as contradicting",
    "neither": "reads as neither",
}
STEP = timedelta(microseconds=1)


def day(value: datetime) -> str:
    """ "14 March 2023"."""
    return f"{value.day} {value:%B %Y}"


def instant(value: datetime) -> str:
    """ "14 March 2023, 09:05 UTC", or the day alone when the clock says midnight."""
    midnight = value.hour == value.minute == value.second == 0
    return day(value) if midnight else f"{day(value)}, {value:%H:%M} UTC"


def published(date: Dated) -> str:
    """When a page says it was published, with any doubt in words."""
    if date.value is None:
        return "no date given"
    doubt = "" if date.sure else f" (date in doubt: {date.source})"
    return instant(date.value) + doubt


def dated(passage: PassageView) -> str:
    """The day on which a passage was said, with any doubt in words."""
    said, printed = passage.said_at, passage.published
    if said is not None and (printed.value is None or said.date() != printed.value.date()):
        return day(said)
    if printed.value is None:
        return "no date given"
    return day(printed.value) + ("" if printed.sure else " (date in doubt)")


def bounds(earliest: datetime | None, latest: datetime | None) -> str:
    """Two instants, either open, in the fewest words that say the same."""
    if earliest is None or latest is None:
        opened = f"from {day(earliest)}" if earliest else ""
        return f"until {day(latest)}" if latest else opened
    after = latest + STEP if latest < datetime.max.replace(tzinfo=latest.tzinfo) else latest
    starts_month = earliest.day == after.day == 1 and earliest.hour == after.hour == 0
    months = (after.year - earliest.year) * 12 + after.month - earliest.month
    if starts_month and months == 1:
        return f"{earliest:%B %Y}"
    if starts_month and earliest.month == after.month == 1:
        last = after.year - 1
        return f"{earliest.year}" if last == earliest.year else f"{earliest.year} to {last}"
    if earliest.date() == latest.date():
        return day(earliest)
    return f"from {day(earliest)} to {day(latest)}"


def listed(words: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C"; of more than four the first three are named."""
    names = list(dict.fromkeys(words))
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} more"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def outlets(claim: ClaimView, relation: Relation) -> list[str]:
    """The outlets whose findings bear on a claim in this way, rejected ones left out."""
    return list(
        dict.fromkeys(
            finding.passage.outlet
            for finding in claim.findings
            if finding.relation == relation and finding.review != "reject"
        )
    )


def verdict(claim: ClaimView) -> str:
    """A claim's verdict in words: "contradicted by BBC", "the sources disagree"."""
    if claim.verdict is None:
        return f"not checked: {claim.kind}"
    decided = DECIDED.get(claim.verdict)
    named = listed(outlets(claim, decided)) if decided else ""
    return f"{VERDICTS[claim.verdict]} by {named}" if named else VERDICTS[claim.verdict]


def verdict_counts(report: ReportModel) -> list[tuple[Verdict, str, int]]:
    """How many claims of fact have each verdict: the verdict, its words, the number."""
    number = Counter(claim.verdict for claim in report.facts)
    return [(term, words, number[term]) for term, words in VERDICTS.items()]


def pages_read(report: ReportModel) -> str:
    """ "42 pages read, of 5 of the 7 outlets asked": the sum of the coverage table."""
    pages = counted(report.pages_read, "page")
    read = sum(outlet.read > 0 for outlet in report.coverage)
    asked = len(report.coverage)
    some = f"{read} of the {counted(asked, 'outlet')} asked"
    return f"{pages} read, of {some if read < asked else counted(asked, 'outlet')}"


def unchecked(report: ReportModel) -> str:
    """What was not checked, by kind: "3 opinions, 1 forecast"; "" if nothing."""
    kinds = Counter(claim.kind for claim in report.claims)
    return ", ".join(counted(kinds[k], one, many) for k, (one, many) in KINDS.items() if kinds[k])


def standing(claim: ClaimView) -> str:
    """Who contradicts a claim and who supports it, in one line."""
    sides: tuple[tuple[str, Relation], ...] = (
        ("contradicted by", "contradicts"),
        ("supported by", "supports"),
    )
    parts = ((said, listed(outlets(claim, relation))) for said, relation in sides)
    return "; ".join(f"{said} {named}" for said, named in parts if named)


def notes(claim: ClaimView, cited: Sequence[CitationView] = ()) -> list[str]:
    """What is to be known of a claim beside its verdict: who says what, and how surely.

    Who is told as one of ``cited`` is not told twice.
    """
    sides = [standing(claim)] if claim.verdict == "conflicting evidence" else []
    known = {name.lower() for one in cited for name in (one.source, one.outlet)}
    told = len(claim.said_by) == 1 and claim.said_by[0].lower() in known
    said = (
        [f"as said by {' ← '.join(map(marked, claim.said_by))}"]
        if claim.said_by and not told
        else []
    )
    doubt = CERTAINTIES.get(claim.certainty, "")
    sure = f"confidence {score(claim.confidence)}" if claim.confidence else ""
    return list(filter(None, (sure, *sides, *said, doubt)))


@dataclass(frozen=True, slots=True)
class Bearing:
    """A finding, and those on other pages that say the same in the same words."""

    finding: FindingView
    copies: tuple[FindingView, ...]

    @property
    def rejected(self) -> bool:
        return self.finding.review == "reject"

    @property
    def heading(self) -> str:
        return "Rejected by a reviewer" if self.rejected else RELATIONS[self.finding.relation]


def bearings(claim: ClaimView) -> list[Bearing]:
    """A claim's findings in the order of reading; the same words are told once."""
    grouped: dict[tuple[str, str, str], list[FindingView]] = {}
    for finding in claim.findings:
        key = (finding.review or "", finding.relation, letters(finding.passage.text))
        grouped.setdefault(key, []).append(finding)
    return [Bearing(first, tuple(copies)) for first, *copies in grouped.values()]


def reason(claim: ClaimView) -> str:
    """The verdict's reason; "" where the claim's only finding says the same just below it."""
    found = bearings(claim)
    told = len(found) == 1 and found[0].finding.explanation in claim.reason
    return "" if told else claim.reason


def parted(found: Sequence[Bearing]) -> tuple[list[Bearing], list[Bearing]]:
    """The findings to show and those to fold away; both sides are shown where there are two."""
    backing = [b for b in found if b.finding.relation == "supports" and not b.rejected]
    others = [b for b in found if b not in backing][: SHOWN - min(len(backing), BACKING_SHOWN)]
    shown = [b for b in found if b in [*others, *backing[: SHOWN - len(others)]]]
    return shown, [b for b in found if b not in shown]


def near(claim: ClaimView) -> list[NearestView]:
    """The nearest passages to show of a claim on which nothing decided; same words once."""
    distinct = {letters(n.passage.text): n for n in reversed(claim.nearest)}
    kept = set(map(id, distinct.values()))
    return [n for n in claim.nearest if id(n) in kept][:NEAREST_SHOWN]


def letters(text: str) -> str:
    """A text's letters and digits, lower-case: what copies of one sentence share."""
    return "".join(filter(str.isalnum, text.casefold()))


def cited(citations: Sequence[CitationView]) -> list[CitationView]:
    """Each cited source once per claim, by its most telling result."""
    best: dict[tuple[str, str], CitationView] = {}
    for citation in citations:
        key = (citation.claim_id, (citation.outlet or citation.source).lower())
        held = best.get(key)
        if held is None or FIDELITIES.index(citation.fidelity) < FIDELITIES.index(held.fidelity):
            best[key] = citation
    return list(best.values())


def door(citation: CitationView) -> str:
    """The outlet that publishes for a cited source, where its name tells more than the words."""
    same = letters(citation.outlet) in letters(citation.source)
    return "" if same else citation.outlet


@dataclass(frozen=True, slots=True)
class Slot:
    """One part of a claim beside the same part of a passage."""

    name: str
    claim: str
    passage: str
    comparison: str


def slots(finding: FindingView) -> tuple[list[Slot], list[tuple[str, str]]]:
    """The slots in a finding's details, and what else stands there.

    A slot's value reads "different: the claim's words | the passage's words"; of several of one
    name the further ones are numbered ("date 2").
    """
    compared: list[Slot] = []
    others: list[tuple[str, str]] = []
    for name, value in finding.details:
        match = SLOT.fullmatch(value)
        if match is None:
            others.append((name, value))
        else:
            comparison, ours, theirs = match.groups()
            compared.append(Slot(name, ours, theirs, comparison))
    place = {name: number for number, name in enumerate(SLOTS)}
    compared.sort(key=lambda s: (place.get(s.name.split(" ")[0], len(SLOTS)), s.name))
    return compared, others


def slot_name(name: str) -> str:
    """A slot's name for a reader: "how many" for "number 2"; an unknown one as it is."""
    return SLOT_NAMES.get(name.split(" ")[0], name)


def score(value: float) -> str:
    """A score as the number it is."""
    return f"{value:.2f}"


def copies(conflict: ConflictView) -> str:
    """How many further passages repeat either side of a conflict; "" if none does."""
    return f"repeated by {counted(conflict.copies, 'more passage')}" if conflict.copies else ""


@dataclass(frozen=True, slots=True)
class Count:
    """A row of the coverage table: asked = missing + received, received = empty + read."""

    name: str
    asked: int
    missing: int
    received: int
    empty: int
    read: int
    on_topic: int
    findings: int


def counts(outlet: CoverageView) -> Count:
    """An outlet's numbers such that they add up, whatever order they were counted in."""
    received = max(outlet.captured, outlet.read)
    asked = max(outlet.candidates, received)
    return Count(
        name=outlet.name,
        asked=asked,
        missing=asked - received,
        received=received,
        empty=received - outlet.read,
        read=outlet.read,
        on_topic=outlet.on_topic,
        findings=outlet.findings,
    )


def total(outlets: Sequence[CoverageView]) -> Count:
    """The sum of the coverage table."""
    rows = [counts(outlet) for outlet in outlets]
    numbers = {
        name: sum(getattr(row, name) for row in rows)
        for name in Count.__dataclass_fields__
        if name != "name"
    }
    return Count("all outlets", **numbers)


def everything_read(report: ReportModel) -> bool:
    """True where nothing that was asked for is missing and every cited source was read."""
    whole = total(report.coverage)
    missing = report.not_read or report.cited_unread or whole.missing or whole.empty
    return not missing and whole.read > 0


def link(url: str | None) -> str | None:
    """The address if it may stand as a link (http or https, no blanks or controls), else None."""
    if not url or any(ord(character) <= 32 for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def file_name(path: str) -> str:
    """The last part of a path, so that a report does not tell the machine's folders."""
    return PurePath(path).name or path


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 claim", "2 claims", "no claims"."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"
