"""Our own Prefect server, and the end of a command that is told to end.

May touch ``PREFECT_HOME``, a socket, a Prefect API, and this process's signals and children.

`process.py` is run as a process of its own and never imported.
"""

from __future__ import annotations

from flows.orchestration.ending import Ending
from flows.orchestration.server import PrefectServer, configured_api_url, prefect_home

__all__ = ["Ending", "PrefectServer", "configured_api_url", "prefect_home"]
