"""How likely a pronoun or definite phrase refers to each earlier phrase, or to none.

In: an anaphor and its candidates. Out: probabilities, by a log-linear ranking model whose
features are the classic preferences: agreement, recency, subject and parallel role, same head,
more general noun. The weights are in `coreference.csv`, trained on GUM by
`extractors.training.coreference` (its header names source and licence).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from extractors.coreference.phrases import Phrase
from extractors.entities import countries, is_city, is_office, is_region
from extractors.grammar import hypernyms, noun_classes, rows, synonyms

PRONOUN_REACH = 4  # sentences back; farther, pronouns are wrong more often than right
NOUN_REACH = 12
REMEMBERED = (
    400  # phrases back that are looked at, so that a long page costs no more than its length
)


@cache
def weights() -> Mapping[str, float]:
    return {
        row["feature"]: float(row["weight"])
        for row in rows("extractors.coreference", "coreference")
    }


def candidates(anaphor: Phrase, earlier: Sequence[Phrase]) -> list[Phrase]:
    """The earlier phrases that may be what `anaphor` refers to, nearest first."""
    found = []
    reach = PRONOUN_REACH if anaphor.kind == "pronoun" else NOUN_REACH
    for other in reversed(earlier):
        if anaphor.sentence - other.sentence > reach:
            break
        fits = _fits_pronoun if anaphor.kind == "pronoun" else _fits_noun
        if other.token != anaphor.token and fits(anaphor, other):
            found.append(other)
    return found


def _fits_pronoun(anaphor: Phrase, other: Phrase) -> bool:
    """Agreement and binding, without which no preference counts."""
    if anaphor.within(other) or other.within(anaphor) or _same_clause(anaphor, other):
        return False
    pronoun = anaphor.pronoun
    if other.pronoun is not None:
        return other.pronoun == pronoun
    if pronoun in {"he", "she"}:
        wanted = "male" if pronoun == "he" else "female"
        return (
            other.number != "plur"
            and other.animacy in {"person", "mixed"}
            and other.gender in {None, wanted}
            and not (other.mention is not None and other.mention.label == "NORP")
        )
    if pronoun == "it":
        return other.number != "plur" and other.animacy != "person"
    if other.number == "plur":
        return True
    return other.animacy in {"group", "mixed"} or (
        other.animacy == "place" and other.kind == "name"
    )


def _same_clause(anaphor: Phrase, other: Phrase) -> bool:
    """Whether two phrases are arguments of one predicate, where only a reflexive could refer."""
    if anaphor.role == "owner" or anaphor.token.doc is not other.token.doc:
        return False
    direct = other.role in {"subject", "object", "oblique"}
    return direct and anaphor.clause == other.clause


def _fits_noun(anaphor: Phrase, other: Phrase) -> bool:
    """Same or related head, number, and no modifiers that set the two apart."""
    if other.kind == "pronoun" or anaphor.within(other) or other.within(anaphor):
        return False
    if other.coordinated or anaphor.coordinated:
        return False
    if anaphor.numbers and other.numbers and anaphor.numbers != other.numbers:
        return False
    if other.number and anaphor.number and other.number != anaphor.number:
        return False
    return relation(anaphor, other) != "none"


def relation(anaphor: Phrase, other: Phrase) -> str:
    """How a definite phrase's noun can name the other: by its head, a wider noun, or its kind."""
    noun, head = anaphor.lemma, other.lemma
    if other.kind != "name":
        if noun == head:
            return "same"
        if noun in synonyms(head, "n"):
            return "synonym"
        if noun in hypernyms(head, "n") or any(
            noun in hypernyms(upper, "n") for upper in hypernyms(head, "n")
        ):
            return "hypernym"
        return "none"
    return _names_kind(anaphor, other)


