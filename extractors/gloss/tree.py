"""A parsed Russian sentence as a tree of units: words, names, numbers, dates and set phrases.

In: the tokens of a sentence with heads. Out: the root `Node`. A unit of several words is one node;
what hung on any of its words hangs on it. Pure but for the lexicon's files.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Span, Token

from extractors.gloss.english import plural
from extractors.gloss.features import feature
from extractors.gloss.lexicon import glosses, grammar, phrase_at
from extractors.gloss.names import english_name, known_name, longest_known
from extractors.gloss.numbers import Number, find_numbers

#: Words that open a heading and are read into a name.
_NO_NAME = frozenset({"по", "про", "о", "об", "в", "на", "из", "от", "с", "к"})

Kind = Literal["word", "name", "number", "date", "phrase"]


@dataclass(slots=True)
class Node:
    """A unit. ``place`` orders nodes as the text has them; ``english`` is set for all but words."""

    kind: Kind
    head_token: Token
    start: int
    end: int
    place: int
    english: str = ""
    pos: str = ""
    dep: str = ""
    lemma: str = ""
    label: str = ""
    value: float = 0.0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.head_token.text.lower()

    def feat(self, name: str) -> str:
        """A morphological feature, "" where there is none."""
        return feature(self.head_token, name)

    def of(self, *deps: str) -> list[Node]:
        """The children under any of these relations ("nsubj" stands for "nsubj:pass" too)."""
        return [c for c in self.children if c.dep in deps or c.dep.split(":")[0] in deps]

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def sentence_tree(tokens: Sequence[Token], names: Sequence[Span]) -> Node | None:
    """The root node of a sentence; None for one without words."""
    units = _units(tokens, names)
    if not units:
        return None
    owner = {t.i: unit for unit, members in units for t in members}
    roots: list[Node] = []
    for unit, members in units:
        inside = {t.i for t in members}
        top = next((t for t in members if t.head.i not in inside or t.head.i == t.i), members[0])
        if unit.kind == "number":
            top = unit.head_token
            while top.head.i in inside and top.head.i != top.i:
                top = top.head
        if unit.kind != "word" and unit.dep != "flat":
            unit.dep = top.dep_
        parent = owner.get(top.head.i)
        if parent is None or parent is unit or top.head.i == top.i:
            roots.append(unit)
        else:
            unit.parent = parent
            parent.children.append(unit)
    _with_own_prepositions(units)
    root = roots[0] if roots else units[0][0]
    for other in roots[1:]:
        other.parent = root
        root.children.append(other)
    for node, _ in units:
        node.children.sort(key=lambda child: child.place)
    return root


def _with_own_prepositions(units: Sequence[tuple[Node, list[Token]]]) -> None:
    """A date takes the preposition before it, whatever the parser hung that on; and a date of a
    date ("с 20:00 до 08:00") stands beside it."""
    for (before, _), (node, _) in itertools.pairwise(units):
        if node.kind != "date" or before.dep != "case" or before.parent is None:
            continue
        if before.parent is not node and before is not node.parent and node not in before.children:
            before.parent.children.remove(before)
            before.parent = node
            node.children.append(before)
    for node, _ in units:
        parent = node.parent
        if node.kind == "date" and parent is not None and parent.kind == "date":
            above = parent.parent
            if above is not None and node.of("case"):
                parent.children.remove(node)
                node.parent, node.dep = above, "obl"
                above.children.append(node)
    for node, _ in units:
        node.children.sort(key=lambda child: child.place)


def _units(tokens: Sequence[Token], names: Sequence[Span]) -> list[tuple[Node, list[Token]]]:
    numbers = {number.first: number for number in find_numbers(tokens)}
    named = {span.start: span for span in names}
    for span in names:
        if span[0].pos_ == "ADP" or span[0].text.lower() in _NO_NAME:
            named[span.start + 1] = span  # "Про Верхние Ключи": the name begins after it
    units: list[tuple[Node, list[Token]]] = []
    place = 0
    while place < len(tokens):
        node, last = (
            _date(tokens, place, numbers)
            or _ago(tokens, place, numbers)
            or _according(tokens, place)
            or _numbered(tokens, place, numbers)
            or _known(tokens, place)
            or _number(tokens, place, numbers)
            or _phrase(tokens, place, numbers)
            or _name(tokens, place, named)
            or _unlisted(tokens, place)
            or (_word(tokens[place]), place)
        )
        node.place = place
        units.append((node, list(tokens[place : last + 1])))
        place = last + 1
    return units


def _ago(
    tokens: Sequence[Token], place: int, numbers: dict[int, Number]
) -> tuple[Node, int] | None:
    """ "неделю назад", "полчаса назад", "два года назад"."""
    number = numbers.get(place)
    noun = number.last + 1 if number is not None else place
    if noun + 1 >= len(tokens) or tokens[noun + 1].text.lower() not in {"назад", "спустя"}:
        return None
    known = glosses(tokens[noun].lemma_.lower(), "NOUN")
    if not known or tokens[noun + 1].text.lower() != "назад":
        return None
    unit = known[0]
    if number is not None:
        amount = f"{number.english} {unit if number.value == 1 else plural(unit)}"
    else:
        amount = (
            unit
            if unit.startswith("half")
            else f"{'an' if unit[0] in 'aeiou' or unit == 'hour' else 'a'} {unit}"
        )
    members = tokens[place : noun + 2]
    node = _node("date", tokens[noun], members, f"{amount} ago")
    node.pos = "ADV"
    return node, noun + 1


def _according(tokens: Sequence[Token], place: int) -> tuple[Node, int] | None:
    """ "По его словам", "по их данным": according to him, to them."""
    if place + 2 >= len(tokens) or tokens[place].text.lower() != "по":
        return None
    whose, noun = tokens[place + 1].text.lower(), tokens[place + 2].lemma_
    whom = {"его": "him", "её": "her", "ее": "her", "их": "them"}.get(whose)
    if whom is None or noun not in {"слово", "данные", "информация", "мнение", "оценка"}:
        return None
    members = tokens[place : place + 3]
    node = _node("phrase", members[2], members, f"according to {whom}")
    node.pos = "ADV"
    return node, place + 2


def _numbered(
    tokens: Sequence[Token], place: int, numbers: dict[int, Number]
) -> tuple[Node, int] | None:
    """ "№ 4": No. 4, with the noun before it."""
    number = numbers.get(place + 1)
    if tokens[place].text != "№" or number is None:
        return None
    members = tokens[place : number.last + 1]
    node = _node("name", members[0], members, f"No. {number.english}")
    node.pos = "PROPN"
    node.dep = "flat"
    return node, number.last


def _node(kind: Kind, head: Token, members: Sequence[Token], english: str) -> Node:
    end = members[-1].idx + len(members[-1].text)
    return Node(
        kind, head, members[0].idx, end, 0, english, head.pos_, head.dep_, head.lemma_.lower()
    )


def _word(token: Token) -> Node:
    return _node("word", token, [token], "")


def _top(members: Sequence[Token]) -> Token:
    inside = {t.i for t in members}
    return next((t for t in members if t.head.i not in inside or t.head.i == t.i), members[0])


def _date(
    tokens: Sequence[Token], place: int, numbers: dict[int, Number]
) -> tuple[Node, int] | None:
    """ "4 ноября 2024 года", "ноября 2024 года", "2019 году", "16-го", "8 часов утра"."""
    months = grammar("months")
    first = tokens[place]
    if first.lemma_ == "ночь" and place + 2 < len(tokens) and tokens[place + 1].text == "на":
        day = _date(tokens, place + 2, numbers)
        if day is not None:
            members = tokens[place : day[1] + 1]
            node = _node("date", first, members, f"the night of {day[0].english}")
            node.pos = "NOUN"
            return node, day[1]
    number = numbers.get(place)
    last, english, head = place, "", first
    if _is_clock(tokens, place):
        clock = "".join(t.text for t in tokens[place : place + 3])
        day = _date(tokens, place + 3, numbers) if place + 3 < len(tokens) else None
        last = day[1] if day is not None else place + 2
        english = f"{clock} on {day[0].english}" if day is not None else clock
        return _dated(tokens, place, last, english, first), last
    if number is not None and number.last == place and 1 <= number.value <= 31:
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        month = months.get(following.lemma_.lower()) if following is not None else None
        if month is not None and following is not None:
            english, last, head = f"{int(number.value)} {month}", place + 1, following
        elif number.ordinal and first.text.endswith("-го"):
            return _dated(tokens, place, place, f"the {number.english}", first), place
        elif following is not None and following.lemma_ == "час" and place:
            hour = _clock(tokens, place, int(number.value))
            if hour is not None:
                english, last = hour
                return _dated(tokens, place, last, english, following), last
    elif first.lemma_.lower() in months and first.pos_ in {"NOUN", "PROPN"}:
        english = months[first.lemma_.lower()]
    elif (
        number is not None
        and 1000 <= number.value <= 2200
        and number.last == place
        and place + 1 < len(tokens)
        and tokens[place + 1].lemma_ in {"год", "г"}
    ):
        return _dated(
            tokens, place, _stop(tokens, place + 1), f"{int(number.value)}", tokens[place + 1]
        ), _stop(tokens, place + 1)
    if not english:
        return None
    year = numbers.get(last + 1)
    if year is not None and year.last == last + 1 and 1000 <= year.value <= 2200:
        english, last = f"{english} {int(year.value)}", last + 1
        if last + 1 < len(tokens) and tokens[last + 1].lemma_ in {"год", "г"}:
            last = _stop(tokens, last + 1)
    return _dated(tokens, place, last, english, head), last


def _is_clock(tokens: Sequence[Token], place: int) -> bool:
    """ "20:00", which the tokenizer cuts in three."""
    if place + 2 >= len(tokens):
        return False
    hour, colon, minutes = (t.text for t in tokens[place : place + 3])
    return (
        colon == ":"
        and hour.isdigit()
        and len(minutes) == 2
        and minutes.isdigit()
        and int(hour) <= 24
        and int(minutes) < 60
    )


def _stop(tokens: Sequence[Token], place: int) -> int:
    """The place of an abbreviation's full stop after ``place``, if it has one inside a sentence."""
    if tokens[place].text == "г" and place + 2 < len(tokens) and tokens[place + 1].text == ".":
        return place + 1
    return place


