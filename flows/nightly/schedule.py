"""Serving the nightly flow on a cron schedule: a schedule in, runs for as long as it is left on.

Touches a Prefect API. Each run is a process of its own, so a night that dies takes nothing with it.
A former schedule, and what it had planned, is removed; a run that a killed predecessor left behind
as "Running" is marked as crashed. When told to end, the runs are cancelled first.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import SyncPrefectClient

DEPLOYMENT = "nightly/nightly"


def checked_cron(cron: str) -> str:
    """What is wrong with a cron schedule, or "" when nothing is."""
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError:
        return "not a cron schedule"
    return ""


def serve_nightly(
    cron: str,
    parameters: dict[str, Any],
    api_url: str,
    last: Callable[[], None] = lambda: None,
    spared: tuple[int, ...] = (),
) -> None:
    """Register the schedule at ``api_url`` and run what falls due until interrupted.

    Missed nights are not made up for, and two nights never run at once: the warehouse has one
    writer. ``last`` and ``spared`` are as in `Ending`.
    """
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.runner import Runner
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.nightly.flow import nightly
    from flows.orchestration import Ending

    with SyncPrefectClient(api_url) as client:
        remove_former(client)

    async def serving() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def release() -> None:
            loop.call_soon_threadsafe(task.cancel)

        with Ending(api_url, unfinished, release, last, spared) as ending:

            class Nights(Runner):
                """Prefect's runner, which is told of SIGTERM by us."""

                def handle_sigterm(self, *_: Any, **__: Any) -> None:
                    ending.hear()

            runner = Nights(name="nightly", pause_on_shutdown=True, limit=1)
            await runner.aadd_flow(nightly, name="nightly", cron=cron, parameters=parameters)
            await runner.start()

    with (
        temporary_settings({PREFECT_API_URL: api_url}),
        contextlib.suppress(asyncio.CancelledError),
    ):
        asyncio.run(serving())


def unfinished(client: SyncPrefectClient) -> Iterable[UUID]:
    """The scheduled runs that were begun and have not ended."""
    from prefect.client.schemas.objects import StateType

    begun = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
    return [run.id for run in _runs(client, begun)]


def remove_former(client: SyncPrefectClient) -> None:
    """Remove what an earlier `nightly --cron` left: its schedules, the runs that they planned, and
    runs that look as if they were still going on."""
    from prefect.client.schemas.objects import StateType
    from prefect.exceptions import ObjectNotFound
    from prefect.states import Crashed

    try:
        deployment = client.read_deployment_by_name(DEPLOYMENT)
    except ObjectNotFound:
        return
    for schedule in client.read_deployment_schedules(deployment.id):
        client.delete_deployment_schedule(deployment.id, schedule.id)
    for run in _runs(client, (StateType.SCHEDULED,)):
        client.delete_flow_run(run.id)
    for run in _runs(client, (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)):
        message = "its process had gone when the schedule was served again"
        client.set_flow_run_state(run.id, Crashed(message=message), force=True)


def _runs(client: SyncPrefectClient, states: Iterable[Any]) -> list[Any]:
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterName,
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )

    return client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=["nightly"])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))
        ),
    )
