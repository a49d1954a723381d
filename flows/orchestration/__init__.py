"""Our own Prefect server: nothing in, an API address out. May touch ``PREFECT_HOME`` and a socket.

`process.py` is run as a process of its own and never imported.
"""

from __future__ import annotations

from flows.orchestration.server import PrefectServer

__all__ = ["PrefectServer"]
