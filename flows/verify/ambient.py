"""What a run of the flow finds around it, when the command line started it. Touches nothing.

A run that Prefect itself starts (a schedule, the UI) has neither and makes its own. They stand
in a module of their own because Prefect pickles a scheduled flow with the globals of its
functions, and a context variable cannot be pickled; a module goes by its name.
"""

from __future__ import annotations

from contextvars import ContextVar

from flows.verify.extract import Readers
from flows.verify.progress import Reporter

#: Ids of the flow runs that this process began, so that they can be cancelled when it is told to
#: end: a plain list, as a signal asks for it outside of any run.
begun: list[str] = []
#: Who shows the progress.
watching: ContextVar[Reporter | None] = ContextVar("watching", default=None)
#: The workers that were started early.
warmed: ContextVar[Readers | None] = ContextVar("warmed", default=None)


def begin(run_id: str | None) -> None:
    """Note that a flow run has begun; None where it is called without Prefect."""
    if run_id is not None:
        begun.append(run_id)
