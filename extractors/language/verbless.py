"""A sentence that came out of the parser without a verb: a Doc in, the same or a repaired Doc out.

"The BBC and Reuters scrutinised videos." can be parsed as one long noun phrase, with the verb as a
participle ("scrutinised videos") and the outlets as its owners. A full sentence of running text has
a finite verb, so where none was found, the participle behind a proper name and before a noun is it.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from extractors.language.inflection import lemma_of

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
MAIN = frozenset({"root", "ROOT", "conj", "parataxis", "ccomp"})


def with_verbs(doc: Doc) -> Doc:
    """``doc``, or a copy in which each verbless sentence that can be repaired has its verb."""
    found = [verb for sentence in doc.sents if (verb := _hidden_verb(sentence)) is not None]
    return _repaired(doc, found) if found else doc


def _hidden_verb(sentence: Span) -> Token | None:
    """The participle that must be the verb of a sentence without one, or None."""
    if sentence[-1].text not in {".", "!", "”", '"'} or sentence.root.pos_ not in {"NOUN", "PROPN"}:
        return None
    if any(t.tag_ in FINITE and _governs_clause(t) for t in sentence):
        return None
    for token in sentence:
        behind_name = token.i > sentence.start and _is_name(sentence.doc[token.i - 1])
        participle = token.dep_ == "amod" and token.tag_ in {"VBN", "VBD"}
        if participle and behind_name and token.head.i > token.i:
            return token
    return None


def _governs_clause(token: Token) -> bool:
    """True for a finite verb or copula of the main clause; a relative clause has one of its own."""
    if token.dep_ in {"cop", "aux", "aux:pass"}:
        return token.head.dep_ in MAIN
    return token.dep_ in MAIN


def _is_name(token: Token) -> bool:
    return token.pos_ == "PROPN" or (token.dep_ == "flat" and token.head.pos_ == "PROPN")


def _repaired(doc: Doc, verbs: list[Token]) -> Doc:
    tags = [t.tag_ for t in doc]
    poses = [t.pos_ for t in doc]
    lemmas = [t.lemma_ for t in doc]
    deps = [t.dep_ for t in doc]
    heads = [t.head.i for t in doc]
    for verb in verbs:
        sentence, thing = verb.sent, verb.head
        before = {t.i for t in doc[sentence.start : verb.i]}
        who = next(i for i in sorted(before) if heads[i] not in before or heads[i] == i)
        tags[verb.i], poses[verb.i] = "VBD", "VERB"
        lemmas[verb.i] = lemma_of(verb.text, "VBD", verb.lemma_)
        for i in range(sentence.start, sentence.end):
            outside = heads[i] in before and i > verb.i
            if i in before and i != who and heads[i] not in before:
                heads[i] = who  # the rest of the subject hangs on its first name
            elif outside or heads[i] == i or (doc[i].is_punct and heads[i] == sentence.root.i):
                heads[i] = verb.i
        heads[who], deps[who] = verb.i, "nsubj"
        heads[thing.i], deps[thing.i] = verb.i, "obj"
        heads[verb.i], deps[verb.i] = verb.i, "ROOT"
    return Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=tags,
        pos=poses,
        morphs=[str(t.morph) for t in doc],
        lemmas=lemmas,
        heads=heads,
        deps=deps,
        ents=[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc],
        user_data=dict(doc.user_data),  # names the encoder, for `embed`
    )
