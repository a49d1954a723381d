"""Quantities and dates of parsed Docs: hand-made trees with our pipeline's labels."""

from __future__ import annotations

from datetime import UTC, datetime

from spacy.lang.en import English
from spacy.tokens import Doc

from extractors.dates import find_dates
from extractors.quantities import find_quantities

ANCHOR = datetime(2024, 11, 23, 12, tzinfo=UTC)
VOCABULARY = English().vocab


def doc_of(rows: str) -> Doc:
    """A Doc from lines "word lemma POS head dep [morph]"; a root is its own head."""
    parts = [line.split() for line in rows.strip().splitlines()]
    words = [part[0] for part in parts]
    return Doc(
        VOCABULARY,
        words=words,
        spaces=[nxt not in ".,%" for nxt in [*words[1:], "."]],
        lemmas=[part[1] for part in parts],
        pos=[part[2] for part in parts],
        heads=[int(part[3]) for part in parts],
        deps=[part[4] for part in parts],
        morphs=[part[5] if len(part) > 5 else "" for part in parts],
    )


def test_passive_subject_takes_the_verbs_role() -> None:
    doc = doc_of("""
        About about ADV 1 advmod
        12,000 12000 NUM 3 nummod
        elite elite ADJ 3 amod
        soldiers soldier NOUN 5 nsubj:pass Number=Plur
        were be AUX 5 aux:pass
        deployed deploy VERB 5 root Tense=Past|VerbForm=Part
        . . PUNCT 5 punct
    """)
    (found,) = find_quantities(doc)
    assert (found.low, found.unit, found.modifier, found.role) == (
        12000,
        "soldier",
        "about",
        "deployed",
    )


def test_the_doer_of_a_killing_is_not_killed() -> None:
    doc = doc_of("""
        300 300 NUM 1 nummod
        soldiers soldier NOUN 2 nsubj Number=Plur
        killed kill VERB 2 root Tense=Past
        20 20 NUM 4 nummod
        civilians civilian NOUN 2 obj Number=Plur
    """)
    assert [(q.unit, q.role) for q in find_quantities(doc)] == [
        ("soldier", None),
        ("civilian", "killed"),
    ]


def test_ability_to_produce_and_production_of() -> None:
    ability = doc_of("""
        the the DET 1 det
        ability ability NOUN 1 root
        to to PART 3 mark
        produce produce VERB 1 acl VerbForm=Inf
        28,000 28000 NUM 6 nummod
        artillery artillery NOUN 6 compound
        shells shell NOUN 3 obj Number=Plur
        a a DET 8 det
        day day NOUN 3 obl:unmarked
    """)
    (found,) = find_quantities(ability)
    assert (found.unit, found.per, found.role) == ("shell", "day", "produced")
    production = doc_of("""
        production production NOUN 0 root
        of of ADP 3 case
        300 300 NUM 3 nummod
        cars car NOUN 0 nmod Number=Plur
    """)
    assert find_quantities(production)[0].role == "produced"


def test_what_is_shared_with_is_not_shipped() -> None:
    doc = doc_of("""
        It it PRON 1 nsubj
        shipped ship VERB 1 root
        oil oil NOUN 1 obj
        to to ADP 5 case
        40 40 NUM 5 nummod
        countries country NOUN 1 obl Number=Plur
    """)
    (found,) = find_quantities(doc)
    assert (found.unit, found.role) == ("country", None)


def test_hundreds_of_counts_the_noun_below() -> None:
    doc = doc_of("""
        hundreds hundred NOUN 6 nsubj:pass Number=Plur
        of of ADP 2 case
        thousands thousand NOUN 0 nmod Number=Plur
        of of ADP 4 case
        rounds round NOUN 2 nmod Number=Plur
        were be AUX 6 aux:pass
        fired fire VERB 6 root Tense=Past|VerbForm=Part
    """)
    (found,) = find_quantities(doc)
    assert (found.unit, found.role, found.low) == ("round", "fired", 200_000)


def test_the_parse_tells_a_year_from_a_count() -> None:
    rows = """
        In in ADP 2 case
        2024 2024 NUM 2 {dep}
        soldiers soldier NOUN 3 {noun} Number=Plur
        left leave VERB 3 root Tense=Past
    """
    assert find_dates(doc_of(rows.format(dep="nummod", noun="obl")), ANCHOR) == []


def test_the_governing_verbs_tense_sends_a_weekday() -> None:
    rows = """
        They they PRON 2 nsubj
        {aux} {aux} AUX 2 aux
        meet meet VERB 2 root {morph}
        on on ADP 4 case
        Friday Friday PROPN 2 obl
    """
    ahead = find_dates(doc_of(rows.format(aux="will", morph="VerbForm=Inf")), ANCHOR)
    behind = find_dates(doc_of(rows.format(aux="did", morph="VerbForm=Inf")), ANCHOR)
    assert [d.timex for d in ahead] == ["2024-11-29"]
    assert [d.timex for d in behind] == ["2024-11-22"]


def test_may_the_verb_is_no_month() -> None:
    doc = doc_of("""
        By by ADV 1 advmod
        May may AUX 2 aux
        rise rise VERB 2 root
    """)
    assert find_dates(doc, ANCHOR) == []


def test_a_toll_that_rises_to_a_number_is_a_toll() -> None:
    doc = doc_of("""
        The the DET 2 det
        death death NOUN 2 compound
        toll toll NOUN 3 nsubj
        rose rise VERB 3 root Tense=Past
        to to ADP 5 case
        84 84 NUM 3 obl
    """)
    (found,) = find_quantities(doc)
    assert (found.low, found.role, found.unit) == (84, "killed", "person")
