"""A Russian text told in English words: the text in, its `Gloss` out.

Not a translation: each word has the gloss that news uses most, in English order and form, with
names, numbers and dates as English writes them, so that what reads English can read it. Each
English word knows the Russian words it stands for. Sentence by sentence; the same text gives the
same gloss in any process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractors.gloss.clauses import render
from extractors.gloss.lexicon import grammar
from extractors.gloss.names import english_name, known_name
from extractors.gloss.records import Gloss, Piece, Placed
from extractors.gloss.tree import Node, sentence_tree
from extractors.language import load_pipeline

_NO_SPACE_BEFORE = re.compile(r"^[,.:;?!…)\]%]|^'s")
_DENIAL = re.compile(
    r"\b(?:not|no|nobody|nothing|never|nowhere|neither|nor|none|without|hardly|cannot|impossible"
    r"|deny|denied|denies|necessary|until|almost|once)\b"
)
_LABEL = re.compile(
    r"(?:[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|[А-ЯЁ][а-яё]+(?:\s[А-ЯЁ][а-яё]+)?)"
    r"(?=:\s)"
)


@cache
def russian() -> Language:
    """The Russian pipeline, loaded once a process."""
    return load_pipeline("ru")


def gloss_of(text: str) -> Gloss:
    """The gloss of a Russian text; lines stay lines. Raises `ModelError`."""
    doc = russian()(text)
    return _written(text, doc)


def _written(text: str, doc: Doc) -> Gloss:
    parts: list[str] = []
    placed: list[Placed] = []
    sentences: list[Placed] = []
    length = 0
    previous_end = 0
    for tokens in _sentences(doc):
        between = text[previous_end : tokens[0].idx]
        if previous_end:
            gap = "\n\n" if "\n\n" in between else "\n" if "\n" in between else " "
            parts.append(gap)
            length += len(gap)
        begun = length
        sentence = list(_sentence(tokens, doc))
        for at, word, piece in _spaced(sentence, length):
            parts.append(word)
            begin = at + (1 if word[0] == " " else 0)
            placed.append(Placed(begin, at + len(word), piece.start, piece.end))
            length += len(word)
        previous_end = tokens[-1].idx + len(tokens[-1].text)
        sentences.append(Placed(begun, length, tokens[0].idx, previous_end))
    return Gloss("".join(parts), tuple(placed), tuple(sentences))


def _spaced(pieces: Sequence[Piece], length: int) -> Iterator[tuple[int, str, Piece]]:
    """Each piece with the space before it, a capital at the beginning; doubled commas left out."""
    before = ""
    at = length
    for piece in pieces:
        word = piece.word
        if not word:
            continue
        if word in {",", ":"} and (not before or before in {",", ":", "."}):
            continue
        if not before or before == "start":
            word = word[:1].upper() + word[1:]
        glued = (
            not before
            or _NO_SPACE_BEFORE.match(word) is not None
            or word == "”"
            or before in {"“", "("}
        )
        made = word if glued else " " + word
        yield at, made, piece
        at += len(made)
        before = word


def _sentences(doc: Doc) -> Iterator[list[Token]]:
    """The tokens of each sentence without white space."""
    sentence: list[Token] = []
    root = -1
    for token in doc:
        if token.is_space:
            if "\n" in token.text and sentence:
                yield sentence
                sentence, root = [], -1
            continue
        own = _root(token)
        if sentence and own != root:
            yield sentence
            sentence = []
        root = own
        sentence.append(token)
    if sentence:
        yield sentence


def _root(token: Token) -> int:
    here = token
    for _ in range(len(token.doc)):
        if here.head.i == here.i:
            break
        here = here.head
    return here.i


def _sentence(tokens: list[Token], doc: Doc) -> Iterator[Piece]:
    label = _speaker(tokens)
    if label is not None:
        count, english = label
        last = tokens[count - 1]
        yield Piece(english, tokens[0].idx, last.idx + len(last.text))
        yield Piece(":", last.idx, last.idx + 1)
        tokens = tokens[count:]
        tokens = tokens[1:] if tokens and tokens[0].text == ":" else tokens
        if not tokens:
            return
    inside = {t.i for t in tokens}
    names = [e for e in doc.ents if e.start in inside and e.end - 1 in inside]
    tree = sentence_tree(tokens, names)
    if tree is None:
        return
    pieces = _quoted(_tidy(render(tree)), tokens)
    pieces = _with_left_over(pieces, tree)
    if _lost_denial(tree, pieces):
        at = tokens[0].idx
        pieces = [Piece("it is not clear whether", at, at), *pieces]
    first = True
    for piece in pieces:
        if first and label is None and piece.word[:1].islower():
            yield Piece(piece.word[:1].upper() + piece.word[1:], piece.start, piece.end)
        else:
            yield piece
        first = False
    end = tokens[-1]
    mark = next(
        (t.text for t in reversed(tokens[-3:]) if t.text in {".", "?", "!", "…", "?!", "..."}), "."
    )
    yield Piece({"…": ".", "?!": "?", "...": "."}.get(mark, mark), end.idx, end.idx + len(end.text))


def _speaker(tokens: list[Token]) -> tuple[int, str] | None:
    """The label of a transcript's paragraph: how many tokens it has, and its English."""
    start = tokens[0].idx
    text = tokens[0].doc.text[start : start + 60]
    found = _LABEL.match(text)
    if found is None:
        return None
    members = [t for t in tokens if t.idx < start + found.end()]
    word = members[0].text.lower()
    if len(members) == 1 and word in grammar("speakers"):
        return 1, grammar("speakers")[word]
    named = [t for t in members if t.text != "."]
    initials = any(len(t.text) == 1 for t in named)
    people = {e.label_ for e in tokens[0].doc.ents for t in named if e.start <= t.i < e.end}
    if initials or (len(named) == 2 and "PERSON" in people):
        known = known_name(" ".join(t.text for t in named))
        return len(members), known[1] if known else english_name(members, "PERSON")
    return None