def _clock(tokens: Sequence[Token], place: int, hour: int) -> tuple[str, int] | None:
    """ "в 8 часов утра" -> "8 a.m.", "после 20 часов" -> "20:00"; no duration ("за 9 часов")."""
    before = tokens[place - 1].text.lower()
    half = {"утро": "a.m.", "ночь": "a.m.", "день": "p.m.", "вечер": "p.m."}
    after = tokens[place + 2] if place + 2 < len(tokens) else None
    if after is not None and after.lemma_ in half and feature(after, "Case") == "Gen":
        return f"{hour} {half[after.lemma_]}", place + 2
    if before in {"в", "после", "до", "к", "с"} and hour <= 24:
        return f"{hour:02}:00", place + 1
    return None


def _dated(tokens: Sequence[Token], first: int, last: int, english: str, head: Token) -> Node:
    members = tokens[first : last + 1]
    top = _top(members)
    node = _node(
        "date", top if top.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} else head, members, english
    )
    node.pos = "NOUN"
    return node


def _known(tokens: Sequence[Token], place: int) -> tuple[Node, int] | None:
    """A name of the list, longest first: "ВС РФ", "Белый дом" in any case."""
    for length in range(min(longest_known(), len(tokens) - place), 0, -1):
        members = tokens[place : place + length]
        written = " ".join(t.text for t in members)
        if length == 1 and not members[0].text[:1].isupper() and members[0].text.isalpha():
            lowered = known_name(written)
            found = lowered if lowered is not None and lowered[0] == "noun" else None
        else:
            found = known_name(written)
            if found is None and members[0].text[:1].isupper():
                found = known_name(" ".join(t.lemma_ for t in members))
        if found is None:
            continue
        kind, english = found
        node = _node("name", _top(members), members, english)
        node.label = {"PER": "PERSON"}.get(kind, kind)
        node.pos = "NOUN" if kind == "noun" else "PROPN"
        return node, place + length - 1
    return None


