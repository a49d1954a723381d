"""How well dates and quantities are found, placed and measured.

    python -m benchmarks.values [--data DIR] [--json] [--half held|dev|all] [--parsed] [--errors]

Gold: Microsoft Recognizers-Text's English specifications and MEANTIME's TIMEX3 and VALUE
mentions (`DIR/recognizers`, `DIR/meantime`; DIR defaults to ../shared/data). A case belongs to
the half that the SHA-256 of its text names: development looked at "dev" only, and "held" is
what is reported. Which cases are in scope is decided by the rules in `SCOPE`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.values_gold import (
    Mention,
    Text,
    meantime_texts,
    of_kind,
    recognizer_cases,
    same_date,
    same_quantity,
    strip_span,
)
from extractors.dates import find_dates
from extractors.quantities import find_quantities

SCOPE = {
    "recognizers dates": "types date, daterange, datetime and time; left out by type: duration "
    "and set (not anchored in time), timerange and datetimerange (meeting slots), timezone; left "
    "out by value: dates that do not exist, and cases without a reference time",
    "recognizers numbers": "subtypes integer and decimal; left out: power and fraction notation",
    "recognizers ranges": "all but comparisons written with signs (<, >, =)",
    "recognizers currency": "all; other numbers in the text are not marked there and not judged",
    "recognizers dimension": "all; other numbers in the text are not judged",
    "recognizers temperature": "all with a value",
    "meantime timex": "DATE and TIME with words in the text; left out: DURATION and SET, and the "
    "dateline (CREATION_TIME), which serves as the anchor; only the sentences up to the last "
    "annotated one are read (the corpus annotates the first six)",
    "meantime values": "all with words in the text (MONEY, PERCENT, QUANTITY)",
}


@dataclass
class Score:
    """Counts over one kind of gold."""

    gold: int = 0
    predicted: int = 0
    lenient: int = 0
    strict: int = 0
    value: int = 0
    holds: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        """The scores in percent."""

        def f1(hits: int) -> float:
            total = self.gold + self.predicted
            return round(200 * hits / total, 1) if total else 0.0

        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "precision": round(100 * self.lenient / self.predicted, 1) if self.predicted else 0.0,
            "recall": round(100 * self.lenient / self.gold, 1) if self.gold else 0.0,
            "span F1 lenient": f1(self.lenient),
            "span F1 strict": f1(self.strict),
            "value of found": round(100 * self.value / self.lenient, 1) if self.lenient else 0.0,
            "bounds hold gold": round(100 * self.holds / self.lenient, 1) if self.lenient else 0.0,
            "left out": dict(self.left_out),
        }


def half_of(text: str) -> str:
    """ "dev" or "held", by the text's hash."""
    return "dev" if hashlib.sha256(text.encode()).digest()[0] % 2 == 0 else "held"


def compare(
    score: Score,
    text: str,
    gold: Iterable[Mention],
    ignored: Iterable[Mention],
    found: list[Any],
    same: Callable[[Mention, Any], tuple[bool, bool]],
) -> None:
    """Adds one text: each gold mention takes the unused prediction that overlaps it most."""
    gold = list(gold)
    ignored = list(ignored)
    free = list(found)
    for mention in gold:
        score.gold += 1
        best = max(free, key=lambda p: overlap(mention, p), default=None)
        if best is None or not overlap(mention, best):
            score.errors.append(f"missed  {mention.text!r} in {text[:110]!r}")
            continue
        free.remove(best)
        score.predicted += 1
        score.lenient += 1
        score.strict += strip_span(text, mention.start, mention.end) == strip_span(
            text, best.start, best.end
        )
        exact, holds = same(mention, best)
        score.value += exact
        score.holds += holds
        if not exact:
            score.errors.append(
                f"value   {mention.text!r}: {mention.shown()} but {brief(best)} in {text[:110]!r}"
            )
    for extra in free:
        if any(overlap(mention, extra) for mention in (*ignored, *gold)):
            continue
        score.predicted += 1
        score.errors.append(f"extra   {brief(extra)} in {text[:110]!r}")


def overlap(mention: Mention, found: Any) -> int:
    """Characters that a gold mention and a prediction share."""
    return max(0, min(mention.end, int(found.end)) - max(mention.start, int(found.start)))