def _names_kind(anaphor: Phrase, other: Phrase) -> str:
    """Whether a noun says what a named thing is: "the country", "the city", "the minister"."""
    noun, mention = anaphor.lemma, other.mention
    assert mention is not None
    described = {noun} | synonyms(noun, "n")
    own = {part.lower_ for part in other.token.subtree if part.dep_ in {"compound", "flat"}}
    own |= {other.lemma, *(word.lower() for word in mention.text.split())}
    if noun in own:
        return "called so"
    if mention.label == "PERSON":
        if is_office(noun) or noun_classes(noun) == {"person"}:
            titles = _titles(other)
            if titles & described:
                return "titled so"
            return "person" if not titles else "none"
        return "none"
    if mention.entity in countries():
        named = mention.label == "GPE" and noun in {"country", "nation", "state", "republic"}
        return "country" if named and anaphor.number != "plur" else "none"
    if mention.label in {"GPE", "LOC", "FACILITY", "FAC"}:
        city = noun in {"city", "town", "capital", "metropolis"} and is_city(mention.entity)
        region = noun in {"region", "province", "state"} and is_region(mention.entity)
        return "place" if city or region or noun in {"area", "place"} else "none"
    if mention.label == "ORG":
        group = "group" in noun_classes(noun)
        return "organisation" if group and noun not in {"people", "family", "world"} else "none"
    return "none"


def _titles(other: Phrase) -> frozenset[str]:
    """Offices said of a named person: before the name, or in an apposition to it or of it."""
    token = other.token
    words = {
        c.lemma_.lower()
        for c in token.children
        if c.dep_ in {"compound", "nmod:desc", "appos", "amod", "flat"}
    }
    if token.dep_ in {"appos", "flat"}:
        words.add(token.head.lemma_.lower())
    for child in token.head.children:
        if child == token and token.dep_ == "nsubj":
            words.add(token.head.lemma_.lower())
    return frozenset(word for word in words if is_office(word))


def pairs(anaphor: Phrase, earlier: Sequence[Phrase]) -> list[tuple[Phrase, list[str]]]:
    """An anaphor's candidates, nearest first, each with its features."""
    earlier = earlier[-REMEMBERED:]
    often = Counter(_called(phrase) for phrase in earlier if phrase.kind != "pronoun")
    return [
        (other, list(features(anaphor, other, rank, often[_called(other)])))
        for rank, other in enumerate(candidates(anaphor, earlier))
    ]


def _called(phrase: Phrase) -> str:
    return phrase.mention.entity if phrase.mention is not None else f"{phrase.lemma} (noun)"


def features(anaphor: Phrase, other: Phrase, rank: int, often: int) -> Iterator[str]:
    """The features of one pair.

    `rank` is how many candidates are nearer, `often` how often the candidate's noun or name
    has been said before.
    """
    noun = anaphor.kind != "pronoun"
    group = "noun" if noun else anaphor.pronoun or ""
    group = "he" if group == "she" else group
    for feature in _noun_features(anaphor, other) if noun else _pronoun_features(anaphor, other):
        yield f"{group}:{feature}"
    distance = anaphor.sentence - other.sentence
    yield f"{group}:sentences={min(distance, 5) if distance < 8 else 8}"
    yield f"{group}:rank={min(rank, 4)}"
    yield f"{group}:blocks={min(anaphor.block - other.block, 2)}"
    yield f"{group}:kind={other.kind}"
    if other.kind != "pronoun":
        yield f"{group}:often={min(often, 4)},{other.kind == 'name'}"


def _pronoun_features(anaphor: Phrase, other: Phrase) -> Iterator[str]:
    yield f"role={other.role}"
    yield f"roles={anaphor.role},{other.role}"
    yield f"animacy={other.animacy},{other.number}"
    yield f"coordinated={other.coordinated}"
    if other.gender is not None and other.kind != "pronoun":
        yield "gender"
    same_sentence = anaphor.sentence == other.sentence
    if same_sentence and other.clause.is_ancestor(anaphor.token):
        yield f"governs={other.role}"
        yield f"speaker={other.clause.lemma_ in {'say', 'tell', 'claim', 'believe', 'think'}}"
    elif same_sentence and anaphor.clause.dep_ == "conj" and anaphor.clause.head == other.clause:
        yield f"joined clause={other.role}"
    if anaphor.sentence - other.sentence == 1 and other.role == anaphor.role == "subject":
        yield f"next sentence's subject={other.kind == 'pronoun'}"
    if other.pronoun is not None:
        yield f"same word={other.token.lower_ == anaphor.token.lower_}"
    if other.mention is not None:
        yield f"label={other.mention.label}"
    if other.token.dep_.lower() in {"appos", "root"}:
        yield f"relation={other.token.dep_.lower()}"
    if other.clause == other.token:
        yield "predicate"


