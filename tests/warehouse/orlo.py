"""The Orlo dam: one article, four outlets, and what a cross-check finds between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from newsroom import (
    NO_TIME,
    Claimed,
    Said,
    capture,
    day,
    extraction,
    month,
    page,
    span,
)

from extractors.records import (
    Capture,
    Citation,
    CitationResult,
    Claim,
    Conflict,
    Consistency,
    Document,
    Extraction,
    Finding,
    Judgement,
    Nearest,
    OutletCoverage,
    Passage,
    Run,
    Source,
    Stamp,
    Unread,
)
from warehouse.retrieval import Retrieved
from warehouse.rows import extraction_id
from warehouse.run_rows import Derived, in_order

SEEN = datetime(2023, 9, 1, 6, 30, tzinfo=UTC)
NO_INSPECTION = "No engineers had inspected the Orlo dam before the flood of 20 March 2023."
TOLL = "The flood killed 120 people in the town of Varn."
TREATY = "Mirea and its neighbour signed the river treaty in June 2021."
FORGED = "Radio Delta said that the pictures of the cracked wall were forged by the opposition."
SPARE = "Harbour Times reported that engineers had only walked along the crest of the dam."
PARTS = "Seventy of the dead lived in the lower town and forty in the upper town."
BLAME = "Somebody must answer for that."
VERDICT = "And the next flood will be worse."
VILLAGES = "Some 300 villages <upstream> lost power & water for a week."
OFFICIAL = (
    "Two engineers inspected the Orlo dam on 14 March 2023, the ministry of water said, "
    "according to Northern Post's correspondent in Varn."
)
OPENING = "A wall of water came down the valley, and the story changed within hours."
RESCUE = "The flood killed at least 86 people in Varn, the rescue service said on 2 April."
SIGNED = "In June 2021 Mirea signed a treaty on the river with its neighbour."
PICTURES = (
    "Most of the pictures of the wall that went round could not be verified, "
    "Radio Delta's desk found."
)
MAYOR = "At least 120 people are dead in Varn, she said."
EARLY = "The first count was thirty dead."
DARK = "Villages below the dam sat in the dark for days."


def article() -> Document:
    return page(
        "file:///desk/orlo.md",
        "What really happened at the Orlo dam",
        (
            OPENING,
            ("heading", "The inspection"),
            NO_INSPECTION + " " + SPARE,
            FORGED,
            ("heading", "The toll & the treaty"),
            TOLL + " " + VILLAGES,
            PARTS,
            ("list_item", TREATY),
            BLAME + " " + VERDICT,
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
                RESCUE,
                SIGNED,
            ),
            outlet="northern-post",
            published=Stamp(datetime(2023, 4, 2, 17, 0, tzinfo=UTC), "og:published_time", False),
            seen=SEEN,
        ),
        page(
            "https://radio-delta.example/live/orlo",
            "Live: the Orlo flood",
            (PICTURES, MAYOR, EARLY),
            outlet="radio-delta",
            seen=SEEN,
        ),
        page(
            "https://coast-wire.example/orlo-a-summer-on",
            "Orlo, a summer on",
            (MAYOR, DARK),
            outlet="coast-wire",
            published=Stamp(datetime(2023, 8, 31, 8, 0, tzinfo=UTC), "json-ld datePublished"),
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
    mayor = Source("she", "the mayor of varn", "said")
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
                RESCUE,
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
                SIGNED,
                "signed",
                lemma="sign",
                agent="Mirea",
                theme="a treaty on the river",
                when=month(2021, 6),
            ),
        ),
        (
            Said(
                PICTURES,
                "verified",
                "Most of the pictures of the wall that went round could not be verified",
                "verify",
                theme="Most of the pictures of the wall",
                polarity="NEG",
                when=NO_TIME,
                sources=(desk,),
            ),
            Said(MAYOR, "are", lemma="be", theme="At least 120 people", sources=(mayor,)),
        ),
        (Said(MAYOR, "are", lemma="be", theme="At least 120 people", sources=(mayor,)),),
    )


def article_claims() -> tuple[Claimed, ...]:
    post = Source("Harbour Times", "harbour times", "reported")
    delta = Source("Radio Delta", "radio delta", "said")
    lower, upper = PARTS[: PARTS.index(" and")], PARTS[PARTS.index("forty") : -1]
    return (
        Claimed(OPENING, OPENING, kind="rhetoric"),
        Claimed(NO_INSPECTION, NO_INSPECTION, polarity="NEG"),
        Claimed(
            SPARE,
            "Engineers had only walked along the crest of the [Orlo] dam.",
            "engineers had only walked along the crest of the dam",
            sources=(post,),
        ),
        Claimed(
            FORGED,
            "The pictures of the cracked wall were forged by the opposition.",
            "the pictures of the cracked wall were forged by the opposition",
            sources=(delta,),
        ),
        Claimed(TOLL, TOLL),
        Claimed(VILLAGES, VILLAGES, certainty="PROBABLE"),
        Claimed(PARTS, "Seventy of the dead [of the flood] lived in the lower town.", lower),
        Claimed(PARTS, "Forty [of the dead] lived in the upper town.", upper),
        Claimed(TREATY, TREATY),
        Claimed(BLAME, BLAME, kind="opinion"),
        Claimed(VERDICT, VERDICT, kind="forecast"),
    )


@dataclass(frozen=True)
class Story:
    """Everything ``Warehouse.load`` takes, what is near each claim, and what is found."""

    run: Run
    captures: tuple[Capture, ...]
    extractions: tuple[Extraction, ...]
    citations: tuple[Citation, ...]
    unread: tuple[Unread, ...]
    coverage: tuple[OutletCoverage, ...]
    nearest: dict[str, tuple[Retrieved, ...]]
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
    claims = extraction(subject, *article_said(), claims=article_claims())
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
        ("northern-post", "radio-delta", "harbour-times", "coast-wire"),
        (("sourcecheck", "0.1.0"), ("model", "0.1.0")),
        "ab" * 32,
    )
    citations = _citations(subject, claims.claims)
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


def _citations(subject: Document, claims: tuple[Claim, ...]) -> tuple[Citation, ...]:
    found = []
    for sentence, source, outlet, cue, claim in (
        (SPARE, "Harbour Times", "harbour-times", "reported", claims[2]),
        (FORGED, "Radio Delta", "radio-delta", "said", claims[3]),
    ):
        whole = span(subject.text, sentence)
        found.append(
            Citation(
                subject.document_id,
                claim.claim_id,
                span(subject.text, source, whole.start),
                source.lower(),
                outlet,
                span(subject.text, cue, whole.start),
                whole.start,
                whole.end,
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
    august = datetime(2023, 8, 31, 8, 0, tzinfo=UTC)
    return (
        OutletCoverage("northern-post", "Northern Post", 5, 3, 2, 2, march, april),
        OutletCoverage("radio-delta", "Radio Delta", 2, 1, 1, 1),
        OutletCoverage("harbour-times", "Harbour Times", 1, 0, 0, 0, terms_forbid=True),
        OutletCoverage("coast-wire", "Coast Wire", 1, 1, 1, 1, august, august),
    )


def _told(extraction: Extraction, sentence: str) -> Passage:
    return next(passage for passage in extraction.passages if passage.text == sentence)


def _nearest(
    article: Extraction, evidence: tuple[Extraction, ...]
) -> dict[str, tuple[Retrieved, ...]]:
    """The passages near to each claim; claim 3 has none."""
    ids = [claim.claim_id for claim in article.claims]
    post, toll, delta, wire = evidence
    rows = {
        ids[1]: (
            (post, OFFICIAL, "shares 'Orlo', engineers"),
            (wire, DARK, "same words: dam"),
        ),
        ids[3]: ((delta, PICTURES, "same words: pictures, wall; near in meaning"),),
        ids[4]: (
            (toll, RESCUE, "shares 'Varn'; same words: flood, killed, people"),
            (delta, MAYOR, "shares 'Varn', 120; 1 copy (coast-wire)"),
        ),
        ids[5]: (
            (wire, DARK, "same words: villages"),
            (toll, RESCUE, "near in meaning"),
            (delta, EARLY, "near in meaning"),
            (wire, MAYOR, "near in meaning"),
        ),
        ids[6]: ((delta, EARLY, "same words: dead"),),
        ids[8]: ((toll, SIGNED, "shares 'Mirea', 2021; same words: signed, treaty"),),
    }
    return {
        claim_id: tuple(
            Retrieved(
                Nearest(claim_id, _told(page, sentence).passage_id, rank, 0.05 / rank, why),
                _told(page, sentence),
                extraction_id(page),
                page.document.outlet,
                page.document.url,
                page.document.title,
            )
            for rank, (page, sentence, why) in enumerate(near, start=1)
        )
        for claim_id, near in rows.items()
    }


def _derived(
    article: Extraction, evidence: tuple[Extraction, ...], citations: tuple[Citation, ...]
) -> Derived:
    claims = article.claims
    ids = [claim.claim_id for claim in claims]
    post, toll, delta, wire = evidence
    official, rescue, signed = _told(post, OFFICIAL), _told(toll, RESCUE), _told(toll, SIGNED)
    pictures, mayor, early = _told(delta, PICTURES), _told(delta, MAYOR), _told(delta, EARLY)
    open_ = Judgement("not enough evidence", 0.0, "None of what was read settles it.")
    verdicts = {claim.claim_id: open_ for claim in claims if claim.kind == "fact"}
    verdicts |= {
        ids[1]: Judgement("refuted", 0.93, "The ministry of water says that two engineers did."),
        ids[4]: Judgement(
            "conflicting evidence", 0.6, "The rescue service counted fewer dead than the mayor."
        ),
        ids[8]: Judgement("supported", 0.9, "Northern Post reports the treaty of June 2021."),
    }
    scores = {"supports": "0.02", "contradicts": "0.93", "neither": "0.05"}
    findings = (
        Finding(
            ids[1],
            official.passage_id,
            "contradicts",
            "polarity",
            "polarity/1",
            "The claim says that no engineers inspected it; the passage says that two did, "
            "on 14 March 2023, within the time of the claim.",
            0.93,
            {
                "actor": "opposite: No engineers | Two engineers",
                "action": "same: had inspected | inspected",
                "object": "same: the Orlo dam | the Orlo dam",
                "date": "narrower: before the flood of 20 March 2023 | on 14 March 2023",
                "place": "unknown:  | in Varn",
                **scores,
            },
        ),
        Finding(
            ids[4],
            rescue.passage_id,
            "contradicts",
            "quantity",
            "quantity/1",
            "120 is claimed; the passage gives at least 86 <for the town>.",
            0.6,
            {"number": "different: 120 people | at least 86 people"},
        ),
        *(
            Finding(
                ids[4],
                said.passage_id,
                "supports",
                "entailment",
                "entailment/1",
                "Both give 120 dead in Varn.",
                0.8,
                {"number": "same: 120 people | At least 120 people"},
            )
            for said in (mayor, _told(wire, MAYOR))
        ),
        Finding(
            ids[8],
            signed.passage_id,
            "supports",
            "date",
            "date/1",
            "Both say June 2021.",
            0.9,
            {"date": "same: in June 2021 | In June 2021"},
        ),
        Finding(
            ids[3],
            pictures.passage_id,
            "weaker",
            "attribution",
            "attribution/1",
            "The passage says it of most pictures, and only that they were not verified.",
            0.5,
        ),
    )
    results = (
        CitationResult(
            citations[0].citation_id,
            ids[2],
            "not readable",
            "",
            "",
            "fidelity/1",
            "Harbour Times could not be read.",
        ),
        CitationResult(
            citations[1].citation_id,
            ids[3],
            "says it more weakly",
            pictures.passage_id,
            findings[-1].finding_id,
            "fidelity/1",
            "Radio Delta says that most were not verified, not that they were forged.",
        ),
    )
    consistency = (
        Consistency(
            "arithmetic",
            (ids[4], ids[6], ids[7]),
            False,
            "sums/1",
            "Seventy and forty are 110 dead, where 120 are claimed.",
        ),
        Consistency(
            "order", (ids[1], ids[4]), True, "order/1", "The inspection stands before the flood."
        ),
    )
    conflicts = (
        Conflict(
            "quantity",
            "contradicts",
            rescue.passage_id,
            mayor.passage_id,
            0.7,
            "quantity/1",
            "At least 86 dead beside at least 120, both in Varn.",
            1,
        ),
        Conflict(
            "quantity",
            "update",
            early.passage_id,
            rescue.passage_id,
            0.8,
            "update/1",
            "The count rose from thirty to at least 86.",
        ),
    )
    return in_order(findings, verdicts, results, consistency, conflicts)