def _unlisted(tokens: Sequence[Token], place: int) -> tuple[Node, int] | None:
    """A capital inside a sentence, of a word that the lexicon lacks, is a name: "на Лисьей".

    A capital adjective before it belongs to it: "Нижние Ключи".
    """
    last = place
    adjective = tokens[place].pos_ == "ADJ" and _is_capital(tokens, place, place == 0)
    if adjective and place + 1 < len(tokens) and _is_capital(tokens, place + 1, False):
        last = place + 1
    head = tokens[last]
    if last == place and (place == 0 or not _is_capital(tokens, place, False)):
        return None
    if last == place and place and tokens[place - 1].text in {".", "«", "“", ":", "—"}:
        return None
    if last == place and glosses(head.lemma_.lower(), head.pos_):
        return None
    members = tokens[place : last + 1]
    node = _node("name", _top(members), members, english_name(members, "LOC"))
    node.label, node.pos = "LOC", "PROPN"
    return node, last


def _is_capital(tokens: Sequence[Token], place: int, first: bool) -> bool:
    token = tokens[place]
    text = token.text
    return (
        text[:1].isupper()
        and (first or not text.isupper() or len(text) > 5)
        and text[1:2].islower()
        and token.pos_ in {"NOUN", "PROPN", "ADJ"}
    )


