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
from pathlib import Path


def serve(descriptor: int) -> None:
    """Serve Prefect's API on the listening socket ``descriptor`` until standard input ends."""
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

    def stop_when_the_client_is_gone() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=stop_when_the_client_is_gone, daemon=True).start()
    server.run(sockets=[listening])


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