def brief(found: Any) -> str:
    """A prediction in one line."""
    if hasattr(found, "timex"):
        return f"{found.text!r}={found.timex} [{found.earliest}, {found.latest}]"
    return f"{found.text!r}=({found.low}, {found.high}) {found.unit}"


def recognizers(data: Path, half: str) -> Iterator[tuple[str, Score]]:
    """Scores on each of the specification files."""
    for name, cases in recognizer_cases(data / "recognizers").items():
        score = Score()
        for case in cases:
            if half not in ("all", half_of(case.text)):
                continue
            score.left_out.update(case.left_out)
            if case.skip:
                continue
            if name == "recognizers dates":
                found: list[Any] = list(find_dates(case.text, case.anchor, day_first=False))
                compare(score, case.text, case.gold, case.ignored, found, same_date)
            else:
                numbers = [q for q in find_quantities(case.text) if of_kind(name, q)]
                compare(score, case.text, case.gold, case.ignored, numbers, same_quantity)
        yield name, score


def meantime(
    texts: list[Text], half: str, parse: Callable[[str], Any]
) -> Iterator[tuple[str, Score]]:
    """Scores on MEANTIME's mentions."""
    dates, values = Score(), Score()
    for item in texts:
        if half not in ("all", half_of(item.text)):
            continue
        source = parse(item.text)
        compare(
            dates,
            item.text,
            item.dates,
            item.other_times,
            [d for d in find_dates(source, item.anchor) if d.start < item.annotated],
            same_date,
        )
        times = [*item.dates, *item.other_times]
        numbers = [q for q in find_quantities(source) if q.start < item.annotated]
        compare(values, item.text, item.values, times, numbers, same_quantity)
        dates.left_out.update(item.left_out)
    yield "meantime timex", dates
    yield "meantime values", values


def speed(texts: list[Text]) -> dict[str, int]:
    """Characters a second of CPU, on plain text: the MEANTIME articles four times over."""
    text = "\n".join(item.text for item in texts) * 4
    anchor = texts[0].anchor
    rates: dict[str, int] = {}
    for name, call in (
        ("dates", lambda: find_dates(text, anchor)),
        ("quantities", lambda: find_quantities(text)),
    ):
        begin = time.process_time()
        call()
        rates[name] = round(len(text) / (time.process_time() - begin))
    return rates


def pipeline(parsed: bool) -> Callable[[str], Any]:
    """The text itself, or what the language pipeline makes of it."""
    if not parsed:
        return lambda text: text
    from extractors.language import load_pipeline

    return load_pipeline()


def main(arguments: list[str] | None = None) -> int:
    """Measures and prints; 2 if there is no data."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--half", choices=("held", "dev", "all"), default="held")
    parser.add_argument("--parsed", action="store_true", help="read MEANTIME through the pipeline")
    parser.add_argument("--errors", action="store_true", help="list the errors (dev half only)")
    options = parser.parse_args(arguments)
    if not (options.data / "recognizers").is_dir():
        print(f"{options.data}: no recognizers/ there; give --data DIR", file=sys.stderr)
        return 2
    texts = meantime_texts(options.data / "meantime")
    scores = dict(recognizers(options.data, options.half))
    scores.update(meantime(texts, options.half, pipeline(options.parsed)))
    result = {
        "half": options.half,
        "parsed": options.parsed,
        "scores": {name: score.row() for name, score in scores.items()},
        "scope": SCOPE,
        "characters per second": speed(texts),
    }
    if options.json:
        print(json.dumps(result, indent=1))
        return 0
    show(result)
    if options.errors:
        for name, score in scores.items():
            for line in score.errors if options.half == "dev" else ():
                print(f"{name:22} {line}")
    return 0


def show(result: dict[str, Any]) -> None:
    """The scores as a table."""
    columns = [
        "gold", "predicted", "precision", "recall", "span F1 lenient", "span F1 strict",
        "value of found", "bounds hold gold",
    ]  # fmt: skip
    print(f"half: {result['half']}, parsed: {result['parsed']}")
    print(f"{'':24}" + "".join(f"{name:>18}" for name in columns))
    for name, row in result["scores"].items():
        print(f"{name:24}" + "".join(f"{row[column]:>18}" for column in columns))
    for name, row in result["scores"].items():
        if row["left out"]:
            print(f"left out of {name}: {row['left out']}")
    print(f"characters per second of CPU: {result['characters per second']}")


if __name__ == "__main__":
    sys.exit(main())
