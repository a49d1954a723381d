"""Whom a check asks, and why not the others. Pure.

In: an article, its citations, the outlets it names, those of the archive given. Out: ids of
outlets, and a note for every outlet, agency, office or channel that is named and not asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from extractors.records import Citation, Extraction, Unread
from flows.outlets import Outlet

#: An office is named for what it does far more often than for what it published.
OFFICE = "government"


def whom(
    citations: Sequence[Citation],
    named: Sequence[str],
    known: Mapping[str, Outlet],
    archived: Collection[str] = (),
    only: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """The outlets to ask: those cited, those named unless they are offices, those archived.

    With ``only`` these and no others. Those that the article leans on come first, as what one
    check reads is bounded; then by id, so that a run is the same again.
    """
    if only:
        return only
    cited = {citation.outlet for citation in citations if citation.outlet is not None}
    spoken_of = {name for name in named if known[name].kind != OFFICE}
    leaned_on = cited | spoken_of
    return (*sorted(leaned_on), *sorted(set(archived) - leaned_on))


def not_asked(
    article: Extraction,
    citations: Sequence[Citation],
    named: Sequence[str],
    asked: Collection[str],
) -> list[Unread]:
    """What the article names and this check does not ask, once each, and why.

    A person without an outlet is not among them: what every outlet quotes of her is looked at.
    """
    people = {mention.entity for mention in article.mentions if mention.label == "PERSON"}
    missing: dict[str, Unread] = {}
    for citation in citations:
        name = citation.outlet or citation.entity or citation.source.text
        if citation.outlet is None and citation.entity not in people:
            why = (
                f"the article cites {citation.source.text!r}, and no outlet in the registry "
                "publishes its words: add one with a file in the outlets folder"
            )
            missing.setdefault(name, Unread(name, "", "no door", why))
        elif citation.outlet is not None and citation.outlet not in asked:
            why = "the article cites it, but --outlet asked for others only"
            missing.setdefault(name, Unread(name, "", "not asked", why))
    for name in named:
        if name not in asked and name not in missing:
            why = "the article names it, but puts no claim in its mouth that was recognised"
            missing[name] = Unread(name, "", "not asked", why)
    return [missing[name] for name in sorted(missing)]
