"""Which words mean the same, the opposite, or something more general.

In: lemmas. Out: sets of lemmas, from two tables that `extractors.training.wordnet` derived
from WordNet 3.0 (`synonyms.csv`, `antonyms.csv`; licence: WORDNET-LICENSE.txt) and
one of our own (`antonyms_news.csv`: opposites of news verbs that WordNet lacks). Only
frequent senses of words in use are there. The tables are read once and touched by nobody.

A part of speech is a WordNet letter ("n", "v", "a", "r") or a Universal POS tag ("NOUN",
"PROPN", "VERB", "AUX", "ADJ", "ADV"); an unknown word or part of speech has no relations.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from extractors.grammar.tables import rows

LETTERS = {
    "NOUN": "n",
    "PROPN": "n",
    "VERB": "v",
    "AUX": "v",
    "ADJ": "a",
    "ADV": "r",
    "n": "n",
    "v": "v",
    "a": "a",
    "r": "r",
}

Table = dict[tuple[str, str, str], frozenset[str]]
NONE: frozenset[str] = frozenset()


@cache
def _relations() -> Table:
    """(lemma, pos letter, relation) -> lemmas, of every table."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for name in ("synonyms", "antonyms", "synonyms_news", "antonyms_news"):
        for row in rows("extractors.grammar", name):
            lemma, pos, other, relation = row["lemma"], row["pos"], row["lemma2"], row["relation"]
            found[lemma, pos, relation].add(other)
            if relation in ("antonym", "synonym"):
                found[other, pos, relation].add(lemma)
    return {key: frozenset(words) for key, words in found.items()}


def _lookup(lemma: str, pos: str, relation: str) -> frozenset[str]:
    return _relations().get((lemma.lower(), LETTERS.get(pos, ""), relation), NONE)


def synonyms(lemma: str, pos: str) -> frozenset[str]:
    """Lemmas that share a frequent sense with `lemma`, itself excluded."""
    return _lookup(lemma, pos, "synonym")


def antonyms(lemma: str, pos: str) -> frozenset[str]:
    """Direct opposites ("increase" - "decrease")."""
    return _lookup(lemma, pos, "antonym")


def hypernyms(lemma: str, pos: str) -> frozenset[str]:
    """One step more general ("soldier" -> "enlisted person"); the topmost nouns are left out."""
    return _lookup(lemma, pos, "hypernym")


def entails(verb: str) -> frozenset[str]:
    """Verbs that must hold where `verb` does ("snore" -> "sleep"), hypernyms included.

    A hypernym of a verb is a way of putting it more generally (WordNet's troponymy), which
    is an entailment too: who "murders" also "kills".
    """
    return _lookup(verb, "v", "entails") | _lookup(verb, "v", "hypernym")


def related_noun(verb: str) -> frozenset[str]:
    """Nouns derived from or behind a verb ("invade" -> "invasion", "invader")."""
    return _lookup(verb, "v", "derived")


def related_verb(noun: str) -> frozenset[str]:
    """Verbs behind a noun ("deployment" -> "deploy")."""
    return _lookup(noun, "n", "derived")


def noun_classes(noun: str) -> frozenset[str]:
    """WordNet's lexicographer classes of a noun's frequent senses.

    One or more of "person", "group", "location", "artifact", "act", "event", "time",
    "communication", "cognition", "state", "possession", "quantity", "animal", ...
    """
    return _lookup(noun, "n", "class")
