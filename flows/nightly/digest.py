"""A night in sentences: what changed since the last one, and who gave nothing since when. Pure.

In: what became of each article, what is otherwise in its run, and what the last night remembered.
Out: a `Digest`, as Markdown, as rows for a table, and what to remember. Touches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.nightly.memory import Remembered
from flows.verify import Outcome
from warehouse.changes import Changes, PageChanged, Rewritten

#: Most sentences of one page, and most new pages of an article, that are told one by one.
MOST_SENTENCES, MOST_PAGES, MOST_CONTRADICTIONS = 8, 10, 20
#: What `Unread.what` says of a page that its own server answers with 404 or 410.
GONE = "gone"


@dataclass(frozen=True, slots=True)
class Night:
    """What became of one watched article."""

    article: str
    outcome: Outcome | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Silent:
    """An outlet that gave nothing, or of which nothing was read; ``new`` where it is news."""

    outlet: str
    name: str
    why: str
    since: str
    new: bool


@dataclass(frozen=True, slots=True)
class Vanished:
    """A page that is gone; ``since`` is the first night that found it so."""

    url: str
    outlet: str
    since: str
    new: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An article's part of the digest. ``first``: there was no night before to compare with."""

    article: str
    title: str
    night: Night
    first: bool
    changes: Changes
    vanished: tuple[Vanished, ...] = ()
    silent: tuple[Silent, ...] = ()
    speaking: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """True where there is anything that the last night did not tell."""
        new = any(one.new for one in self.vanished) or any(one.new for one in self.silent)
        told = bool(self.changes) or bool(self.speaking) or new
        return told or self.first or self.night.outcome is None


@dataclass(frozen=True, slots=True)
class Digest:
    """What one night came to."""

    begun: datetime
    articles: tuple[Told, ...]

    @property
    def changed(self) -> bool:
        """True where any article has news."""
        return any(told.changed for told in self.articles)


def told(
    night: Night, changes: Changes, before: Remembered | None, begun: datetime
) -> tuple[Told, Remembered]:
    """An article's part of the digest, and what to remember of it."""
    known, day = before or Remembered(), f"{begun:%Y-%m-%d}"
    outcome = night.outcome
    if outcome is None:
        return Told(night.article, "", night, before is None, Changes()), known
    gone = dict(known.gone)
    vanished = []
    for note in outcome.unread:
        if note.what == GONE and note.url:
            new = note.url not in gone
            since = gone.setdefault(note.url, day)
            vanished.append(Vanished(note.url, note.outlet, since, new))
    silent = []
    for row in outcome.coverage:
        if row.read and row.outlet not in outcome.gave_nothing:
            continue
        notes = [why] if (why := outcome.gave_nothing.get(row.outlet)) else []
        notes += [note.why for note in outcome.unread if note.outlet == row.outlet]
        why = notes[0] if notes else "nothing was found"
        since = known.silent.get(row.outlet, day)
        new = row.outlet not in known.silent
        silent.append(Silent(row.outlet, row.name, why, since, new))
    now = {one.outlet for one in silent}
    speaking = sorted(
        row.name for row in outcome.coverage if row.outlet in known.silent and row.outlet not in now
    )
    remembered = Remembered(outcome.run_id, gone, {one.outlet: one.since for one in silent})
    part = Told(
        article=night.article,
        title=outcome.title or night.article,
        night=night,
        first=not known.run_id,
        changes=changes,
        vanished=tuple(vanished),
        silent=tuple(silent),
        speaking=tuple(speaking),
    )
    return part, remembered


def headline(digest: Digest) -> str:
    """The night in one line."""
    articles = _count(len(digest.articles), "article")
    failed = sum(part.night.outcome is None for part in digest.articles)
    if not digest.changed:
        return f"{articles} checked, nothing changed"
    parts = [
        (sum(len(part.changes.pages) for part in digest.articles), "changed page"),
        (sum(len(part.changes.contradictions) for part in digest.articles), "new contradiction"),
        (sum(len(part.changes.verdicts) for part in digest.articles), "moved verdict"),
        (sum(one.new for part in digest.articles for one in part.vanished), "vanished page"),
        (sum(one.new for part in digest.articles for one in part.silent), "newly silent outlet"),
        (failed, "article that could not be checked"),
    ]
    said = [_count(count, what) for count, what in parts if count]
    first = sum(part.first for part in digest.articles)
    said += [f"{_count(first, 'article')} checked for the first time"] if first else []
    return f"{articles}: {', '.join(said) or 'new pages'}"


