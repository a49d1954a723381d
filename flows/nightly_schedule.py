"""Serving the nightly flow on a cron schedule: a schedule in, runs for as long as it is left on.

Touches the Prefect API that ``PREFECT_API_URL`` names. Each run is a process of its own, so a
night that dies takes nothing with it.
"""

from __future__ import annotations

from typing import Any


def checked_cron(cron: str) -> str:
    """What is wrong with a cron schedule, or "" when nothing is."""
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError:
        return "not a cron schedule"
    return ""


def serve_nightly(cron: str, parameters: dict[str, Any]) -> None:
    """Register the schedule and run what falls due until interrupted.

    Missed nights are not made up for, and two nights never run at once: the warehouse has one
    writer.
    """
    from flows.nightly import nightly

    nightly.serve(
        name="nightly", cron=cron, parameters=parameters, limit=1, print_starting_message=False
    )
