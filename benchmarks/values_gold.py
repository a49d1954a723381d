"""The gold of `benchmarks.values`: read from the archives, and compared with what was found.

In: the folders `recognizers` and `meantime` of the data. Out: texts with their gold mentions.
"""

from __future__ import annotations

import json
import math
import re
import tarfile
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from extractors.grammar import cut, number_lexicon
from extractors.quantities.units import phrase_at

IN_SCOPE = {"date", "daterange", "datetime", "time"}
LEADING = re.compile(
    r"^(?:(?:the|on|in|at|by|from|since|during|between|for|of|until|till|before|after|within|to|"
    r"around|about|as|over|starting|ending|a|an|exactly)\b\s*)+",
    re.IGNORECASE,
)
CURRENCY_NAMES = {"Dollar": "USD", "Pound": "GBP", "Cent": "cent", "Pence": "penny"}
CURRENCIES = {
    *number_lexicon()["currency_names"].values(),
    *number_lexicon()["currency_codes"]["codes"],
}


@dataclass(frozen=True)
class Mention:
    """A gold mention; `values` are the readings that count as right."""

    start: int
    end: int
    text: str
    values: tuple[dict[str, Any], ...]

    def shown(self) -> str:
        """Its first values in one line."""
        return json.dumps(self.values[:2])[:160]


@dataclass(frozen=True)
class Case:
    """One specification: what is to be found, and what may be found without harm."""

    text: str
    anchor: datetime | None
    gold: tuple[Mention, ...]
    ignored: tuple[Mention, ...]
    left_out: Counter[str]
    skip: bool = False


