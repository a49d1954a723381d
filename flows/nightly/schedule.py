"""Serving the nightly flow on a cron schedule: a schedule in, runs for as long as it is left on.

Touches a Prefect API. Each run is a process of its own, so a
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


def serve_nightly(cron: str, parameters: dict[str, Any], api_url: str) -> None:
    """Register the schedule at ``api_url`` and run what falls due until interrupted.

    Missed nights are not made up for, and two nights never run at once: the warehouse has one
    writer.
    """
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.nightly.flow import nightly

    with temporary_settings({PREFECT_API_URL: api_url}):
        nightly.serve(
            name="nightly",
            cron=cron,
            parameters=parameters,
            limit=1,
            print_starting_message=False,
        )
