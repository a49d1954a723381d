"""A piece as a sentence that stands alone.

Pronouns and definite phrases become what they stand for, relative dates get their calendar day,
both in square brackets; leading ties to the sentence before and asides like ", meanwhile," go.

Fires: "But he fled on Friday" -> "[Ivan Petrov] fled on Friday [5 January 2018]". Must not fire:
"Its owner" inside "The ship and its owner", where the words themselves say whose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from spacy.tokens import Doc, Token

from extractors.assertions import ParsedBlock
from extractors.claims.dating import absolute
from extractors.claims.lists import listed
from extractors.claims.pieces import Piece, Word
from extractors.claims.topics import is_body, is_empty
from extractors.coreference import Antecedent
from extractors.records import Mention

DEPTH = 2  # "his" inside what "he" stands for
LONGEST = 9  # tokens of a phrase put in for another
POSSESSIVE = frozenset({"his", "her", "its", "their", "my", "our", "whose"})
PERSONAL = frozenset({"he", "him", "his", "she", "her", "hers"})
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "each"})
POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
LEADS = 3  # ties before one claim: "And yet, of course,"
_SPACES = re.compile(r"\s+")
_BEFORE = re.compile(r"\s+([,;:.!?)\]”’])")
_DOUBLED = re.compile(r"([,;:])(?:\s*[,;:])+")
_QUOTE_END = re.compile(r',(["”])\.?$')
_EDGES = re.compile(r"^[\s,;:.)\]—–-]+|[\s,;:(—–-]+\.?$")


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the words of a document stand for, by character offset."""

    text: str
    antecedents: Mapping[int, Antecedent]
    mentions: Mapping[int, Mention]
    tokens: Mapping[int, Token]
    offsets: Mapping[int, int]
    said_at: datetime | None = None

    def position(self, token: Token) -> int:
        return self.offsets[id(token.doc)] + token.idx


@dataclass(frozen=True, slots=True)
class Wording:
    """The words, the folded names and the lemmas of a claim."""

    text: str
    names: tuple[str, ...]
    terms: tuple[str, ...]
    unclear: bool = False


def worded(piece: Piece, parsed: ParsedBlock, meanings: Meanings) -> Wording:
    """``piece`` as a sentence of its own."""
    base = parsed.block.start
    words = list(_untied(piece))
    inside = {base + piece.doc[w].idx for w in words if isinstance(w, int)}
    anchor = parsed.block.date or meanings.said_at
    dates = {
        date.end: shown for date in parsed.dates if (shown := absolute(date, anchor)) is not None
    }
    speaking = {
        base + piece.doc[i].idx for who in piece.speakers for i in range(who.start, who.end)
    }
    said = _Saying(meanings, inside, speaking, _body(piece))
    out: list[str] = []
    before: int | None = None
    skip: set[int] = set()
    for word in words:
        if isinstance(word, str):
            out.append(f" {word} ")
            before = None
            continue
        if word in skip:
            before = word
            continue
        token = piece.doc[word]
        gap = "" if before is not None and word == before + 1 else " "
        shown, covered = said.of(token, words)
        skip.update(covered)
        last = piece.doc[max(covered)] if covered else token
        dated = dates.get(base + last.idx + len(last)) if last.dep_ != "compound" else None
        out.append(gap + shown + (f" [{dated}]" if dated else "") + last.whitespace_)
        before = word
    names = list(said.names)
    for w in words:
        if isinstance(w, int):
            mention = meanings.mentions.get(base + piece.doc[w].idx)
            if mention is not None and mention.entity not in names:
                names.append(mention.entity)
    return Wording(
        _sentence("".join(out)),
        tuple(dict.fromkeys(names)),
        tuple(_terms(piece.doc, words, said)),
        said.unclear,
    )


def _body(piece: Piece) -> str | None:
    """The body that speaks innermost, where it is a common noun: "the company said it had"."""
    if not piece.speakers or piece.head.dep_ != "ccomp":
        return None
    who = piece.speakers[-1]
    span = piece.doc[who.start : who.end]
    noun = span.root if len(span) else None
    if noun is None or noun.tag_ != "NN" or noun.head != piece.head.head:
        return None
    return span.text if is_body(noun) else None