def _phrase(
    tokens: Sequence[Token], place: int, numbers: dict[int, Number]
) -> tuple[Node, int] | None:
    found = phrase_at([t.lemma_.lower() for t in tokens], [t.text.lower() for t in tokens], place)
    if found is None:
        return None
    length, pos, english = found
    if any(first in numbers for first in range(place, place + length)):
        return None
    members = tokens[place : place + length]
    verbs = [t for t in members if t.pos_ in {"VERB", "AUX"}]
    head = verbs[0] if pos == "verb" and verbs else _top(members)
    node = _node("phrase", head, members, english)
    node.pos = {"verb": "VERB", "prep": "ADP", "adv": "ADV", "conj": "SCONJ", "noun": "NOUN"}.get(
        pos, "ADV"
    )
    if node.pos == "VERB":
        node.dep = head.dep_
    return node, place + length - 1


def _number(
    tokens: Sequence[Token], place: int, numbers: dict[int, Number]
) -> tuple[Node, int] | None:
    number = numbers.get(place)
    if number is None:
        return None
    members = tokens[place : number.last + 1]
    core = tokens[number.core : number.last + 1]
    node = _node("number", _top(core), members, number.english)
    node.value = number.value
    if number.last + 1 < len(tokens) and tokens[number.last + 1].text == "%":
        members = tokens[place : number.last + 2]
        node = _node("number", _top(core), members, f"{number.english} percent")
        node.pos = "NOUN"
        return node, number.last + 1
    return node, number.last


def _name(tokens: Sequence[Token], place: int, named: dict[int, Span]) -> tuple[Node, int] | None:
    span = named.get(tokens[place].i)
    if span is None:
        return None
    members = [t for t in tokens[place:] if t.i < span.end]
    if not members or members[0].pos_ == "ADP" or members[0].text.lower() in _NO_NAME:
        return None
    node = _node("name", _top(members), members, english_name(members, span.label_))
    node.label = span.label_
    node.pos = "PROPN"
    return node, place + len(members) - 1