def _count(count: int, what: str) -> str:
    if count == 1:
        return f"1 {what}"
    head, space, tail = what.partition(" that ")
    return f"{count} {head}s{space}{tail}"


def markdown(digest: Digest) -> str:
    """The digest for a person."""
    lines = [f"# Night of {digest.begun:%d %B %Y}", "", f"{headline(digest)}."]
    for part in digest.articles:
        lines += ["", f"## {_plain(part.title or part.article)}", ""]
        lines += [f"- {line}" for line in _sentences(part)]
    return "\n".join(lines) + "\n"


def _sentences(part: Told) -> Iterator[str]:
    outcome = part.night.outcome
    if outcome is None:
        yield f"It could not be checked: {_plain(part.night.problem)}."
        return
    found = ", ".join(f"{count} {name}" for name, count in sorted(outcome.verdicts.items()))
    state = f"{_count(outcome.claims, 'claim')} ({found or 'none'})"
    state += f", {_count(outcome.contradictions, 'contradiction')}"
    if part.first:
        yield f"It was checked for the first time: {state}."
    elif not part.changed:
        yield f"Nothing changed: {state}."
    for moved in part.changes.verdicts:
        yield (
            f"Claim {moved.number}, {_quoted(moved.wording)}, was {moved.before} and is now "
            f"**{moved.after}**: {_plain(moved.reason)}"
        )
    for number, new in enumerate(part.changes.contradictions):
        if number == MOST_CONTRADICTIONS:
            more = len(part.changes.contradictions) - number
            yield f"There are {more} more new contradictions; the report has them."
            break
        yield (
            f"New against claim {new.number}, {_quoted(new.wording)}: {new.outlet} has "
            f"{_quoted(new.passage)} ({_plain(new.explanation)} <{new.url}>)"
        )
    for page in part.changes.pages:
        yield from _page(page)
    for number, fresh in enumerate(part.changes.new_pages):
        if number == MOST_PAGES:
            yield f"{len(part.changes.new_pages) - number} more pages were read for the first time."
            break
        yield f"New page of {fresh.outlet}: {_quoted(fresh.title)} <{fresh.url}>"
    for lost in part.vanished:
        when = "since this night" if lost.new else f"since {lost.since}"
        yield f"Gone {when}: <{lost.url}> of {lost.outlet} answers that there is no such page."
    for one in part.silent:
        when = "this night" if one.new else f"since {one.since}"
        yield f"{one.name} gave nothing {when}: {_plain(one.why)}."
    for name in part.speaking:
        yield f"{name} can be read again."


def _page(page: PageChanged) -> Iterator[str]:
    yield f"<{page.url}> of {page.outlet} changed:"
    for number, one in enumerate(page.sentences):
        if number == MOST_SENTENCES:
            yield f"and {_count(len(page.sentences) - number, 'more sentence')} of it."
            return
        yield _sentence(one)


def _sentence(one: Rewritten) -> str:
    if not one.after:
        return f"{_quoted(one.before)} was taken out."
    if not one.before:
        return f"{_quoted(one.after)} was added."
    return f"{_quoted(one.before)} became {_quoted(one.after)}"


def _quoted(text: str) -> str:
    return f"“{_plain(text)}”"


def _plain(text: str) -> str:
    """Text of others in one line that Markdown takes as text."""
    line = " ".join(text.split())
    for sign in ("\\", "`", "*", "_", "[", "]", "<", ">", "|", "#"):
        line = line.replace(sign, f"\\{sign}")
    return line.rstrip(".") if line.endswith("..") else line


def outlet_rows(digest: Digest) -> list[dict[str, str | int]]:
    """Each outlet of each article: how much of it was read, and since when nothing."""
    return [
        {
            "article": part.title,
            "outlet": row.name,
            "pages read": row.read,
            "gave nothing since": since.get(row.outlet, ""),
            "why": why.get(row.outlet, ""),
        }
        for part, since, why in (
            (
                part,
                {one.outlet: one.since for one in part.silent},
                {one.outlet: one.why for one in part.silent},
            )
            for part in digest.articles
        )
        if part.night.outcome is not None
        for row in part.night.outcome.coverage
    ]


def forgotten(memory: Mapping[str, Remembered], watched: Sequence[str]) -> dict[str, Remembered]:
    """What is remembered, of the articles that are still watched."""
    return {article: one for article, one in memory.items() if article in watched}
