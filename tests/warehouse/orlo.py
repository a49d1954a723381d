"""The Orlo dam: one article, three outlets, and what a cross-check finds between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from newsroom import NO_TIME, Said, capture, day, extraction, month, page, span

from extractors.records import (
    Capture,
    Citation,
    CitationResult,
    Conflict,
    Consistency,
    Document,
    Extraction,
    Finding,
    Judgement,
    Nearest,
    OutletCoverage,
    Run,
    Source,
    Stamp,
    Unread,
)
from warehouse.retrieval import Retrieved
from warehouse.rows import extraction_id
from warehouse.run_rows import Derived

SEEN = datetime(2023, 9, 1, 6, 30, tzinfo=UTC)
NO_INSPECTION = "No engineers had inspected the Orlo dam before the flood of 20 March 2023."
TOLL = "The flood killed 120 people in the town of Varn."
TREATY = "Mirea and its neighbour signed the river treaty in June 2021."
FORGED = "Radio Delta said that the pictures of the cracked wall were forged by the opposition."
SPARE = "Harbour Times reported that engineers had only walked along the crest of the dam."
VILLAGES = "Some 300 villages <upstream> lost power & water for a week."
OFFICIAL = (
    "Two engineers inspected the Orlo dam on 14 March 2023, the ministry of water said, "
    "according to Northern Post's correspondent in Varn."
)


def article() -> Document:
    return page(
        "file:///desk/orlo.md",
        "What really happened at the Orlo dam",
        (
            "A wall of water came down the valley, and the story changed within hours.",
            ("heading", "The inspection"),
            NO_INSPECTION + " " + SPARE,
            FORGED,
            ("heading", "The toll & the treaty"),
            TOLL + " " + VILLAGES,
            ("list_item", TREATY),
        ),
        role="article",
        published=Stamp(datetime(2023, 8, 30, tzinfo=UTC), "front matter date"),
        seen=SEEN,
    )


def coverage() -> tuple[Document, ...]:
    return (
        page(
            "https://northern-post.example/2023/03/16/orlo?from=feed",
            "Engineers looked at Orlo days before the flood",
            (OFFICIAL, "The cracks were known. The wall held until the night of 20 March."),
            outlet="northern-post",
            published=Stamp(datetime(2023, 3, 22, 9, 5, tzinfo=UTC), "json-ld datePublished"),
            seen=SEEN,
        ),
        page(
            "https://northern-post.example/2023/04/02/toll",
            "Orlo: the dead are counted",
            (
                "The flood killed at least 86 people in Varn, the rescue service said on 2 April.",
                "In June 2021 Mirea signed a treaty on the river with its neighbour.",
            ),
            outlet="northern-post",
            published=Stamp(datetime(2023, 4, 2, 17, 0, tzinfo=UTC), "og:published_time", False),
            seen=SEEN,
        ),
        page(
            "https://radio-delta.example/live/orlo",
            "Live: the Orlo flood",
            (
                "Most of the pictures of the wall that went round could not be verified, "
                "Radio Delta's desk found.",
            ),
            outlet="radio-delta",
            seen=SEEN,
        ),
    )


def article_said() -> tuple[Said, ...]:
    post = Source("Harbour Times", "harbour times", "reported")
    delta = Source("Radio Delta", "radio delta", "said")
    return (
        Said(
            NO_INSPECTION,
            "inspected",
            lemma="inspect",
            polarity="NEG",
            agent="No engineers",
            theme="the Orlo dam",
            when=month(2023, 3),
        ),
        Said(
            SPARE,
            "walked",
            "engineers had only walked along the crest of the dam",
            "walk",
            agent="engineers",
            sources=(post,),
        ),
        Said(
            FORGED,
            "forged",
            "the pictures of the cracked wall were forged by the opposition",
            "forge",
            agent="the opposition",
            theme="the pictures",
            sources=(delta,),
        ),
        Said(
            TOLL,
            "killed",
            lemma="kill",
            agent="The flood",
            theme="120 people",
            when=day(2023, 3, 20),
            quantities=(("120", 120.0, 120.0, "person", "killed"),),
        ),
        Said(
            VILLAGES,
            "lost",
            lemma="lose",
            agent="Some 300 villages",
            quantities=(("300", 300.0, 300.0, "village", "lost"),),
        ),
        Said(
            TREATY,
            "signed",
            lemma="sign",
            agent="Mirea",
            theme="the river treaty",
            when=month(2021, 6),
        ),
    )


def coverage_said(pages: tuple[Document, ...]) -> tuple[tuple[Said, ...], ...]:
    ministry = Source("the ministry of water", "ministry of water", "said")
    correspondent = Source("Northern Post's correspondent", "northern post", "according to")
    rescue = Source("the rescue service", "rescue service", "said")
    desk = Source("Radio Delta's desk", "radio delta", "found")
    return (
        (
            Said(
                OFFICIAL,
                "inspected",
                "Two engineers inspected the Orlo dam on 14 March 2023",
                "inspect",
                agent="Two engineers",
                theme="the Orlo dam",
                when=day(2023, 3, 14),
                sources=(correspondent, ministry),
            ),
        ),
        (
            Said(
                pages[1].text[pages[1].blocks[1].start : pages[1].blocks[1].end],
                "killed",
                "The flood killed at least 86 people in Varn",
                "kill",
                agent="The flood",
                theme="at least 86 people",
                when=day(2023, 3, 20),
                sources=(rescue,),
                quantities=(("at least 86", 86.0, None, "person", "killed"),),
            ),
            Said(
                pages[1].text[pages[1].blocks[2].start : pages[1].blocks[2].end],
                "signed",
                lemma="sign",
                agent="Mirea",
                theme="a treaty on the river",
                when=month(2021, 6),
            ),
        ),
        (
            Said(
                pages[2].text[pages[2].blocks[1].start :],
                "verified",
                "Most of the pictures of the wall that went round could not be verified",
                "verify",
                theme="Most of the pictures of the wall",
                polarity="NEG",
                when=NO_TIME,
                sources=(desk,),
            ),
        ),
    )


@dataclass(frozen=True)
class Story:
    """Everything ``Warehouse.load`` takes, and what the cross-check finds."""

    run: Run
    captures: tuple[Capture, ...]
    extractions: tuple[Extraction, ...]
    citations: tuple[Citation, ...]
    unread: tuple[Unread, ...]
    coverage: tuple[OutletCoverage, ...]
    nearest: dict[str, list[Retrieved]]
    derived: Derived

    def load_arguments(self) -> tuple[object, ...]:
        return (
            self.run,
            self.captures,
            self.extractions,
            self.citations,
            self.unread,
            self.coverage,
        )


def story(as_of: datetime = SEEN) -> Story:
    """The whole case; ``as_of`` makes another run of the same."""
    subject, pages = article(), coverage()
    claims = extraction(subject, *article_said())
    evidence = tuple(extraction(p, *s) for p, s in zip(pages, coverage_said(pages), strict=True))
    captures = tuple(capture(p, SEEN, 1000 * n) for n, p in enumerate(pages))
    failed = replace(
        captures[0],
        url="https://harbour-times.example/orlo",
        status=0,
        payload_sha256="",
        error="refused by robots.txt",
        outlet="harbour-times",
    )
    run = Run(
        subject.document_id,
        subject.url,
        as_of,
        "replay",
        ("northern-post", "radio-delta", "harbour-times"),
        (("sourcecheck", "0.1.0"), ("model", "0.1.0")),
        "ab" * 32,
    )
    citations = _citations(subject, claims)
    return Story(
        run,
        (*captures, failed),
        (claims, *evidence),
        citations,
        _unread(),
        _coverage(),
        _nearest(claims, evidence),
        _derived(claims, evidence, citations),
    )


def _citations(subject: Document, claims: Extraction) -> tuple[Citation, ...]:
    found = []
    for sentence, source, outlet, cue, claim in (
        (SPARE, "Harbour Times", "harbour-times", "reported", claims.claims[1]),
        (FORGED, "Radio Delta", "radio-delta", "said", claims.claims[2]),
    ):
        passage = span(subject.text, sentence)
        found.append(
            Citation(
                subject.document_id,
                claim.claim_id,
                span(subject.text, source, passage.start),
                source.lower(),
                outlet,
                span(subject.text, cue, passage.start),
                passage.start,
                passage.end,
                sentence,
            )
        )
    return tuple(found)


def _unread() -> tuple[Unread, ...]:
    return (
        Unread(
            "harbour-times",
            "https://harbour-times.example/orlo",
            "robots",
            "robots.txt of harbour-times.example forbids this address.",
            "feed",
        ),
        Unread(
            "radio-delta",
            "javascript:alert(1)",
            "not captured",
            "The archive holds no capture of this address <b>.",
        ),
    )


def _coverage() -> tuple[OutletCoverage, ...]:
    april = datetime(2023, 4, 2, 17, 0, tzinfo=UTC)
    march = datetime(2023, 3, 22, 9, 5, tzinfo=UTC)
    return (
        OutletCoverage("northern-post", "Northern Post", 5, 4, 3, 2, march, april),
        OutletCoverage("radio-delta", "Radio Delta", 2, 1, 1, 1),
        OutletCoverage("harbour-times", "Harbour Times", 1, 0, 0, 0, terms_forbid=True),
    )


def _nearest(claims: Extraction, evidence: tuple[Extraction, ...]) -> dict[str, list[Retrieved]]:
    """What bears on each claim, as retrieval would give it."""
    told = {
        0: [(evidence[0], 1)],
        2: [(evidence[2], 1)],
        3: [(evidence[1], 1), (evidence[1], 0)],
        5: [(evidence[1], 2)],
    }
    return {
        claims.claims[number].claim_id: [
            Retrieved(
                Nearest(
                    claims.claims[number].claim_id,
                    page_read.passages[place].passage_id,
                    rank,
                    1.0 / rank,
                    "shares 'Orlo'",
                ),
                page_read.passages[place],
                extraction_id(page_read),
                page_read.document.outlet,
                page_read.document.url,
                page_read.document.title,
            )
            for rank, (page_read, place) in enumerate(near, start=1)
        ]
        for number, near in told.items()
    }


def _derived(
    claims: Extraction, evidence: tuple[Extraction, ...], citations: tuple[Citation, ...]
) -> Derived:
    ids = [claim.claim_id for claim in claims.claims]
    post, toll, delta = (e.passages for e in evidence)
    open_ = Judgement("not enough evidence", 0.0, "No passage that was read decides it.")
    verdicts = dict.fromkeys(ids, open_)
    verdicts |= {
        ids[0]: Judgement("refuted", 0.93, "Two engineers had inspected it."),
        ids[3]: Judgement("conflicting evidence", 0.6, "Another number is given."),
        ids[5]: Judgement("supported", 0.9, "Both say June 2021."),
    }
    findings = (
        Finding(
            ids[0],
            post[1].passage_id,
            "contradicts",
            "polarity",
            "polarity/1",
            "The claim says that no engineers inspected it; the evidence says that two did, "
            "on 14 March 2023, within the time of the claim.",
            0.93,
            {"claim polarity": "NEG", "evidence polarity": "POS"},
        ),
        Finding(
            ids[3],
            toll[1].passage_id,
            "contradicts",
            "quantity",
            "quantity/1",
            "120 is claimed; the evidence gives at least 86 <for the town>.",
            0.6,
            {"claim": "120", "evidence": "86..."},
        ),
        Finding(
            ids[3],
            toll[0].passage_id,
            "supports",
            "entailment",
            "entailment/1",
            "The headline says that the dead were counted.",
            0.4,
            {},
        ),
        Finding(
            ids[5],
            toll[2].passage_id,
            "supports",
            "date",
            "date/1",
            "Both say June 2021.",
            0.9,
            {"claim": "2021-06", "evidence": "2021-06"},
        ),
        Finding(
            ids[2],
            delta[1].passage_id,
            "weaker",
            "attribution",
            "attribution/1",
            "The evidence says it of most pictures, and only that they were not verified.",
            0.5,
            {},
        ),
    )
    results = (
        CitationResult(
            citations[0].citation_id,
            ids[1],
            "not readable",
            "",
            "",
            "fidelity/1",
            "Harbour Times could not be read.",
        ),
        CitationResult(
            citations[1].citation_id,
            ids[2],
            "says it more weakly",
            delta[1].passage_id,
            findings[4].finding_id,
            "fidelity/1",
            "The nearest passage is weaker.",
        ),
    )
    consistency = (
        Consistency("order", (ids[0], ids[3]), True, "order/1", "The flood came on one day."),
        Consistency("arithmetic", (ids[3],), False, "arithmetic/1", "The numbers do not add up."),
    )
    conflicts = (
        Conflict(
            "quantity",
            "update",
            post[1].passage_id,
            toll[1].passage_id,
            0.8,
            "quantity/1",
            "The later count is higher.",
            1,
        ),
    )
    from warehouse.run_rows import in_order

    return in_order(findings, verdicts, results, consistency, conflicts)
