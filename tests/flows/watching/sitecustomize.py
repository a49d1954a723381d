"""Loaded by every Python process of a watched command: writes down whom it looks up and calls.

Python imports ``sitecustomize`` from PYTHONPATH when it starts; the file to write to stands in
``WATCHED_CALLS``. What C code looks up by itself is not seen here: onnxruntime's
telemetry has a test of its own (tests/extractors/language/test_language_model.py).
"""

import os
import sys
from pathlib import Path

CALLS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.connect")


def _heard(event: str, told: tuple[object, ...]) -> None:
    if event not in CALLS:
        return
    where = told[1] if event == "socket.connect" else told[0]
    host = where[0] if isinstance(where, tuple) else where
    with Path(os.environ["WATCHED_CALLS"]).open("a") as file:
        file.write(f"{event} {host!r}\n")


if "WATCHED_CALLS" in os.environ:
    sys.addaudithook(_heard)