def _leads(token: Token) -> bool:
    return token.dep_ in {"nsubj", "nsubj:pass"} and token.head.dep_ == "ccomp"


def _terms(doc: Doc, words: Sequence[Word], said: _Saying) -> Iterator[str]:
    for word in words:
        if isinstance(word, int):
            token = doc[word]
            yield from said.lemmas.get(word, ())
            if word not in said.gone and _is_term(token):
                yield token.lemma_.lower()


def _is_term(token: Token) -> bool:
    aux = token.dep_ in {"aux", "aux:pass", "cop"}
    return token.pos_ in {"NOUN", "PROPN", "VERB", "ADJ", "NUM"} and not aux


def may_be_person(found: Antecedent, mentions: Mapping[int, Mention]) -> bool:
    """No paper is "he": a person's name has the label of one, and no "the" before it."""
    words = found.text.split()
    if words[1:] and words[0].lower() == "the" and all(w[:1].isupper() for w in words[1:]):
        return False
    mention = mentions.get(found.offset)
    return mention is None or mention.label == "PERSON"


class _Saying:
    """Puts words for pronouns and definite phrases, and remembers whose names they brought."""

    def __init__(
        self, meanings: Meanings, inside: set[int], speaking: set[int], body: str | None
    ) -> None:
        self._meanings = meanings
        self._inside = inside
        self._speaking = speaking
        self._body = body
        self.names: list[str] = []
        self.lemmas: dict[int, tuple[str, ...]] = {}
        self.gone: set[int] = set()
        self.unclear = False

    def of(self, token: Token, words: Sequence[Word]) -> tuple[str, set[int]]:
        """The words for a token and the numbers of the tokens that they cover."""
        lower = token.lower_
        if token.pos_ == "PRON" or token.tag_ in {"PRP", "PRP$"}:
            if lower in REFLEXIVE or token.tag_ in {"WP", "WDT", "EX"}:
                return token.text, set()
            found = self._meaning(token)
            if found is None and self._body is not None and lower == "it" and _leads(token):
                self.gone.add(token.i)
                return f"[{_lowered(self._body)}]", set()
            if found is None:
                if token.tag_ == "PRP" and token.dep_ in {"nsubj", "nsubj:pass"}:
                    self.unclear = self.unclear or lower not in {"it"}
                return token.text, set()
            self.gone.add(token.i)
            return self._put(token, found, lower in POSSESSIVE and token.tag_ == "PRP$"), set()
        if lower in POINTING and token.dep_ == "det":
            phrase = self._definite(token, words)
            if phrase is not None:
                numbers, antecedent = phrase
                self.gone.update(numbers)
                return self._put(token, antecedent, False), numbers
        return token.text, set()

    def _meaning(self, token: Token) -> Antecedent | None:
        found = self._meanings.antecedents.get(self._meanings.position(token))
        if found is None or found.start in self._inside or found.offset in self._inside:
            return None
        speaking = (
            self._meanings.tokens.get(found.offset) if found.offset in self._speaking else None
        )
        if token.lower_ in {"it", "its"} and speaking is not None and speaking.pos_ == "PROPN":
            return None  # "CNN reported that it carried no recorder"
        if token.lower_ in PERSONAL and not may_be_person(found, self._meanings.mentions):
            return None
        if token.lower_ == "it" and is_empty(token):
            return None
        if found.text.lower() in {"it", "they", "he", "she", "this", "that", "i", "we"}:
            return None
        return found

    def _definite(
        self, determiner: Token, words: Sequence[Word]
    ) -> tuple[set[int], Antecedent] | None:
        """ "the ship" for a ship with a name, told of nowhere else in the claim."""
        noun = determiner.head
        if noun.pos_ != "NOUN" or noun.i <= determiner.i:
            return None
        numbers = set(range(determiner.i, noun.i + 1))
        named = any(
            i != noun.i and self._meanings.mentions.get(self._meanings.position(noun.doc[i]))
            for i in numbers
        )
        bare = not named and not any(
            c.dep_ in {"nmod", "acl", "acl:relcl", "appos", "nummod", "conj"} for c in noun.children
        )
        found = self._meaning(noun)
        if not bare or found is None or not found.entities or not numbers <= set(words):
            return None
        after = determiner.doc[noun.i + 1] if noun.i + 1 < len(determiner.doc) else None
        if after is not None and (after.tag_ == "POS" or after.dep_ in {"compound", "flat"}):
            return None
        return numbers, found

    def _put(self, token: Token, antecedent: Antecedent, owns: bool) -> str:
        shown = self._shown(antecedent, DEPTH)
        self.names.extend(antecedent.entities)
        start = self._meanings.tokens.get(antecedent.offset)
        if start is not None:
            lemmas = [t.lemma_.lower() for t in _phrase(antecedent, self._meanings) if _is_term(t)]
            self.lemmas[token.i] = tuple(lemmas)
        if owns:
            shown += "'" if shown.endswith("s") else "'s"
        return f"[{shown}]"

    def _shown(self, antecedent: Antecedent, depth: int) -> str:
        """The antecedent's words, a pronoun inside them replaced too."""
        out = ""
        for token in _phrase(antecedent, self._meanings):
            at = self._meanings.position(token)
            inner = self._meanings.antecedents.get(at)
            if token.pos_ == "PRON" and inner is not None and depth and inner != antecedent:
                words = self._shown(inner, depth - 1)
                self.names.extend(inner.entities)
                if token.tag_ == "PRP$":
                    words += "'" if words.endswith("s") else "'s"
                out += words + token.whitespace_
            else:
                out += token.text_with_ws
        return _lowered(out.strip())


