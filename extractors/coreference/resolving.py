"""What pronouns and definite phrases stand for: "he", "their", "the troops", "who".

In: the parsed blocks of a document and its mentions. Out: for the head token of each anaphor
that can be resolved with good confidence, its `Antecedent`. Precision comes first: where the
evidence is thin, nothing is said, for a wrong link makes a wrong claim. Relative pronouns and
reflexives are read off the parse; the rest is ranked by `coreference_scores`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractors.coreference.phrases import RELATIVES, SUBJECTS, Phrase, phrases
from extractors.coreference.scores import pairs, probabilities, relation
from extractors.grammar import read_table
from extractors.records import Mention

# The least probability of a link, by pronoun, and for a phrase by how its noun names the other
# (see `coreference_scores.relation`): set on GUM's train part, pipeline's parses, where each
# gives a precision of about 0.8
SURE: Mapping[str, float] = {
    "he": 0.5,
    "she": 0.5,
    "it": 0.7,
    "they": 0.6,
    "same": 0.7,
    "called so": 0.95,
    "none": 0.9,
}
SURE_OTHERWISE = 0.4
REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves"})


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What an anaphor refers to: a noun phrase of the same document.

    `start`, `end` bound the phrase in `Document.text` and `text` is its words; `head` is its
    noun's lemma, `offset` where that noun stands; `entities` are the folded ids of the names
    that are the phrase, or of its parts where "and" joins them; empty for a common noun.
    """

    start: int
    end: int
    text: str
    head: str
    entities: tuple[str, ...]
    offset: int


def resolve(docs: Sequence[tuple[int, Doc]], mentions: Sequence[Mention]) -> dict[int, Antecedent]:
    """The antecedent of each anaphor that has a clear one, by its head's offset.

    `docs` are the document's parsed blocks, each with its offset into `Document.text`;
    `mentions` those of `entities.find_mentions`. Anaphors are third-person and relative
    pronouns and phrases with "the", "this", "that", "these", "those".
    """
    found = phrases(docs, mentions)
    heads = {phrase.offset: phrase for phrase in found if not phrase.coordinated}
    resolved = {offset: _antecedent(phrase, found) for offset, (phrase, _) in link(found).items()}
    for base, doc in docs:
        for token in doc:
            noun = _of_relative(token)
            if noun is not None and base + noun.idx in heads:
                phrase = heads[base + noun.idx]
                resolved[base + token.idx] = resolved.get(phrase.offset, _antecedent(phrase, found))
    return dict(sorted(resolved.items()))


def link(
    found: Sequence[Phrase], sure: Mapping[str, float] = SURE
) -> dict[int, tuple[Phrase, float]]:
    """Each anaphor's noun phrase and its probability, by the anaphor's offset, where it is sure.

    Each phrase has a distribution over what it may be. A noun phrase is itself, or the entity it
    names; an anaphor is what its candidates are, in proportion to their probabilities, so that
    "he" after "he" after "Putin" is as sure as both steps together.
    """
    links: dict[int, tuple[Phrase, float]] = {}
    meanings: dict[int, dict[object, float]] = {}
    nearest: dict[object, Phrase] = {}
    # of entities, by a title or given name anywhere, or by a pronoun linked to them before
    sexes: dict[object, str] = {
        phrase.mention.entity: phrase.gender
        for phrase in found
        if phrase.mention is not None and phrase.gender is not None
    }
    for place, phrase in enumerate(found):
        referring = phrase.kind in {"pronoun", "definite", "demonstrative"} and not (
            phrase.kind != "pronoun" and _says_what(phrase.token)
        )
        meaning: dict[object, float] = {}
        if referring and not phrase.coordinated:
            meaning = _meaning(phrase, found[:place], meanings, sexes)
            best = max(meaning, key=lambda name: meaning[name], default=None)
            if best in nearest:
                how = phrase.pronoun or relation(phrase, nearest[best])
                if meaning[best] >= sure.get(how, SURE_OTHERWISE):
                    links[phrase.offset] = nearest[best], meaning[best]
                    if phrase.gender is not None:
                        sexes.setdefault(best, phrase.gender)
        own: object = phrase.mention.entity if phrase.mention is not None else phrase.order
        meaning[own] = meaning.get(own, 0.0) + 1.0 - sum(meaning.values())
        meanings[phrase.order] = meaning
        if phrase.kind != "pronoun":
            nearest[own] = phrase
    return links


