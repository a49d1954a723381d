"""The shipped pipeline on the texts it will meet: annotations, blocks, vectors, odd input."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extractors.language import embed, load_pipeline
from extractors.language.pipeline import VECTOR_WIDTH

ACTORS = ("Seoul’s spy agency", "The Kremlin", "President Zelensky", "NATO", "“A source”", "he")
DEEDS = (
    "said on Monday that about 600 North Korean soldiers had been killed in Kursk",
    "denied the report - calling it “false” - and closed the border",
    "will send 12,000 troops, tanks and shells to the front by December",
    "did not confirm who fired the missile, which hit a school in Kharkiv",
    "signed a treaty",
)
TAILS = (
    ".",
    ", according to the BBC.",
    " — but officials in Pyongyang, asked about it, wouldn't comment",
    "; at least two people died!",
    "?",
    ". It was the third such attack in a week. Nobody claimed it",
    " (see table 2), Reuters reported late on 3 Nov. 2024.",
)
# 210 texts of 5 to 50 words: as many lengths, so that a padded batch would show.
SENTENCES = [f"{a} {d}{t}" for a in ACTORS for d in DEEDS for t in TAILS]


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The shipped pipeline."""
    return load_pipeline()


@pytest.fixture(scope="module")
def docs(nlp: Language) -> list[Doc]:
    """`SENTENCES`, each read alone."""
    return [nlp(text) for text in SENTENCES]


