"""One query in a process of its own, which the system ends where it goes beyond its bounds.

    python -P -m flows.cli.asking WAREHOUSE SHAPE SECONDS MEGABYTES < query > answer

`sql.py` runs it; nobody imports it but for `answer_of`'s exit codes. DuckDB's own limits are asked
of it too, but they leave out the rows of the answer and what a query does while it is planned; so
the memory is bounded by the system (RLIMIT_DATA: allocating more fails), and a timer whose signal
nobody handles ends the process within C code as well. Touches the warehouse and its streams.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path

#: Exit codes: standard error holds a message for the user, nothing (the memory did not suffice), or
#: the number of the system's error when the answer could not be written.
REFUSED = 2
TOO_MUCH = 4
UNWRITTEN = 5
#: DuckDB's share of the memory; the rest is for the answer's rows and the libraries.
DUCKDB_SHARE = 0.6


def answer_of(warehouse: Path, shape: str, seconds: float, megabytes: int) -> int:
    """Ask and answer; the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    question = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    from extractors.errors import SourcecheckError
    from flows.cli.tables import write_table
    from warehouse import Warehouse

    store = Warehouse(warehouse)
    try:
        store.snapshot()  # an old one is published anew first, on the user's time
        memory = megabytes * 1_000_000
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard == resource.RLIM_INFINITY or memory < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        signal.setitimer(signal.ITIMER_REAL, seconds)
        table = store.sql(question, seconds, int(memory * DUCKDB_SHARE))
        write_table(table, shape, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except SourcecheckError as refusal:
        from duckdb import OutOfMemoryException

        if isinstance(refusal.__cause__, MemoryError | OutOfMemoryException):
            return TOO_MUCH
        sys.stderr.write(str(refusal))
        return REFUSED
    except OSError as refusal:
        sys.stderr.write(str(refusal.errno or 0))
        return UNWRITTEN
    except MemoryError:
        return TOO_MUCH
    return 0


if __name__ == "__main__":
    code = answer_of(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
    sys.stderr.flush()
    os._exit(code)  # what the query holds is the system's to take back, not to be freed bit by bit
