"""Where the traces of faults go that a check goes on after: a file in the data folder.

In: the file. Touches it, and the `flows` logger of this process. A report says what was not read
and why, in a line; this says where in the code.
"""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

#: Bytes after which the file is put aside; one older file is kept.
MOST_BYTES = 5_000_000


def keep_log(file: Path) -> None:
    """Send what the flows log to ``file``, and nothing of it to the terminal.

    A folder that cannot be written is for the warehouse and the archive to complain of.
    """
    logger = logging.getLogger("flows")
    known = [h for h in logger.handlers if isinstance(h, RotatingFileHandler)]
    if any(Path(handler.baseFilename) == file.absolute() for handler in known):
        return
    for handler in known:
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = False
    logger.setLevel(logging.INFO)  # Prefect's runs are told of each step; the file, of what failed
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = RotatingFileHandler(
            file, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        logger.addHandler(logging.NullHandler())
        return
    kept.setLevel(logging.WARNING)
    kept.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    logger.addHandler(kept)