def annotations(doc: Doc) -> tuple[object, ...]:
    """Everything that a reader of the doc can see, to the byte."""
    columns = ["ORTH", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START"]
    ents = tuple((e.start, e.end, e.label_) for e in doc.ents)
    return doc.to_array(columns).tobytes(), ents, embed(doc[:12]).tobytes()


def read(texts: list[str]) -> list[tuple[object, ...]]:
    """Annotations made in a process of its own."""
    return [annotations(doc) for doc in load_pipeline().pipe(texts)]


def test_a_passive_sentence_carries_universal_dependencies(nlp: Language) -> None:
    doc = nlp("Two bridges were destroyed by Ukrainian forces in Kursk on Friday.")
    by_word = {token.text: token for token in doc}
    assert by_word["destroyed"].dep_ == "root"
    assert by_word["bridges"].dep_ == "nsubj:pass"
    assert by_word["were"].dep_ == "aux:pass"
    assert by_word["forces"].dep_ == "obl:agent"
    assert by_word["by"].dep_ == "case"
    assert by_word["bridges"].head.text == "destroyed"
    assert (by_word["were"].lemma_, by_word["bridges"].lemma_) == ("be", "bridge")
    assert (by_word["destroyed"].tag_, by_word["destroyed"].pos_) == ("VBN", "VERB")
    assert by_word["bridges"].morph.get("Number", []) == ["Plur"]
    assert by_word["Two"].dep_ == "nummod"


def test_a_relative_clause_and_reported_speech(nlp: Language) -> None:
    doc = nlp("Officials said that the ship, which carried grain, had left the port.")
    by_word = {token.text: token for token in doc}
    assert by_word["carried"].dep_ == "acl:relcl"
    assert by_word["left"].dep_ == "ccomp"
    assert by_word["left"].head.text == "said"
    assert by_word["that"].dep_ == "mark"


@pytest.mark.parametrize(
    ("text", "noun", "relation"),
    [
        ("Norway shipped up to 9 million shells in 2022.", "shells", "obj"),
        ("Russia lost up to 500 men.", "men", "obj"),
        ("Up to 500 men were killed.", "men", "nsubj:pass"),
        ("They walked up to 3 soldiers.", "soldiers", "obl"),
        ("It lost the war up to 3 times.", "war", "obj"),
    ],
)
def test_an_amount_with_up_to_is_an_object(
    nlp: Language, text: str, noun: str, relation: str
) -> None:
    assert next(t for t in nlp(text) if t.text == noun).dep_ == relation


def test_names_and_values_are_entities(nlp: Language) -> None:
    doc = nlp("Vladimir Putin met Kim Jong Un in Pyongyang on 19 June 2024, the BBC reported.")
    found = {(ent.text, ent.label_) for ent in doc.ents}
    assert {
        ("Vladimir Putin", "PERSON"),
        ("Kim Jong Un", "PERSON"),
        ("Pyongyang", "GPE"),
        ("19 June 2024", "DATE"),
        ("BBC", "ORG"),
    } <= found


def test_money_percent_and_measures_are_entities(nlp: Language) -> None:
    doc = nlp("It paid $2 million for 5 km of fence, up 30% from last year.")
    found = {(ent.text, ent.label_) for ent in doc.ents}
    assert {("$2 million", "MONEY"), ("5 km", "QUANTITY"), ("30%", "PERCENT")} <= found


def test_a_blank_line_always_ends_a_sentence(nlp: Language) -> None:
    doc = nlp("Russia sends\n\nmore troops to the border\n \nof Ukraine")
    assert [s.text.strip() for s in doc.sents] == [
        "Russia sends",
        "more troops to the border",
        "of Ukraine",
    ]


def test_a_block_reads_the_same_whatever_surrounds_it(nlp: Language) -> None:
    block = "Kyiv denied the claim. It said no soldier had crossed."
    alone = nlp(block)
    within = nlp(f"Heading of the page\n\n{block}\n\n- a bullet")
    start = next(t.i for t in within if t.text == "Kyiv")
    span = within[start : start + len(alone)]
    assert span.text == block
    assert [t.tag_ for t in span] == [t.tag_ for t in alone]
    assert [t.head.i - start for t in span] == [t.head.i for t in alone]
    assert [t.dep_ for t in span] == [t.dep_ for t in alone]
    assert np.array_equal(embed(span), embed(alone))


def test_annotations_do_not_depend_on_the_batch(nlp: Language, docs: list[Doc]) -> None:
    alone = [annotations(doc) for doc in docs]
    batched = [annotations(doc) for doc in nlp.pipe(reversed(SENTENCES), batch_size=64)]
    assert len(SENTENCES) >= 200
    assert batched[::-1] == alone


def test_annotations_do_not_depend_on_the_process(docs: list[Doc]) -> None:
    texts = SENTENCES[:30]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        halves = list(pool.map(read, (texts[:12], texts[12:])))
    assert [*halves[0], *halves[1]] == [annotations(doc) for doc in docs[:30]]


def test_every_sentence_is_a_tree_with_one_root(docs: list[Doc]) -> None:
    for doc in docs:
        for sentence in doc.sents:
            roots = [t for t in sentence if t.head.i == t.i]
            assert [t.dep_ for t in roots] == ["root"]
            assert all(t.head in sentence for t in sentence)


def test_text_without_capitals_keeps_its_parse(nlp: Language) -> None:
    doc = nlp("russia fired missiles at kyiv on monday. two people were killed.")
    assert [s.text for s in doc.sents] == [
        "russia fired missiles at kyiv on monday.",
        "two people were killed.",
    ]
    by_word = {token.text: token for token in doc}
    assert (by_word["russia"].dep_, by_word["missiles"].dep_) == ("nsubj", "obj")
    assert by_word["people"].dep_ == "nsubj:pass"


def test_curly_quotes_and_long_dashes(nlp: Language) -> None:
    doc = nlp("“We won’t negotiate,” Mr Lavrov told the ministers — all of them — on Tuesday.")
    by_word = {token.text: token for token in doc}
    assert by_word["“"].pos_ == by_word["”"].pos_ == by_word["—"].pos_ == "PUNCT"
    assert by_word["n’t"].lemma_ == "not"
    assert by_word["told"].dep_ == "root"
    assert by_word["negotiate"].head.text == "told"
    assert len(list(doc.sents)) == 1


def test_a_list_and_a_table_are_cut_into_their_lines(nlp: Language) -> None:
    listed = nlp("Killed: 12 soldiers\n\n- Wounded: 40 civilians\n\n- Missing: unknown")
    assert len({s.text.strip() for s in listed.sents}) >= 3
    table = nlp("Date | Killed | Source\n\n12 May | 3 | BBC\n\n13 May | 40 | Reuters")
    assert sum(s.text.strip().startswith(("Date", "12", "13")) for s in table.sents) >= 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\n\nOne word",
        "a" * 5000,
        "-" * 3000,
        "word " * 900,
        "北京 москва القاهرة 🚀🚀 \u200b\u00ad\ufeff",
        "tab\tand\x00null\x1b[0m",
        "\ud800 lone surrogate".encode("utf-8", "replace").decode(),
        "http://example.org/a?b=c&d=e#f " * 40,
    ],
)
def test_odd_text_is_read_without_complaint(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert embed(doc).shape == (VECTOR_WIDTH,)
    assert doc.tensor.shape == (len(doc), VECTOR_WIDTH)
    assert sum(len(s) for s in doc.sents) == len(doc)


def test_a_vector_has_unit_length_and_its_width(nlp: Language) -> None:
    doc = nlp("North Korea sent soldiers. They trained in Russia.")
    for target in (doc, doc[0:4], next(iter(doc.sents))):
        vector = embed(target)
        assert (vector.shape, vector.dtype) == ((VECTOR_WIDTH,), np.float32)
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-6)


def test_the_vector_of_nothing_is_zero(nlp: Language) -> None:
    assert not embed(nlp("")).any()


@pytest.mark.parametrize(
    ("claim", "near", "far"),
    [
        (
            "North Korean troops were sent to Russia.",
            "Pyongyang deployed soldiers to its ally Moscow.",
            "The football season starts in August.",
        ),
        (
            "Seoul says shells were shipped to Russia.",
            "Ammunition from the North reached Russian depots, the South's army said.",
            "South Korean shares fell on Monday.",
        ),
        (
            "The two leaders signed a treaty.",
            "Parliament ratified the agreement between the presidents.",
            "Two climbers were rescued from a mountain.",
        ),
    ],
)
def test_what_is_said_in_other_words_is_nearer(
    nlp: Language, claim: str, near: str, far: str
) -> None:
    vector = embed(nlp(claim))
    assert vector @ embed(nlp(near)) > vector @ embed(nlp(far)) + 0.2


def test_a_sentence_longer_than_a_window_is_read_whole(nlp: Language) -> None:
    text = ", ".join(f"the town of Aville{n} was taken" for n in range(80)) + "."
    doc = nlp(text)
    assert len(doc) > 400
    assert all(t.dep_ for t in doc)
