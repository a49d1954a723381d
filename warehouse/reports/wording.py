"""The words of a report: records' terms in, plain English out. Touches nothing.

The report never rules on truth: it says "contradicted by", "supported by" and "side by side".
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePath
from urllib.parse import urlsplit

from extractors.records import Fidelity, Relation, Verdict
from warehouse.reports.model import Dated, Passage, TimeWindow

# In the order of reading: what disagrees comes first.
VERDICTS: tuple[Verdict, ...] = (
    "refuted",
    "conflicting evidence",
    "supported",
    "not enough evidence",
)
RELATIONS: dict[Relation, str] = {
    "contradicts": "Contradicted by",
    "supports": "Supported by",
    "weaker": "Said more weakly by",
    "superseded": "Side by side: told of another time",
    "different scope": "Side by side: different scope",
}
FIDELITIES: tuple[Fidelity, ...] = (
    "says the opposite",
    "different number",
    "different date",
    "different speaker",
    "says it more weakly",
    "says so",
    "read, not decided",
    "not found in what was read",
    "not readable",
)
BASES = {
    "context": "from the context",
    "published": "bounded only by the publication date",
}
DISCLAIMER = (
    "This report compares what the article says with what was read. It shows agreement and "
    "disagreement with the evidence; it does not rule on what is true."
)
STEP = timedelta(microseconds=1)


def day(value: datetime) -> str:
    """ "14 March 2023"."""
    return f"{value.day} {value:%B %Y}"


def instant(value: datetime) -> str:
    """ "14 March 2023, 09:05 UTC", or the day alone when the clock says midnight."""
    midnight = value.hour == value.minute == value.second == 0
    return day(value) if midnight else f"{day(value)}, {value:%H:%M} UTC"


def published(date: Dated) -> str:
    """When a page says it was published, with any doubt in words."""
    if date.value is None:
        return "no date given"
    doubt = "" if date.sure else f" (date in doubt: {date.source})"
    return instant(date.value) + doubt


def window(time: TimeWindow) -> str:
    """An interval in words: "March 2023", "from 8 May 2025 to 10 May 2025"; "" if unknown."""
    words = bounds(time.earliest, time.latest)
    note = BASES.get(time.basis, "")
    return f"{words} ({note})" if words and note else words


def bounds(earliest: datetime | None, latest: datetime | None) -> str:
    """Two instants, either open, in the fewest words that say the same."""
    if earliest is None or latest is None:
        opened = f"from {day(earliest)}" if earliest else ""
        return f"until {day(latest)}" if latest else opened
    after = latest + STEP if latest < datetime.max.replace(tzinfo=latest.tzinfo) else latest
    starts_month = earliest.day == after.day == 1 and earliest.hour == after.hour == 0
    months = (after.year - earliest.year) * 12 + after.month - earliest.month
    if starts_month and months == 1:
        return f"{earliest:%B %Y}"
    if starts_month and earliest.month == after.month == 1:
        last = after.year - 1
        return f"{earliest.year}" if last == earliest.year else f"{earliest.year} to {last}"
    if earliest.date() == latest.date():
        return day(earliest)
    return f"from {day(earliest)} to {day(latest)}"


def chain(passage: Passage) -> str:
    """Who said it, from the outlet inwards: "BBC ← Seoul's spy agency"."""
    return " ← ".join(passage.chain)


def named(source: str) -> str:
    """A source's words, or that the text hides it ("it was reported that ...")."""
    return source.strip() or "an unnamed source"


def told(time: TimeWindow) -> str:
    """An interval in words if the text tells it; "" if only the page's own date bounds it."""
    return "" if time.basis == "published" else window(time)


def link(url: str | None) -> str | None:
    """The address if it may stand as a link (http or https, no blanks or controls), else None."""
    if not url or any(ord(character) <= 32 for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def file_name(path: str) -> str:
    """The last part of a path, so that a report does not tell the machine's folders."""
    return PurePath(path).name or path


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 claim", "2 claims", "no claims"."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"
