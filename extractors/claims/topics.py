"""What a pronoun means when coreference is silent: the topic that the text has just set.

Two precise cases. A question without a verb sets a topic: "And the airline? It had never lost a
passenger." The subject of the sentence before is what the next one goes on about (the Cb of
centering theory: Grosz, Joshi and Weinstein 1995): "The vehicle weighed 25 tonnes. Its driver ...".

Must not fire: "It was the carrier's second crash", which says what it is itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Span, Token

from extractors.assertions import ParsedBlock
from extractors.claims.asides import asides
from extractors.claims.lists import listed
from extractors.claims.pieces import Piece, head_of, is_clause, phrase
from extractors.claims.unwrapping import unwrapped
from extractors.coreference import Antecedent, is_made
from extractors.grammar import children, concept_of, first, subject, wider_concepts
from extractors.records import Mention

THINGS = frozenset({"it", "its"})
PERSONS = frozenset({"he", "him", "his", "she", "her"})
MANY = frozenset({"they", "them", "their"})
REACH = 3  # sentences that a question's topic lasts


def topical(
    blocks: Sequence[ParsedBlock],
    mentions: Mapping[int, Mention],
    known: Mapping[int, Antecedent],
) -> dict[int, Antecedent]:
    """The antecedents of pronouns that ``known`` lacks, by the pronoun's offset."""
    found: dict[int, Antecedent] = {}
    asked: Token | None = None
    since = 0
    for parsed in blocks:
        base = parsed.block.start
        before: Token | None = None
        for sentence in parsed.doc.sents:
            topic = _asked(sentence)
            if topic is not None:
                asked, since, before = topic, 0, topic
                continue
            since += 1
            options = [t for t in (before, asked if since <= REACH else None) if t is not None]
            found.update(_parallel(sentence, base, known, mentions, blocks))
            for token in _pronouns(sentence, base, {**known, **found}):
                for option in dict.fromkeys(reversed(options)):
                    if _agrees(token, option, mentions, _base(option, blocks)):
                        found[base + token.idx] = _antecedent(option, mentions, blocks, known)
                        break
            before = _subject(sentence, before)
            if parsed.block.kind in {"title", "heading"}:
                before, asked = None, None
    return found


def _parallel(
    sentence: Span,
    base: int,
    known: Mapping[int, Antecedent],
    mentions: Mapping[int, Mention],
    blocks: Sequence[ParsedBlock],
) -> Iterator[tuple[int, Antecedent]]:
    """ "Russia offered help, but its ships came late": the subject of a joined clause goes on."""
    for token in sentence:
        if base + token.idx in known or token.lower_ not in THINGS | PERSONS | MANY:
            continue
        who = token.head if token.dep_ == "nmod:poss" else token
        clause = who.head
        if who.dep_ not in {"nsubj", "nsubj:pass"} or clause.dep_ != "conj" or is_empty(token):
            continue
        option, _ = subject(clause.head)
        if option is None or option.pos_ not in {"NOUN", "PROPN"} or option.i > token.i:
            continue
        if _agrees(token, option, mentions, base):
            yield base + token.idx, _antecedent(option, mentions, blocks, known)


def _base(token: Token, blocks: Sequence[ParsedBlock]) -> int:
    return next(b.block.start for b in blocks if b.doc is token.doc)


def _asked(sentence: Span) -> Token | None:
    """The noun of "And the airline?"."""
    if len(sentence) > 6 or sentence[-1].text != "?":
        return None
    head = sentence.root
    clause = is_clause(head) or any(is_clause(t) for t in sentence)
    return head if head.pos_ in {"NOUN", "PROPN"} and not clause else None


def _subject(sentence: Span, before: Token | None) -> Token | None:
    """What a sentence is about: the subject of what it says, not of who says it."""
    doc = sentence.doc
    kept = [t.i for t in sentence if not t.is_space]
    gone = {i for aside in asides(doc, kept) for i in aside.tokens}
    rest = [i for i in kept if i not in gone]
    if not rest:
        return None
    piece = unwrapped(Piece(doc, tuple(rest), head_of(doc, rest)))
    who, _ = subject(piece.head)
    if who is not None and who.dep_ == "expl":
        who = next((c for c in children(piece.head, "nsubj") if c.lower_ != "it"), None)
    if who is None:
        return None
    if who.pos_ == "PRON":
        return before if who.lower_ in THINGS | PERSONS | MANY else None
    return who