@dataclass(frozen=True)
class Text:
    """One MEANTIME article."""

    text: str
    anchor: datetime
    dates: tuple[Mention, ...]
    other_times: tuple[Mention, ...]
    values: tuple[Mention, ...]
    left_out: Counter[str] = field(default_factory=Counter)
    annotated: int = 0


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the prepositions and articles that open it: whether they belong is taste."""
    match = LEADING.match(text[start:end])
    return (start + match.end() if match and match.end() < end - start else start), end


def recognizer_cases(folder: Path) -> dict[str, list[Case]]:
    """The specification files by the name of their score."""
    files = {
        "recognizers dates": "DateTimeModel",
        "recognizers numbers": "NumberModel",
        "recognizers ranges": "NumberRangeModel",
        "recognizers currency": "CurrencyModel",
        "recognizers dimension": "DimensionModel",
        "recognizers temperature": "TemperatureModel",
    }
    with tarfile.open(folder / "english-specs.tar.xz") as archive:
        loaded = {Path(m.name).stem: m for m in archive.getmembers() if m.name.endswith(".json")}
        result = {}
        for name, stem in files.items():
            file = archive.extractfile(loaded[stem])
            if file is None:
                raise FileNotFoundError(stem)
            cases = json.loads(file.read().decode("utf-8-sig"))
            result[name] = [_case(name, item) for item in cases]
    return result


def _case(name: str, item: dict[str, Any]) -> Case:
    text = item["Input"]
    stamp = item.get("Context", {}).get("ReferenceDateTime")
    anchor = datetime.fromisoformat(stamp).replace(tzinfo=UTC) if stamp else None
    gold, ignored, left_out = [], [], Counter[str]()
    for result in item["Results"]:
        start = result.get("Start")
        if start is None:
            start = text.lower().find(result["Text"].lower())
        end = result["End"] + 1 if "End" in result else start + len(result["Text"])
        reason, values = _resolved(name, result, text, anchor)
        mention = Mention(start, end, text[start:end], tuple(values))
        if reason:
            ignored.append(mention)
            left_out[reason] += 1
        else:
            gold.append(mention)
    skip = name == "recognizers ranges" and re.search(r"[<>=]", text) is not None
    if skip:
        left_out = Counter({"written with signs": len(item["Results"])})
    return Case(text, anchor, tuple(gold), tuple(ignored), left_out, skip)


def _resolved(
    name: str, result: dict[str, Any], text: str, anchor: datetime | None
) -> tuple[str, list[dict[str, Any]]]:
    """Why a result is out of scope ("" if it is in), and its values."""
    resolution = result.get("Resolution") or {}
    if name == "recognizers dates":
        kind = str(result.get("TypeName", result.get("Type", ""))).removeprefix("datetimeV2.")
        values = resolution.get("values", [])
        if kind not in IN_SCOPE:
            return kind or "untyped", values
        if anchor is None:
            return "no reference time", values
        if any(value.get("value") == "not resolved" for value in values):
            return "no such date", values
        return "", [{**value, "kind": kind} for value in values]
    if resolution.get("value") is None:
        return "no value", [resolution]
    if name == "recognizers numbers" and resolution.get("subtype") in ("power", "fraction"):
        return str(resolution["subtype"]), [resolution]
    return "", [resolution]


def meantime_texts(folder: Path) -> list[Text]:
    """The articles of both corpora, joined from their tokens as print would set them."""
    texts = []
    with tarfile.open(folder / "airbus-apple.tar.xz") as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            if not member.name.endswith(".xml") or "intra-doc" not in member.name:
                continue
            file = archive.extractfile(member)
            if file is not None:
                texts.append(_article(ET.fromstring(file.read())))
    return texts


def _article(root: ET.Element) -> Text:
    text, spans, annotated = "", {}, 0
    sentence, tight = "0", True
    places = {t.get("t_id"): int(t.get("sentence") or 0) for t in root.iter("token")}
    last = max(places[a.get("t_id")] for a in root.iter("token_anchor"))
    for token in root.iter("token"):
        word, place = token.text or "", token.get("sentence", "0")
        if place != sentence and int(place) <= 2:
            text += "\n"
            tight = True
        sentence = place
        if not tight and word not in {",", ".", ";", ":", "!", "?", ")", "'s", "'", "%", "n't"}:
            text += " "
        spans[token.get("t_id")] = (len(text), len(text) + len(word))
        text += word
        tight = word in {"(", "$", "US$", "“"}
        if int(place) <= last:
            annotated = len(text)
    anchor: datetime | None = None
    dates, others, values = [], [], []
    left_out: Counter[str] = Counter()
    for tag in ("TIMEX3", "VALUE"):
        for element in root.iter(tag):
            anchors = [spans[a.get("t_id")] for a in element.iter("token_anchor")]
            if not anchors:
                continue
            start, end = min(a[0] for a in anchors), max(a[1] for a in anchors)
            gold = {"timex": element.get("value") or "", "type": element.get("type") or ""}
            mention = Mention(start, end, text[start:end], (gold,))
            if tag == "VALUE":
                values.append(mention)
            elif element.get("functionInDocument") == "CREATION_TIME":
                anchor = datetime.fromisoformat(gold["timex"][:10]).replace(tzinfo=UTC)
                others.append(mention)
                left_out["CREATION_TIME"] += 1
            elif gold["type"] in ("DATE", "TIME", "DURATION", "SET"):
                dates.append(mention)
            else:
                others.append(mention)
                left_out[gold["type"]] += 1
    if anchor is None:
        # some articles mark their dateline as an ordinary date: it is the first with a day
        anchor = next(a for a in map(_day, dates) if a is not None)
    return Text(text, anchor, tuple(dates), tuple(others), tuple(values), left_out, annotated)


def _day(mention: Mention) -> datetime | None:
    value = str(mention.values[0]["timex"])
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value) or str(mention.text)[-4:] != value[:4]:
        return None
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def same_date(mention: Mention, found: Any) -> tuple[bool, bool]:
    """Whether the value is right, and whether the bounds at least hold the right one."""
    verdicts = [_same_value(value, found) for value in mention.values]
    return any(v[0] for v in verdicts), any(v[1] for v in verdicts)


def _same_value(value: dict[str, Any], found: Any) -> tuple[bool, bool]:
    if "kind" not in value:
        exact = value["timex"] == found.timex
        return exact, exact or found.timex.startswith(value["timex"][:7] or "-")
    if value["kind"] == "time":
        shown = str(value.get("timex", ""))
        exact = found.timex.split("T")[-1].rstrip("Z")[:5] == (shown[1:] + ":00")[:5]
        return exact, exact
    if value.get("timex") in ("PRESENT_REF", "PAST_REF", "FUTURE_REF"):
        exact = value["timex"] == found.timex
        return exact, exact
    if "value" in value:
        day = datetime.fromisoformat(value["value"]).replace(tzinfo=UTC)
        step = timedelta(days=1) if value["kind"] == "date" else timedelta(minutes=1)
        return _bounds(found, day, day + step, ())
    start, end = (
        datetime.fromisoformat(value[key]).replace(tzinfo=UTC) if value.get(key) else None
        for key in ("start", "end")
    )
    # "from A to B" ends at the start of B there, and at B's end here
    slack: tuple[int, ...] = (1, 7, 28, 29, 30, 31, 365, 366)
    return _bounds(found, start, end, slack if "(" in str(value.get("timex")) else ())


def _bounds(
    found: Any, start: datetime | None, end: datetime | None, slack: tuple[int, ...]
) -> tuple[bool, bool]:
    upper = found.latest + timedelta(microseconds=1) if found.latest is not None else None
    right_end = upper == end or (
        upper is not None
        and end is not None
        and any(upper - end == timedelta(days=days) for days in slack)
    )
    exact = found.earliest == start and right_end
    holds = found.precision != "vague" or found.earliest is not None or upper is not None
    holds = holds and (found.earliest is None or (start is not None and found.earliest <= start))
    holds = holds and (upper is None or (end is not None and upper >= end))
    return exact, exact or holds


def same_quantity(mention: Mention, found: Any) -> tuple[bool, bool]:
    """Whether number and unit are right, and whether the number alone is."""
    gold = mention.values[0]
    if "type" in gold:
        kind = {"percent": "PERCENT"}.get(found.unit, "QUANTITY")
        kind = "MONEY" if found.unit.isupper() and len(found.unit) == 3 else kind
        return kind == gold["type"], True
    text = str(gold["value"])
    if text[0] in "[(":
        low, high = (float(part) if part else None for part in text[1:-1].split(","))
        right = _near(found.low, low) and _near(found.high, high)
        return right, right
    right = _near(found.low if found.low is not None else found.high, float(text))
    unit = gold.get("isoCurrency") or CURRENCY_NAMES.get(str(gold.get("unit"))) or gold.get("unit")
    if unit is None:
        return right, right
    return right and _unit(str(unit)) == _unit(found.unit), right


def of_kind(name: str, found: Any) -> bool:
    """Whether a quantity is of the kind that a file of specifications marks at all."""
    measures = set(number_lexicon()["units"].values()) - {"percent"}
    if name == "recognizers currency":
        return found.unit in CURRENCIES
    if name == "recognizers temperature":
        return found.unit in ("°C", "°F", "degree")
    return name != "recognizers dimension" or found.unit in measures


def _unit(name: str) -> str:
    """One name for a unit, through the table of units."""
    words = cut(name.lower().replace(" per hour", "/h"))
    known = phrase_at(words, 0, "units") if len(words) else None
    if name in ("C", "F"):
        return "°" + name
    return known[0] if known is not None and known[1] == len(words) else name


def _near(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
