"""The Russian pipeline: text in, a spaCy `Doc` with tags, lemmas, parse and names out.

    nlp = load_pipeline("ru")

A `Doc` carries `pos_` (Universal Dependencies), `morph`, `lemma_` (as OpenCorpora's dictionary has
it, lower case, "ё" written "е"), `dep_` and heads (UD), sentence starts and `ents` (PERSON, LOC,
ORG). Sentences and tokens are razdel's; tags, syntax and names come of slovnet's networks, trained
on news (Kukushkin 2020, https://github.com/natasha/slovnet, MIT). Where the dictionary of pymorphy3
(Korobov 2015, doi:10.1007/978-3-319-26123-2_31) does not know a form under its tag, its own reading
is taken. The networks' files are data of the `natasha` package, which itself is never imported: it
leans on pymorphy2, which does not run on today's Python.

No network, no clock, no randomness; sentences are read one by one, so that none changes another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import get_lang_class
from spacy.vocab import Vocab

from extractors.errors import ModelError

#: Tokens of a sentence; a longer one is a layout error and is cut there.
LONGEST: Final = 300
#: Characters of a line in which names are looked for.
LONGEST_LINE: Final = 16_000

_LABELS: Final = {"PER": "PERSON", "LOC": "LOC", "ORG": "ORG"}
_POS: Final[Mapping[str, frozenset[str]]] = {
    "NOUN": frozenset({"NOUN", "NPRO"}),
    "PROPN": frozenset({"NOUN"}),
    "ADJ": frozenset({"ADJF", "ADJS", "COMP"}),
    "DET": frozenset({"ADJF", "NPRO"}),
    "PRON": frozenset({"NPRO", "NOUN", "ADJF"}),
    "VERB": frozenset({"VERB", "INFN", "PRTF", "PRTS", "GRND", "PRED", "ADJS"}),
    "AUX": frozenset({"VERB", "INFN", "GRND"}),
    "NUM": frozenset({"NUMR", "NOUN"}),
    "ADV": frozenset({"ADVB", "PRED", "COMP", "ADJS"}),
}
_BACK: Final = {
    "NOUN": "NOUN", "ADJF": "ADJ", "ADJS": "ADJ", "COMP": "ADJ", "VERB": "VERB", "INFN": "VERB",
    "PRTF": "VERB", "PRTS": "VERB", "GRND": "VERB", "NUMR": "NUM", "ADVB": "ADV", "NPRO": "PRON",
    "PRED": "ADV",
}  # fmt: skip
_CASES: Final = {
    "Nom": {"nomn"}, "Gen": {"gent", "gen2"}, "Dat": {"datv"}, "Acc": {"accs"}, "Ins": {"ablt"},
    "Loc": {"loct", "loc2"},
}  # fmt: skip
_UD_CASE: Final = {name: case for case, names in _CASES.items() for name in names}
_GENDERS: Final = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_TENSES: Final = {"past": "Past", "pres": "Pres", "futr": "Fut"}
#: Where an adjective or participle stands for a noun: "погибших", "раненые", "военные".
_NOMINAL_DEPS: Final = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "conj"})
_CYRILLIC = re.compile("[А-Яа-яЁё]")


@dataclass(frozen=True, slots=True)
class Form:
    """A word as the dictionary reads it: lemma, UD tag and features ("" where it has none)."""

    lemma: str
    pos: str
    feats: str


class Networks:
    """The three networks and their vectors, loaded once a process (60 MB of memory)."""

    def __init__(self) -> None:
        from navec import Navec  # half a second that English text does not pay
        from slovnet import NER, Morph, Syntax

        folder = _data()
        navec = Navec.load(str(folder / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
        models = folder / "model"
        self.morph: Any = Morph.load(str(models / "slovnet_morph_news_v1.tar"), batch_size=1)
        self.syntax: Any = Syntax.load(str(models / "slovnet_syntax_news_v1.tar"), batch_size=1)
        self.names: Any = NER.load(str(models / "slovnet_ner_news_v1.tar"), batch_size=1)
        for model in (self.morph, self.syntax, self.names):
            model.navec(navec)


@cache
def _networks() -> Networks:
    return Networks()


def _data() -> Path:
    """The folder of natasha's data files. Raises `ModelError`."""
    found = find_spec("natasha")
    places = list(found.submodule_search_locations or ()) if found is not None else []
    folder = Path(places[0]) / "data" if places else None
    if folder is None or not (folder / "model").is_dir():
        raise ModelError(
            "Russian text needs the data of the package `natasha`, which is not installed; "
            "install sourcecheck again with pip"
        )
    return folder


@cache
def russian_dictionary() -> Any:
    """pymorphy3's dictionary, loaded once a process."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@cache
def _threads() -> Any:
    """The threads of numpy's libraries: on matrices as small as these they only wait for each
    other (17 times the time on two busy cores)."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


