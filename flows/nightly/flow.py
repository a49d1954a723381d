"""The flow that checks every watched article, one after the other, each as a `verify` run.

In: the settings. Out: one `Night` for each article, its outcome or why there is none: an
article that has gone, say, must not cost the others their check. May touch what `verify` does.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from prefect import flow

from extractors.errors import SettingsError, SourcecheckError, fault_line
from flows.log import keep_log
from flows.nightly.watched import Watched, read_watched
from flows.settings import Settings, load_settings
from flows.verify import Outcome, Readers, ambient, verify

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Night:
    """What became of one watched article."""

    article: str
    outcome: Outcome | None
    problem: str = ""


@flow(name="nightly", validate_parameters=False)
async def nightly(
    settings_file: str | None = None, settings: Mapping[str, str] | None = None
) -> list[Night]:
    """Check every watched article; raises SettingsError when there is none.

    Reports go to ``reports/ARTICLE`` in the data folder.
    """
    chosen = load_settings(Path(settings_file) if settings_file else None, settings)
    keep_log(chosen.log_file)
    watched = read_watched(chosen.watched_file)
    if not watched:
        raise SettingsError("no article is watched: add one with `sourcecheck watch add ARTICLE`")
    with ExitStack() as stack:
        if ambient.warmed.get() is None:  # a scheduled run: one pipeline for all its articles
            ambient.warmed.set(
                stack.enter_context(Readers(chosen.model, chosen.processes, chosen.page_seconds))
            )
        return [await _checked(one, chosen, settings_file, settings) for one in watched]


async def _checked(
    one: Watched,
    chosen: Settings,
    settings_file: str | None,
    settings: Mapping[str, str] | None,
) -> Night:
    try:
        outcome = await verify(
            article=one.article,
            outlets=list(one.outlets),
            report=str(chosen.data_folder / "reports" / one.name),
            settings_file=settings_file,
            settings=settings,
        )
    except SourcecheckError as problem:
        return Night(one.article, None, str(problem))
    except Exception as fault:
        _LOG.warning("%s could not be checked", one.article, exc_info=True)
        return Night(one.article, None, f"this is a bug, not your mistake: {fault_line(fault)}")
    return Night(one.article, outcome)
