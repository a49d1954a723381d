"""Every test lives in homes of its own, calls nobody home, and reaches only this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# The folders of tests are named after the rooms: without this, `flows` could mean `tests/flows`.
sys.path.insert(0, str(Path(__file__).parent.parent))

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
}
OURS = ("SOURCECHECK_", "PREFECT_", "XDG_")


@pytest.fixture(scope="session", autouse=True)
def own_homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A temporary HOME and PREFECT_HOME; the user's own settings do not reach the tests."""
    home = tmp_path_factory.mktemp("home")
    patch = pytest.MonkeyPatch()
    for name in os.environ:
        if name.startswith(OURS) and name != "SOURCECHECK_MODEL":
            patch.delenv(name)
    patch.setenv("HOME", str(home))
    patch.setenv("PREFECT_HOME", str(home / ".prefect"))
    for name, value in QUIET.items():
        patch.setenv(name, value)
    yield home
    patch.undo()


def _is_this_machine(host: object) -> bool:
    if host in ("localhost", "", None):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Make any connection that would leave this machine, and any name look-up, fail."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def refuse(host: object) -> None:
        if not _is_this_machine(host):
            raise OSError(f"a test tried to reach {host}: tests reach only this machine")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse(address[0])
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse(host.decode() if isinstance(host, bytes) else host)
        return look_up(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    patch.undo()