class RazdelTokenizer:
    """razdel's tokens, with white space kept as spaCy keeps it."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A blank Doc whose text is ``text``."""
        from razdel import tokenize

        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for token in tokenize(text):
            _add_gap(text[end : token.start], words, spaces)
            words.append(token.text)
            spaces.append(False)
            end = token.stop
        _add_gap(text[end:], words, spaces)
        return Doc(self._vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> RazdelTokenizer:
        """Itself."""
        return self

    def to_disk(self, _: object, **__: object) -> None:
        """Nothing."""

    def from_disk(self, _: object, **__: object) -> RazdelTokenizer:
        """Itself."""
        return self


def _add_gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    if not gap:
        return
    if gap.startswith(" ") and words:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


@Language.factory("sourcecheck_russian")
def make_russian(nlp: Language, name: str) -> RussianComponent:
    """The annotator of Russian text."""
    return RussianComponent()


class RussianComponent:
    """Tags, parses and names a doc in place, sentence by sentence."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotates ``doc``."""
        with _threads().limit(limits=1, user_api="blas"):
            annotate(doc)
        return doc


def load_russian() -> Language:
    """The pipeline. Raises `ModelError` where natasha's data are missing."""
    _data()
    nlp: Language = get_lang_class("ru")()
    nlp.tokenizer = RazdelTokenizer(nlp.vocab)
    nlp.add_pipe("sourcecheck_russian")
    return nlp


def annotate(doc: Doc) -> None:
    """Writes tags, features, lemmas, heads, sentence starts and names into ``doc``."""
    count = len(doc)
    heads = list(range(count))
    deps = ["dep"] * count
    forms = [Form(token.text, "SPACE" if token.is_space else "X", "") for token in doc]
    starts = [False] * count
    for piece in _sentences(doc):
        starts[piece[0]] = True
        words = [_quiet(doc[i].text) for i in piece]
        [tagged] = _networks().morph.map([words])
        [parsed] = _networks().syntax.map([words])
        for i, word in zip(piece, tagged.tokens, strict=True):
            feats = "|".join(f"{k}={v}" for k, v in sorted(word.feats.items()))
            forms[i] = dictionary_form(
                doc[i].text if word.pos == "PROPN" else word.text, word.pos, feats
            )
        _attach(piece, parsed.tokens, heads, deps)
        for i in piece:
            if deps[i] in _NOMINAL_DEPS and forms[i].pos in {"ADJ", "VERB"}:
                forms[i] = as_noun(doc[i].text, forms[i])
    last = next((i for i, start in enumerate(starts) if start), 0)
    for i in range(count):
        if doc[i].is_space:
            heads[i] = last  # white space hangs on the word before it
        else:
            last = i
    made = Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        pos=[form.pos for form in forms],
        morphs=[form.feats for form in forms],
        lemmas=[form.lemma for form in forms],
        heads=heads,
        deps=deps,
    )
    told: Any = made.to_array(["POS", "MORPH", "LEMMA", "DEP", "HEAD"])
    doc.from_array(["POS", "MORPH", "LEMMA", "DEP", "HEAD"], told)
    doc.set_ents(_names(doc))


@lru_cache(maxsize=10_000)
def _quiet(word: str) -> str:
    """A shouted function word or verb in small letters: "НЕ БЫЛО"; names and abbreviations stay."""
    if len(word) < 2 or not word.isupper() or not _CYRILLIC.search(word):
        return word
    best = russian_dictionary().parse(word.lower())[0]
    quiet = best.is_known and best.tag.POS in {
        "VERB",
        "PRCL",
        "ADVB",
        "NPRO",
        "CONJ",
        "PREP",
        "INFN",
    }
    return word.lower() if quiet else word


def _sentences(doc: Doc) -> list[list[int]]:
    """Token numbers of each sentence, white space left out; no sentence crosses a line's end."""
    from razdel import sentenize

    bounds: list[tuple[int, int]] = []
    at = 0
    for line in doc.text.splitlines(keepends=True):
        bounds += [(at + s.start, at + s.stop) for s in sentenize(line)]
        at += len(line)
    pieces: list[list[int]] = []
    tokens = iter([t for t in doc if not t.is_space])
    token = next(tokens, None)
    for _, end in bounds:
        piece: list[int] = []
        while token is not None and token.idx < end:
            piece.append(token.i)
            token = next(tokens, None)
        while piece:
            pieces.append(piece[:LONGEST])
            piece = piece[LONGEST:]
    return pieces