def _phrase(antecedent: Antecedent, meanings: Meanings) -> list[Token]:
    """The antecedent's tokens; a long one down to its noun, with what stands before it."""
    head = meanings.tokens.get(antecedent.offset)
    if head is None:
        return []
    base = meanings.offsets[id(head.doc)]
    tokens = [t for t in head.doc if antecedent.start <= base + t.idx < antecedent.end]
    cut = next((n for n, t in enumerate(tokens) if t.text in {",", "(", "—", "–"} and n), None)
    coordinated = len(antecedent.entities) > 1
    if cut is not None and not coordinated and tokens[cut].i > head.i:
        tokens = tokens[:cut]
    if len(tokens) > LONGEST and not coordinated:
        kept = {head.i, *(t.i for c in head.children if c.dep_ in _BEFORE_NOUN for t in c.subtree)}
        tokens = [t for t in tokens if t.i in kept]
    return tokens


_BEFORE_NOUN = frozenset({"det", "amod", "compound", "flat", "nummod", "nmod:poss", "nmod:desc"})


def _lowered(words: str) -> str:
    """ "The driver" inside a sentence: "the driver"."""
    first, _, rest = words.partition(" ")
    if first.lower() in {
        "the",
        "a",
        "an",
        "this",
        "these",
        "those",
        "that",
        "its",
        "their",
        "his",
        "her",
        "one",
        "two",
        "three",
        "some",
        "many",
        "all",
        "such",
        "our",
    }:
        return f"{first.lower()} {rest}" if rest else first.lower()
    return words


def _untied(piece: Piece) -> list[Word]:
    """The piece's words without ties to the sentence before, and without set-off adverbs."""
    words = list(piece.words)
    if piece.doc[0].lower_ in {"how", "why"} and words[:1] == [0] and _is_declared(piece):
        words = words[1:]  # a title: "How X changed Y"
    for _ in range(LEADS):
        cut = _tie(piece.doc, words)
        if not cut:
            break
        words = words[cut:]
    return _without_asides(piece.doc, list(_without_gaps(piece.doc, words)))


def _is_declared(piece: Piece) -> bool:
    """A subject before its verb and no question mark: "How X changed Y"."""
    who = next((c for c in piece.head.children if c.dep_ in {"nsubj", "nsubj:pass"}), None)
    inverted = any(c.i < who.i for c in piece.head.children if c.dep_ == "aux") if who else True
    return not inverted and piece.doc[-1].text != "?"