def _other_sex(anaphor: Phrase, option: Phrase, sexes: Mapping[object, str]) -> bool:
    """Whether the document has told elsewhere that the option is not a "he" or not a "she"."""
    told = sexes.get(option.mention.entity) if option.mention is not None else None
    return anaphor.gender is not None and told is not None and told != anaphor.gender


def _meaning(
    anaphor: Phrase,
    earlier: Sequence[Phrase],
    meanings: Mapping[int, Mapping[object, float]],
    sexes: Mapping[object, str],
) -> dict[object, float]:
    """The probability of each thing an anaphor may be; what is missing to 1 is of none of them."""
    if anaphor.token.lower_ in REFLEXIVES:
        subject = _subject(anaphor, earlier)
        return dict(meanings[subject.order]) if subject is not None else {}
    made = is_made(anaphor.token)
    options = [
        (option, names)
        for option, names in pairs(anaphor, earlier)
        if not _other_sex(anaphor, option, sexes) and not (made and _is_somebody(option))
    ]
    meaning: dict[object, float] = {}
    if options:
        for (option, _), probability in zip(options, probabilities(anaphor, options), strict=True):
            for name, share in meanings[option.order].items():
                meaning[name] = meaning.get(name, 0.0) + probability * share
    return meaning


def is_made(token: Token) -> bool:
    """Whether a verb makes a thing of it: "they had been fabricated", "who forged it"."""
    verbs = read_table("extractors.coreference", "selection")["made"]["verbs"]
    return token.dep_ in {"nsubj:pass", "obj"} and token.head.lemma_.lower() in verbs


def _is_somebody(option: Phrase) -> bool:
    """A person or body by its name, or several: "France 24 and Asia Times"."""
    if option.mention is not None:
        return option.mention.label in {"PERSON", "ORG"}
    # "24" heads "France 24"
    return option.coordinated and option.token.pos_ in {"PROPN", "NUM"}


def _says_what(token: Token) -> bool:
    """Whether a phrase describes another of its clause: "he was the driver", "Ann, the driver"."""
    return token.dep_ == "appos" or any(child.dep_ == "cop" for child in token.children)


def _subject(anaphor: Phrase, found: Sequence[Phrase]) -> Phrase | None:
    """The subject of a reflexive's own clause."""
    for token in anaphor.clause.children:
        if token.dep_ in SUBJECTS:
            return next((p for p in found if p.token == token and not p.coordinated), None)
    return None


def _of_relative(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for: the head of its clause."""
    if token.lower_ not in RELATIVES or token.tag_ not in {"WP", "WDT", "WP$", "IN"}:
        return None
    if "Rel" not in token.morph.get("PronType", ["Rel"]):
        return None
    clause = token
    while clause.dep_ != "acl:relcl":
        if clause.head == clause or clause.dep_ in {"ccomp", "advcl", "mark"}:
            return None
        clause = clause.head
    return (
        clause.head if clause.head.i < token.i and clause.head.pos_ in {"NOUN", "PROPN"} else None
    )


def _antecedent(phrase: Phrase, found: Sequence[Phrase]) -> Antecedent:
    start, end = phrase.span
    entities = [phrase.mention.entity] if phrase.mention is not None else []
    if phrase.coordinated:
        parts = {phrase.token, *(c for c in phrase.token.children if c.dep_ == "conj")}
        entities = [
            p.mention.entity
            for p in found
            if p.token in parts and p.mention is not None and not p.coordinated
        ]
    return Antecedent(
        start, end, phrase.text, phrase.lemma, tuple(dict.fromkeys(entities)), phrase.offset
    )