def _tidy(pieces: list[Piece]) -> list[Piece]:
    """Pieces without doubled commas, and none at the end."""
    made: list[Piece] = []
    for piece in pieces:
        if not piece.word:
            continue
        if piece.word in {",", ":"} and (not made or made[-1].word in {",", ":"}):
            continue
        made.append(piece)
    while made and made[-1].word in {",", ":"}:
        made.pop()
    return made


def _quoted(pieces: list[Piece], tokens: Sequence[Token]) -> list[Piece]:
    """Quotation marks around what they stand around in the text, where it stays together."""
    made = list(pieces)
    opened: list[int] = []
    for token in tokens:
        if token.text in {"«", "„"} or (token.text in {'"', "“"} and not opened):
            opened.append(token.idx)
        elif token.text in {"»", "”", '"', "“"} and opened:
            start, end = opened.pop(), token.idx
            inside = [
                n
                for n, p in enumerate(made)
                if start < p.start and p.end <= end and p.word not in {",", ":"}
            ]
            if not inside:
                continue
            low, high = inside[0], inside[-1]
            strangers = [
                p
                for p in made[low : high + 1]
                if not (start < p.start and p.end <= end)
                and p.word not in {",", ":"}
                and p.start != p.end
            ]
            if strangers:
                continue
            made.insert(high + 1, Piece("”", token.idx, token.idx + 1))
            made.insert(low, Piece("“", start, start + 1))
    return made


def _with_left_over(pieces: list[Piece], tree: Node) -> list[Piece]:
    """What no rule told: nothing of a sentence is dropped unseen, so it follows at the end."""
    told = [(p.start, p.end) for p in pieces]
    made = list(pieces)
    for node in tree.walk():
        if (
            node.pos in {"NOUN", "PROPN", "VERB", "ADJ", "NUM"}
            or node.kind
            in {
                "name",
                "number",
                "date",
            }
        ) and not any(start <= node.start and node.end <= end for start, end in told):
            alone = _alone(node)
            made += [Piece(",", node.start, node.start), *alone] if alone else []
    return made


def _lost_denial(tree: Node, pieces: Sequence[Piece]) -> bool:
    """Whether the text denies something and no word of the gloss does: then it asserts nothing."""
    denies = any(
        node.kind == "word" and node.text in {"не", "нет", "нельзя"} for node in tree.walk()
    )
    told = " ".join(p.word.lower() for p in pieces)
    return denies and _DENIAL.search(told) is None


def _alone(node: Node) -> list[Piece]:
    bare = Node(
        node.kind, node.head_token, node.start, node.end, node.place, node.english, node.pos,
        "ROOT", node.lemma, node.label, node.value, None, [],
    )  # fmt: skip
    return render(bare)
