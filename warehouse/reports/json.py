"""A report as JSON for machines: a model in, text out; keys sorted, times in ISO 8601 (UTC)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from warehouse.reports.model import ReportModel

# Raised whenever a key changes its meaning or goes away.
FORMAT_VERSION = 1


def render(report: ReportModel) -> str:
    """The whole model under the names of ``model.py``; the same model gives the same bytes."""
    content = {"format": "sourcecheck report", "format_version": FORMAT_VERSION, **asdict(report)}
    for name in ("versions", "verdict_counts", "fidelity_counts", "relation_counts"):
        content[name] = dict(content[name])
    for claim in content["claims"]:
        for finding in claim["findings"]:
            finding["details"] = dict(finding["details"])
    return json.dumps(content, default=_plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"no JSON for {type(value).__name__}")