def _noun_features(anaphor: Phrase, other: Phrase) -> Iterator[str]:
    how = relation(anaphor, other)
    yield f"relation={how}"
    yield f"relation={how},{anaphor.kind}"
    yield f"role={other.role}"
    missing = anaphor.modifiers - other.modifiers - {other.lemma}
    yield f"new modifiers={min(len(missing), 2)},{how == 'same'}"
    clash = (
        bool(anaphor.modifiers)
        and bool(other.modifiers)
        and not (anaphor.modifiers & other.modifiers)
    )
    yield f"clash={clash}"
    yield f"same modifiers={bool(anaphor.modifiers & other.modifiers)}"
    later = {c.dep_ for c in anaphor.token.children if c.i > anaphor.token.i}
    yield f"defined later={bool(later & {'nmod', 'acl', 'acl:relcl'})},{how == 'same'}"
    earlier = {c.dep_ for c in other.token.children if c.i > other.token.i}
    yield f"antecedent defined={bool(earlier & {'nmod', 'acl', 'acl:relcl'})}"
    yield f"plural={anaphor.number == 'plur'}"
    classes = noun_classes(anaphor.lemma)
    for name in ("person", "group", "artifact", "location", "act", "communication", "cognition"):
        if name in classes:
            yield f"class={name}"


def nothing_features(anaphor: Phrase, count: int) -> Iterator[str]:
    """The features of referring to none of the candidates, of which there are `count`."""
    noun = anaphor.kind != "pronoun"
    group = "noun" if noun else anaphor.pronoun or ""
    group = "he" if group == "she" else group
    yield f"{group}:nothing"
    yield f"{group}:nothing,candidates={min(count, 3)}"
    token = anaphor.token
    yield f"{group}:nothing,role={anaphor.role}"
    if noun:
        later = {c.dep_ for c in token.children if c.i > token.i}
        for name in sorted(later & {"nmod", "acl", "acl:relcl"}):
            yield f"noun:nothing,{name}"
        yield f"noun:nothing,kind={anaphor.kind}"
        if any(c.lower_ in {"only", "first", "last", "same", "other"} for c in token.children):
            yield "noun:nothing,ordinal"
        return
    predicate = token.head
    clausal = {c.dep_ for c in predicate.children} & {"csubj", "ccomp", "xcomp", "advcl"}
    if anaphor.pronoun == "it":
        copular = any(c.dep_ == "cop" for c in predicate.children)
        yield f"it:nothing,clause={bool(clausal)},{copular}"
        yield f"it:nothing,adjective={predicate.pos_ == 'ADJ'},{bool(clausal)}"
        if predicate.lemma_ in {"seem", "appear", "rain", "snow", "take", "make", "turn"}:
            yield "it:nothing,verb"
    if anaphor.pronoun == "they" and predicate.lemma_ in {"say", "call"}:
        yield "they:nothing,say"


def probabilities(anaphor: Phrase, options: Sequence[tuple[Phrase, Sequence[str]]]) -> list[float]:
    """The probability of each of `pairs`; what is missing to 1 is that of none."""
    table = weights()
    scores = [sum(table.get(name, 0.0) for name in names) for _, names in options]
    nothing = sum(table.get(name, 0.0) for name in nothing_features(anaphor, len(options)))
    top = max([nothing, *scores])
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) + math.exp(nothing - top)
    return [power / total for power in powers]
