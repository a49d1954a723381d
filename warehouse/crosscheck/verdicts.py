"""A claim's findings rolled up to a verdict, in AVeriTeC's four labels (Schlichtkrull et al. 2023).

In: the findings that stand. Out: verdict, confidence and the reason in one sentence. One origin
counts once: passages of one outlet, or that quote one and the same source, are one witness.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from extractors.records import Claim, Document, Finding, Judgement, Passage
from warehouse.crosscheck.folding import by_claim, left_out
from warehouse.crosscheck.joining import pair_of

#: Where both sides are heard, the weaker must come this near to the stronger to be a conflict.
NEAR: Final = 0.25


def roll_up(
    claims: Sequence[Claim],
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
    names: Mapping[str, str] | None = None,
) -> dict[str, Judgement]:
    """Each claim's verdict by its id, from the findings that stand.

    ``names`` maps an outlet's id to its name, for the reason given.
    """
    told = names or {}
    groups = by_claim(findings)
    return {
        claim.claim_id: _cut_said(
            _judged(groups.get(claim.claim_id, []), documents, passages, told),
            left_out(groups.get(claim.claim_id, [])),
        )
        for claim in claims
    }


def _cut_said(judged: Judgement, count: int) -> Judgement:
    """The judgement, saying that there were more findings than are kept."""
    if count == 0:
        return judged
    more = "1 more finding on it was" if count == 1 else f"{count} more findings on it were"
    return replace(judged, reason=f"{judged.reason} {more} left out, less sure than those kept.")


def _joint(
    pair: tuple[Finding, Finding],
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
    names: Mapping[str, str],
) -> Judgement:
    one, other = (_who(finding, documents, passages, names) for finding in pair)
    who = f"Two passages of {one}" if one == other else f"{one} and {other}"
    sure = min(finding.score for finding in pair)
    return Judgement("supported", sure, f"{who} say a part each, and together the whole.")


def _judged(
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
    names: Mapping[str, str],
) -> Judgement:
    supporting = _witnesses(findings, "supports", documents, passages)
    against = _witnesses(findings, "contradicts", documents, passages)
    pair = pair_of(findings)
    if not supporting and not against and pair is not None:
        return _joint(pair, documents, passages, names)
    if not supporting and not against:
        return Judgement("not enough evidence", 0.0, _why_open(findings))
    sure_for, sure_against = _sure(supporting), _sure(against)
    if supporting and against and abs(sure_for - sure_against) <= NEAR:
        one, other = against[0], supporting[0]
        no, yes = (_who(f, documents, passages, names) for f in (one, other))
        told = f"{no} contradicts it, {yes}"
        sure = round(min(sure_for, sure_against), 4)
        return Judgement("conflicting evidence", sure, f"{told} supports it.")
    if sure_against > sure_for:
        best = against[0]
        told = f"{_who(best, documents, passages, names)}: {best.explanation}"
        return Judgement("refuted", round(sure_against, 4), told)
    best = supporting[0]
    told = f"{_who(best, documents, passages, names)}: {best.explanation}"
    return Judgement("supported", round(sure_for, 4), told)


def _witnesses(
    findings: Sequence[Finding],
    relation: str,
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
) -> list[Finding]:
    """The surest finding of each origin, the surest first."""
    best: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda f: (-f.score, f.finding_id)):
        if finding.relation == relation:
            best.setdefault(_origin(finding, documents, passages), finding)
    return list(best.values())


def _origin(
    finding: Finding, documents: Mapping[str, Document], passages: Mapping[str, Passage]
) -> str:
    passage = passages.get(finding.passage_id)
    if passage is None:
        return finding.passage_id
    named = [s.entity for s in passage.sources if s.entity]
    document = documents.get(passage.document_id)
    outlet = (document.outlet or document.url) if document is not None else ""
    return named[-1] if named else outlet


def _sure(witnesses: Sequence[Finding]) -> float:
    """How sure several origins make it: the chance that not all of them are misread, damped."""
    doubt = 1.0
    for place, finding in enumerate(witnesses):
        doubt *= 1 - finding.score / (1 + place)
    return 1 - doubt


def _who(
    finding: Finding,
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
    names: Mapping[str, str],
) -> str:
    """The outlet, with whom it quotes: "BBC, quoting President Zelensky"."""
    passage = passages.get(finding.passage_id)
    document = documents.get(passage.document_id) if passage is not None else None
    outlet = (document.outlet or "a page") if document is not None else "a page"
    outlet = names.get(outlet, outlet)
    said = [s.text for s in passage.sources if s.text] if passage is not None else []
    return f"{outlet}, quoting {said[-1]}" if said else outlet


def _why_open(findings: Sequence[Finding]) -> str:
    if any(f.relation == "weaker" for f in findings):
        return "What was read says less than the claim."
    if any(f.relation == "superseded" for f in findings):
        return "What was read speaks of another time."
    return "No passage that was read decides it."