def _without_gaps(doc: Doc, words: Sequence[Word]) -> Iterator[Word]:
    """Without the commas of what was taken out."""
    kept = {w for w in words if isinstance(w, int)}
    first, last = min(kept, default=0), max(kept, default=0)
    for word in words:
        if isinstance(word, int) and doc[word].text in {",", "—", "–", "(", ")"}:
            cut_after = word < last and word + 1 not in kept
            cut_before = word > first and word - 1 not in kept
            after = min((i for i in kept if i > word), default=word)
            opens = doc[after].tag_ in {"WDT", "WP"}
            if (cut_before or cut_after) and not (opens or _closes(doc, word, kept)):
                continue
        yield word


def _closes(doc: Doc, comma: int, kept: set[int]) -> bool:
    """The comma ends an apposition: "the minister, Ann Lee, [who fell,] left"."""
    at = max((i for i in kept if i < comma), default=-1)
    while at in kept and doc[at].text != ",":
        if doc[at].dep_ == "appos":
            return doc[comma].text == ","
        at -= 1
    return False


def _tie(doc: Doc, words: Sequence[Word]) -> int:
    """How many words at the start only tie: "And", "After all,", "Then"; 0 for none."""
    numbers: list[int] = []
    for word in words:
        if not isinstance(word, int):
            break
        numbers.append(word)
    if not numbers:
        return 0
    if doc[numbers[0]].is_punct and doc[numbers[0]].text not in {'"', "“", "‘", "'", "["}:
        return 1
    for length in (4, 3, 2, 1):
        run = numbers[:length]
        shown = " ".join(doc[i].lower_ for i in run)
        if len(run) < length or shown not in listed("frame", "leads"):
            continue
        after = doc[run[-1] + 1] if run[-1] + 1 < len(doc) else None
        comma = after is not None and after.text in {",", ":", "—"}
        if length == 1:
            first = doc[run[0]]
            joins = first.tag_ == "CC" or first.dep_ in {"cc", "discourse", "advmod"}
            bound = shown in listed("frame", "bound") and shown != "so"
            if not comma and (not joins or bound):
                continue
            if shown == "so" and not comma and after is not None and after.pos_ in {"DET", "NUM"}:
                return 1
            if shown in {"so", "no", "well"} and not comma and first.tag_ != "CC":
                continue
        elif not comma and shown in listed("frame", "bound"):
            return length if shown == "in the end" else 0
        return length
    return 0


def _without_asides(doc: Doc, words: Sequence[Word]) -> list[Word]:
    """Without ", meanwhile," and the like."""
    kept = list(words)
    place = 1
    while place < len(kept) - 1:
        one = kept[place]
        left, right = kept[place - 1], kept[place + 1]
        if isinstance(one, int) and isinstance(left, int) and isinstance(right, int):
            adverb = doc[one].lower_ in listed("frame", "leads") and doc[one].tag_ == "RB"
            if adverb and doc[left].text == "," and doc[right].text in {",", "."}:
                del kept[place - 1 : place + 2]
                continue
        place += 1
    return kept


def _sentence(words: str) -> str:
    """Tidy print: single spaces, no doubled or stray marks, a capital and a full stop."""
    text = _SPACES.sub(" ", words).strip()
    text = _BEFORE.sub(r"\1", text)
    text = _DOUBLED.sub(r"\1", text)
    text = _EDGES.sub("", text).strip()
    text = _balanced(text)
    if not text:
        return ""
    bracketed = text.startswith("[") and len(text) > 1
    at = 1 if bracketed else 0
    text = text[:at] + text[at].upper() + text[at + 1 :]
    text = _QUOTE_END.sub(r"\1", text)
    closed = text[-1] in ".!?…" or (text[-1] in '"”' and text[-2:-1] in {".", "!", "?"})
    return text if closed else text + "."


def _balanced(text: str) -> str:
    """Without a quotation mark or bracket that lost its other half."""
    for opening, closing in (("“", "”"), ("(", ")")):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text.replace('"', "") if text.count('"') % 2 else text
