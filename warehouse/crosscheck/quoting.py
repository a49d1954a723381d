"""Words of a text as an explanation quotes them: on one line, cut where they are long."""

from __future__ import annotations

MOST = 160


def short(text: str, limit: int = MOST) -> str:
    """``text`` on one line, cut to ``limit`` characters with an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1].rstrip()}…"
