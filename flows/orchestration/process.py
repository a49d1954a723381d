"""The process that is our own Prefect server: a listening socket comes in, the API goes out.

    python -m flows.orchestration.process FD        serve the API on an open listening socket
    python -m flows.orchestration.process template  write the migrated, empty database (see below)

Prefect's own ephemeral server polls for a free port and outlives a killed client. This one
gets its socket from the client (so there is no port to race for, and the first request simply
waits in the backlog until the application is up) and ends when the client's end of its
standard input closes, however the client died.

May touch: ``PREFECT_HOME``, the socket it was handed, and for ``template`` the database file
beside the virtual environment. Nothing else imports this module; it is run, never called.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn

#: Longest time for an end in order; the client waits five seconds.
ENDING_SECONDS = 10


def serve(descriptor: int) -> None:
    """Serve Prefect's API on the listening socket ``descriptor`` until standard input ends."""
    running: list[uvicorn.Server] = []
    threading.Thread(target=_end_with_the_client, args=(running,), daemon=True).start()
    import uvicorn

    listening = socket.socket(fileno=descriptor)
    server = uvicorn.Server(
        uvicorn.Config(
            "prefect.server.api.server:create_app",
            factory=True,
            log_level="error",
            lifespan="on",
            timeout_graceful_shutdown=2,
        )
    )
    running.append(server)
    server.run(sockets=[listening])


def _end_with_the_client(running: list[uvicorn.Server]) -> None:
    """End when standard input does: in order where the server is up, at once where it starts.

    While it starts nothing looks at `should_exit`; and an end in order that takes too long is none.
    A database that is being migrated is left as SQLite leaves it: the transaction is rolled back.
    """
    sys.stdin.buffer.read()
    if running and running[0].started:
        running[0].should_exit = True
        time.sleep(ENDING_SECONDS)
    os._exit(1)


def write_template(path: Path) -> None:
    """Migrate an empty Prefect database once and keep it at ``path`` as one plain file.

    Prefect's 120-odd migrations cost about 6 s on every fresh home; a copy costs nothing.
    They are Prefect's own migrations, run by Prefect: nothing of its schema is written here.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        fresh = Path(folder) / "prefect.db"
        os.environ["PREFECT_HOME"] = folder
        os.environ["PREFECT_API_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{fresh}"
        from prefect.server.database import provide_database_interface

        asyncio.run(provide_database_interface().create_db())
        packed = Path(folder) / "packed.db"
        with sqlite3.connect(fresh) as database:
            database.execute("VACUUM INTO ?", (str(packed),))
        packed.replace(path)


if __name__ == "__main__":
    if sys.argv[1] == "template":
        from flows.orchestration.server import template_path

        write_template(template_path())
    else:
        serve(int(sys.argv[1]))