def _attach(piece: list[int], tokens: Any, heads: list[int], deps: list[str]) -> None:
    """Heads as one tree: a second root is a clause beside the first, a cycle hangs on the first."""
    at = {token.id: place for place, token in enumerate(tokens)}
    parents = [at.get(token.head_id, -1) for token in tokens]
    root = next((n for n, parent in enumerate(parents) if parent < 0 or parent == n), 0)
    for place, token in enumerate(tokens):
        seen: set[int] = set()
        here = place
        while here >= 0 and here not in seen and parents[here] != here:
            seen.add(here)
            here = parents[here]
        cycle = here in seen
        own_root = parents[place] < 0 or parents[place] == place
        parent = root if cycle or own_root else parents[place]
        heads[piece[place]] = piece[parent]
        deps[piece[place]] = (
            "ROOT" if place == root else "parataxis" if own_root else str(token.rel)
        )


def _names(doc: Doc) -> list[Span]:
    found: list[Span] = []
    end = 0
    for line in doc.text.splitlines(keepends=True):
        read = _networks().names(line[:LONGEST_LINE]).spans if line.strip() else ()
        for span in read:
            made = doc.char_span(
                end + span.start, end + span.stop, _LABELS[span.type], alignment_mode="contract"
            )
            if made is not None:
                found.append(made)
        end += len(line)
    return found


@lru_cache(maxsize=50_000)
def dictionary_form(word: str, pos: str, feats: str) -> Form:
    """``word`` as tagged, with the dictionary's lemma; the dictionary's own tag where it denies it.

    ``pos`` and ``feats`` ("Case=Gen|Number=Sing") are UD's. Pure but for the dictionary.
    """
    lowered = word.lower()
    if not _CYRILLIC.search(word) or pos in {"PUNCT", "SYM", "X"}:
        return Form(lowered, pos, feats)
    told = dict(part.split("=", 1) for part in feats.split("|") if "=" in part)
    parses = russian_dictionary().parse(lowered)
    wanted = _POS.get(pos)
    fitting = [p for p in parses if wanted is None or p.tag.POS in wanted]
    if not fitting and parses[0].is_known and parses[0].tag.POS in _BACK:
        best = max(parses, key=lambda p: (_agreement(p.tag, told), p.score))
        return Form(_plain(best.normal_form), _BACK[best.tag.POS], _features(best.tag))
    best = max(fitting or parses, key=lambda p: (_agreement(p.tag, told), p.score))
    return Form(_plain(best.normal_form), pos, feats)


@lru_cache(maxsize=10_000)
def as_noun(word: str, form: Form) -> Form:
    """``form`` as a noun where the dictionary has its word as one; else as it was."""
    told = dict(part.split("=", 1) for part in form.feats.split("|") if "=" in part)
    nouns = [
        p for p in russian_dictionary().parse(word.lower()) if p.tag.POS == "NOUN" and p.is_known
    ]
    if told.get("Variant") == "Short":
        return form
    if not nouns:
        return _participle_noun(word, form)
    best = max(nouns, key=lambda p: (_agreement(p.tag, told), p.score))
    if "Case" in told and best.tag.case not in _CASES.get(told["Case"], ()):
        return form
    return Form(_plain(best.normal_form), "NOUN", form.feats)


def _participle_noun(word: str, form: Form) -> Form:
    """A participle that stands for a noun, under its own nominative: "погибших" -> "погибший"."""
    for parse in russian_dictionary().parse(word.lower()):
        if parse.tag.POS == "PRTF" and parse.is_known:
            made = parse.inflect({"nomn", "sing", "masc"})
            if made is not None:
                return Form(_plain(made.word), "NOUN", form.feats)
    return form


def _agreement(tag: Any, told: Mapping[str, str]) -> int:
    """How many of the network's features a reading of the dictionary has."""
    points = 0
    if tag.case is not None and "Case" in told:
        points += 2 * (tag.case in _CASES.get(told["Case"], ()))
    if tag.number is not None and "Number" in told:
        points += tag.number == told["Number"].lower()
    if tag.gender is not None and "Gender" in told:
        points += tag.gender == _GENDERS.get(told["Gender"])
    if tag.tense is not None and "Tense" in told:
        points += _TENSES.get(tag.tense) == told["Tense"]
    return points


def _features(tag: Any) -> str:
    """A dictionary tag's features as UD writes them."""
    found = {
        "Case": _UD_CASE.get(tag.case or ""),
        "Number": {"sing": "Sing", "plur": "Plur"}.get(tag.number or ""),
        "Gender": {v: k for k, v in _GENDERS.items()}.get(tag.gender or ""),
        "Tense": _TENSES.get(tag.tense or ""),
        "VerbForm": {
            "INFN": "Inf",
            "GRND": "Conv",
            "PRTF": "Part",
            "PRTS": "Part",
            "VERB": "Fin",
        }.get(tag.POS or ""),
    }
    return "|".join(f"{name}={value}" for name, value in sorted(found.items()) if value)


def _plain(lemma: str) -> str:
    return lemma.replace("ё", "е")
