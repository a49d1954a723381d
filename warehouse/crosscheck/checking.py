"""The cross-check of one run: claims and passages in; findings, verdicts and fidelity out.

Reads no file but the shipped model's, no clock, no network; the same rows give the same findings in
the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.entailment import load_scorer
from extractors.extraction import Side
from extractors.records import (
    Citation,
    CitationResult,
    Claim,
    Conflict,
    Consistency,
    Document,
    Finding,
    Judgement,
    Nearest,
    OutletCoverage,
    Passage,
)
from warehouse.crosscheck.conflicts import find_conflicts
from warehouse.crosscheck.consistency import find_consistency
from warehouse.crosscheck.decision import RULE, Decision, decide, grows
from warehouse.crosscheck.fidelity import citation_results
from warehouse.crosscheck.folding import folded
from warehouse.crosscheck.joining import TOGETHER, joined
from warehouse.crosscheck.quoting import short
from warehouse.crosscheck.readings import Reading, Statement, pipeline, read_pairs, statement_of
from warehouse.crosscheck.slots import Slot
from warehouse.crosscheck.speaking import speaker_of, speaker_slot, spoken
from warehouse.crosscheck.verdicts import roll_up

#: Words of a slot shown in a finding's details.
SHOWN = 80


@dataclass(frozen=True, slots=True)
class CrosscheckResult:
    """``verdicts`` maps the id of each claim of kind fact to its verdict."""

    findings: tuple[Finding, ...]
    verdicts: dict[str, Judgement]
    citation_results: tuple[CitationResult, ...]
    consistency: tuple[Consistency, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def crosscheck(
    claims: Sequence[Claim],
    nearest: Mapping[str, Sequence[Nearest]],
    documents: Mapping[str, Document],
    citations: Sequence[Citation],
    coverage: Iterable[OutletCoverage],
    as_of: datetime | None,
    passages: Mapping[str, Passage],
) -> CrosscheckResult:
    """Judge every fact by the passages nearest to it.

    ``nearest`` gives a claim's passages by its id, the best first; ``passages`` and ``documents``
    hold by id all that they may come from, and the article with its own sentences.
    """
    facts = [claim for claim in claims if claim.kind == "fact"]
    outlets = {c.source.text for c in citations if c.outlet is not None}
    read = tuple(coverage)
    known: dict[Statement, Side] = {}
    names = {row.outlet: row.name for row in read}
    findings, readings = _findings(facts, nearest, documents, passages, outlets, as_of, known)
    results = citation_results(citations, nearest, findings, documents, passages, readings, read)
    findings = joined(findings, readings)
    needed = {result.finding_id for result in results}
    needed |= {finding.finding_id for finding in findings if TOGETHER in finding.details}
    findings = folded(findings, passages, needed)
    verdicts = roll_up(facts, findings, documents, passages, names)
    return CrosscheckResult(
        findings=findings,
        verdicts=verdicts,
        citation_results=results,
        consistency=_consistency(facts, documents),
        conflicts=find_conflicts(nearest, documents, passages, known),
    )


def _consistency(
    facts: Sequence[Claim], documents: Mapping[str, Document]
) -> tuple[Consistency, ...]:
    article = documents.get(facts[0].document_id) if facts else None
    if article is None:
        return ()
    return find_consistency(facts, article.text, pipeline(), load_scorer().score)


def _findings(
    facts: Sequence[Claim],
    nearest: Mapping[str, Sequence[Nearest]],
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
    outlets: set[str],
    as_of: datetime | None,
    known: dict[Statement, Side],
) -> tuple[tuple[Finding, ...], dict[tuple[str, str], Reading]]:
    """The findings of all pairs, and every reading by (claim, passage)."""
    speakers = [speaker_of(claim, outlets) for claim in facts]
    claims = [
        Statement(spoken(claim, speaker), claim.said_at or as_of, "", claim.vector)
        for claim, speaker in zip(facts, speakers, strict=True)
    ]
    contents = [
        Statement(claim.wording, claim.said_at or as_of, "", claim.vector) for claim in facts
    ]
    ids = sorted({near.passage_id for c in facts for near in nearest.get(c.claim_id, ())})
    places = {name: place for place, name in enumerate(ids)}
    pairs = [
        (number, places[near.passage_id])
        for number, claim in enumerate(facts)
        for near in nearest.get(claim.claim_id, ())
    ]
    told = [(n, place) for n, place in pairs if claims[n].text != contents[n].text]
    theirs = [statement_of(passages[name], documents) for name in ids]
    read = read_pairs(claims, theirs, pairs, known=known)
    bare = dict(zip(told, read_pairs(contents, theirs, told, known=known), strict=True))
    readings: dict[tuple[str, str], Reading] = {}
    decisions: dict[tuple[str, str], Decision] = {}
    heard: set[str] = set()
    for pair, reading in zip(pairs, read, strict=True):
        number, place = pair
        claim, passage = facts[number], passages[ids[place]]
        said = claim.said_at or as_of
        later = said is not None and passage.said_at is not None and passage.said_at > said
        speaker = speaker_slot(speakers[number], passage)
        reading, decision = _heard(reading, bare.get(pair), later, speaker)
        readings[claim.claim_id, passage.passage_id] = reading
        if decision is not None:
            decisions[claim.claim_id, passage.passage_id] = decision
            if decision.relation == "supports" and speaker and speaker.match == "same":
                heard.add(claim.claim_id)
    # both may have said it: of whom the words are heard, no other speaker tells against
    decisions = {
        key: decision
        for key, decision in decisions.items()
        if decision.kind != "attribution" or key[0] not in heard
    }
    findings = [
        finding_of(*key, readings[key], decision)
        for key, decision in _overtaken(decisions, readings, passages).items()
    ]
    return tuple(findings), readings


def _heard(
    reading: Reading, content: Reading | None, later: bool, speaker: Slot | None
) -> tuple[Reading, Decision | None]:
    """The reading that counts and its decision; ``content`` is read without a person who says it.

    Where the passage quotes the claim's speaker, what is said is compared with what is said. Where
    it quotes somebody else to the same effect, the speaker differs; somebody else's other words say
    nothing against the claim's speaker. Where it quotes nobody, the claim is read with its speaker.
    """
    if content is not None and speaker is not None:
        decision = decide(content, later, speaker)
        differs = decision is not None and decision.kind == "attribution"
        if speaker.match == "same" or differs:
            return content, decision
    return reading, decide(reading, later, speaker)


def _overtaken(
    decisions: Mapping[tuple[str, str], Decision],
    readings: Mapping[tuple[str, str], Reading],
    passages: Mapping[str, Passage],
) -> dict[tuple[str, str], Decision]:
    """The decisions, where an earlier count that a later passage has overtaken contradicts no more.

    "At least 60 were killed", told in the night, says nothing against 84 where a later page has 84.
    """
    latest: dict[str, datetime] = {}
    for (claim_id, passage_id), decision in decisions.items():
        said = passages[passage_id].said_at
        if decision.relation == "supports" and said is not None:
            latest[claim_id] = max(said, latest.get(claim_id, said))
    return {
        key: replace(decision, relation="superseded", explanation=_earlier(decision))
        if _is_overtaken(decision, readings[key], passages[key[1]].said_at, latest.get(key[0]))
        else decision
        for key, decision in decisions.items()
    }


def _is_overtaken(
    decision: Decision, reading: Reading, said: datetime | None, latest: datetime | None
) -> bool:
    if decision.relation != "contradicts" or decision.kind != "quantity":
        return False
    if said is None or latest is None or said >= latest:
        return False
    return grows(reading, decision.slots[0]) < 0


def _earlier(decision: Decision) -> str:
    first = decision.slots[0]
    return f"An earlier count: “{first.passage}”, before “{first.claim}” was reported."


def finding_of(claim_id: str, passage_id: str, reading: Reading, decision: Decision) -> Finding:
    """A decision as it is kept: with the slots side by side and the score."""
    names = ("supports", "contradicts", "neither")
    details = {name: f"{score:.2f}" for name, score in zip(names, reading.scores, strict=True)}
    told: set[str] = set()
    counts: dict[str, int] = {}
    for slot in (*decision.slots, *reading.slots.slots):
        words = f"{slot.match}: {short(slot.claim, SHOWN)} | {short(slot.passage, SHOWN)}"
        if f"{slot.name} {words}" in told:
            continue
        told.add(f"{slot.name} {words}")
        counts[slot.name] = counts.get(slot.name, 0) + 1
        number = counts[slot.name]
        details[slot.name if number == 1 else f"{slot.name} {number}"] = words
    return Finding(
        claim_id=claim_id,
        passage_id=passage_id,
        relation=decision.relation,
        kind=decision.kind,
        rule=RULE,
        explanation=decision.explanation,
        score=decision.confidence,
        details=details,
    )