def _pronouns(sentence: Span, base: int, known: Mapping[int, Antecedent]) -> Iterator[Token]:
    for token in sentence:
        lower = token.lower_
        if base + token.idx in known or lower not in THINGS | PERSONS | MANY:
            continue
        placed = token.dep_ in {"nsubj", "nsubj:pass", "nmod:poss", "obj"}
        quoted = sum(t.text in {'"', "“"} for t in sentence if t.i < token.i) % 2
        if quoted and not any(t.text == "”" for t in sentence if t.i < token.i):
            continue
        if placed and not is_empty(token) and not _has_rival(token, sentence):
            yield token


def is_empty(token: Token) -> bool:
    """ "it" of "it was a soldier who", "it is likely that", "it was their crash", "put it"."""
    head = token.head
    if token.lower_ not in THINGS or token.dep_ == "nmod:poss":
        return False
    if token.dep_ == "obj":
        return head.lemma_.lower() in {"put", "make", "find", "call", "take", "have", "get"}
    if first(head, "cop") is not None and head.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"}:
        return True
    return first(head, "csubj", "ccomp", "expl") is not None or head.lemma_ in {"rain", "snow"}


def _has_rival(token: Token, sentence: Span) -> bool:
    """Another noun of its own sentence before it that it may mean."""
    plural, person = token.lower_ in MANY, token.lower_ in PERSONS
    for other in sentence:
        if other.i >= token.i:
            return False
        if other.pos_ not in {"NOUN", "PROPN"} or other.dep_ in {"compound", "flat", "nmod:poss"}:
            continue
        if (
            token.dep_ == "obj"
            and other.dep_ in {"nsubj", "nsubj:pass"}
            and other.head == token.head
        ):
            continue  # nobody seizes himself without saying so
        if other.dep_ in {"obl:unmarked"} or other.ent_type_ in {"DATE", "TIME"}:
            continue
        if _is_plural(other) == plural and (plural or _is_person(other, "") == person):
            return True
    return False


def _is_plural(token: Token) -> bool:
    return token.tag_ in {"NNS", "NNPS"} or any(True for _ in children(token, "conj"))


def _is_person(token: Token, label: str) -> bool:
    if token.pos_ == "PROPN" and any(c.lower_ == "the" for c in children(token, "det")):
        return False  # "the Sun", "the Lighthouse Winmore"
    if label:
        return label == "PERSON"
    if token.ent_type_:
        return token.ent_type_ == "PERSON"
    if token.lemma_.lower() in listed("topic", "bodies"):
        return False
    concept = concept_of(token.lemma_.lower())
    return concept == "#person" or "#person" in wider_concepts(concept)


def is_body(token: Token) -> bool:
    """A thing or a body of people, which is "it"."""
    return not _is_person(token, "") and not _is_plural(token)


def _agrees(token: Token, option: Token, mentions: Mapping[int, Mention], base: int) -> bool:
    if option.doc is token.doc and option.i >= token.i:
        return False
    mention = mentions.get(base + option.idx)
    label = mention.label if mention is not None else ""
    if is_made(token) and (label in {"PERSON", "ORG"} or option.pos_ == "PROPN"):
        return False
    person = _is_person(option, label)
    lower = token.lower_
    if lower in MANY:
        return _is_plural(option)
    return not _is_plural(option) and person == (lower in PERSONS)


def _antecedent(
    option: Token,
    mentions: Mapping[int, Mention],
    blocks: Sequence[ParsedBlock],
    known: Mapping[int, Antecedent],
) -> Antecedent:
    base = _base(option, blocks)
    resolved = known.get(base + option.idx)
    if resolved is not None:
        return resolved
    numbers = [i for i in phrase(option) if option.doc[i].lower_ not in {"himself", "itself"}]
    end = max(numbers) + 1
    while option.pos_ == "PROPN" and end < option.sent.end and option.doc[end].pos_ == "PROPN":
        end += 1  # a name that the parse split in two
    span = option.doc[min(numbers) : end]
    mention = mentions.get(base + option.idx)
    return Antecedent(
        base + span.start_char,
        base + span.end_char,
        span.text,
        option.lemma_.lower(),
        (mention.entity,) if mention is not None else (),
        base + option.idx,
    )
