"""ClearNLP parses, made by hand, read as Universal Dependencies."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extractors.language.clearnlp import blank_lines_component, to_universal


def doc_of(rows: str) -> Doc:
    """A doc from lines of `word lemma POS dep head` (head by number, from 0)."""
    cells = [line.split() for line in rows.strip().splitlines()]
    return Doc(
        Vocab(),
        words=[c[0] for c in cells],
        lemmas=[c[1] for c in cells],
        pos=[c[2] for c in cells],
        deps=[c[3] for c in cells],
        heads=[int(c[4]) for c in cells],
    )


def arcs(doc: Doc) -> dict[str, tuple[str, str]]:
    """Word -> (label, head)."""
    return {t.text: (t.dep_, t.head.text) for t in doc}


def test_a_prepositional_object_heads_its_preposition() -> None:
    made = arcs(
        to_universal(
            doc_of("""
Troops troop NOUN nsubj 1
marched march VERB ROOT 1
through through ADP prep 1
the the DET det 4
streets street NOUN pobj 2
of of ADP prep 4
Kursk Kursk PROPN pobj 5
""")
        )
    )
    assert made["streets"] == ("obl", "marched")
    assert made["through"] == ("case", "streets")
    assert made["Kursk"] == ("nmod", "streets")
    assert made["of"] == ("case", "Kursk")
    assert made["marched"] == ("root", "marched")


def test_a_passive_with_its_agent() -> None:
    made = arcs(
        to_universal(
            doc_of("""
Bridges bridge NOUN nsubjpass 2
were be AUX auxpass 2
hit hit VERB ROOT 2
by by ADP agent 2
drones drone NOUN pobj 3
""")
        )
    )
    assert made["Bridges"] == ("nsubj:pass", "hit")
    assert made["were"] == ("aux:pass", "hit")
    assert made["drones"] == ("obl:agent", "hit")


def test_the_predicate_of_be_becomes_the_head() -> None:
    made = arcs(
        to_universal(
            doc_of("""
Kim Kim PROPN nsubj 1
is be AUX ROOT 1
the the DET det 3
leader leader NOUN attr 1
of of ADP prep 3
Korea Korea PROPN pobj 4
. . PUNCT punct 1
""")
        )
    )
    assert made["leader"] == ("root", "leader")
    assert made["is"] == ("cop", "leader")
    assert made["Kim"] == ("nsubj", "leader")
    assert made["Korea"] == ("nmod", "leader")
    assert made["."] == ("punct", "leader")


def test_being_somewhere() -> None:
    made = arcs(
        to_universal(
            doc_of("""
Soldiers soldier NOUN nsubj 1
are be AUX ROOT 1
in in ADP prep 1
Kursk Kursk PROPN pobj 2
""")
        )
    )
    assert made["Kursk"] == ("root", "Kursk")
    assert made["are"] == ("cop", "Kursk")
    assert made["in"] == ("case", "Kursk")
    assert made["Soldiers"] == ("nsubj", "Kursk")


def test_there_is_keeps_its_verb() -> None:
    made = arcs(
        to_universal(
            doc_of("""
There there PRON expl 1
are be VERB ROOT 1
soldiers soldier NOUN attr 1
""")
        )
    )
    assert made["are"] == ("root", "are")
    assert made["soldiers"] == ("nsubj", "are")


def test_conjuncts_hang_on_the_first() -> None:
    made = arcs(
        to_universal(
            doc_of("""
He he PRON nsubj 1
sent send VERB ROOT 1
tanks tank NOUN dobj 1
, , PUNCT punct 2
guns gun NOUN conj 2
and and CCONJ cc 4
shells shell NOUN conj 4
""")
        )
    )
    assert made["tanks"] == ("obj", "sent")
    assert made["guns"] == ("conj", "tanks")
    assert made["shells"] == ("conj", "tanks")
    assert made["and"] == ("cc", "shells")


def test_a_relative_clause_a_possessor_and_a_negation() -> None:
    made = arcs(
        to_universal(
            doc_of("""
Seoul Seoul PROPN poss 2
's 's PART case 0
spies spy NOUN nsubj 5
did do AUX aux 5
not not PART neg 5
see see VERB ROOT 5
those those PRON dobj 5
who who PRON nsubj 8
fled flee VERB relcl 6
""")
        )
    )
    assert made["Seoul"] == ("nmod:poss", "spies")
    assert made["not"] == ("advmod", "see")
    assert made["fled"] == ("acl:relcl", "those")


def test_a_preposition_with_a_clause_marks_it() -> None:
    made = arcs(
        to_universal(
            doc_of("""
They they PRON nsubj 1
won win VERB ROOT 1
by by ADP prep 1
waiting wait VERB pcomp 2
""")
        )
    )
    assert made["waiting"] == ("advcl", "won")
    assert made["by"] == ("mark", "waiting")


def test_entity_labels_are_ours_and_values_are_left_to_the_rules() -> None:
    doc = doc_of("""
Kyiv Kyiv PROPN compound 1
Airport airport PROPN nsubj 2
closed close VERB ROOT 2
Monday Monday PROPN npadvmod 2
""")
    doc.set_ents([Span(doc, 0, 2, label="FAC"), Span(doc, 3, 4, label="DATE")])
    to_universal(doc)
    assert [(e.text, e.label_) for e in doc.ents] == [("Kyiv Airport", "FACILITY")]
    assert doc[3].dep_ == "obl:unmarked"


@pytest.mark.parametrize("words", [[], ["Yes"]])
def test_the_shortest_docs(words: list[str]) -> None:
    doc = Doc(Vocab(), words=words, heads=[0] * len(words), deps=["ROOT"] * len(words))
    assert [t.dep_ for t in to_universal(doc)] == ["root"] * len(words)


def test_a_blank_line_starts_a_sentence() -> None:
    words = ["One", "\n\n", "two", "\n", "three"]
    doc = Doc(spacy.blank("en").vocab, words=words, spaces=[False] * 5)
    blank_lines_component(doc)
    assert doc[2].is_sent_start
    assert not doc[4].is_sent_start
