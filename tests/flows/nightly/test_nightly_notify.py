"""A night's news reaches a webhook and a mailbox: real ones, on loopback."""

from __future__ import annotations

import asyncio
import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from extractors.errors import InUseError, SettingsError
from flows.nightly.digest import Digest, Night, Told
from flows.nightly.flow import digest_of, nightly, sent_of, turn_of_nights
from flows.nightly.memory import Remembered, write_memory
from flows.nightly.watched import Watched, write_watched
from flows.settings import Settings, load_settings
from warehouse.changes import Changes

NIGHT = datetime(2025, 3, 3, 2, tzinfo=UTC)


class Mailbox(socketserver.StreamRequestHandler):
    """Enough of SMTP (RFC 5321) to take a message."""

    taken: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.say("220 mailbox")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self.say("354 go on")
                content = b""
                while (row := self.rfile.readline()) != b".\r\n":
                    content += row
                self.taken.append(content)
            if word == "QUIT":
                self.say("221 bye")
                return
            self.say("250 fine")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Hook(BaseHTTPRequestHandler):
    """Takes what is posted; answers with the status that its path names."""

    taken: ClassVar[list[dict[str, object]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append(json.loads(body))
        self.send_response(int(self.path[1:]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return None


@pytest.fixture
def receivers(tmp_path: Path) -> Iterator[Settings]:
    """Settings that name both receivers."""
    Mailbox.taken.clear()
    Hook.taken.clear()
    mail = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox)
    hook = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    for server in (mail, hook):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Settings(
        data_folder=tmp_path,
        webhook=f"http://127.0.0.1:{hook.server_address[1]}/200",
        mail_to="desk@example.org",
        mail_from="night@example.org",
        smtp=f"smtp://127.0.0.1:{mail.server_address[1]}",
    )
    for server in (mail, hook):
        server.shutdown()
        server.server_close()


def digest(first: bool) -> Digest:
    """One article: of a first night, or of one on which it could be checked as before."""
    night = Night("a.md", None, "it is “gone”")
    part = Told("a.md", "The strike", night, first, Changes())
    return Digest(NIGHT, (part,) if first else ())


def test_both_are_told_what_the_digest_says(receivers: Settings) -> None:
    sent = sent_of(digest(first=True), receivers)
    assert (sent.to, sent.problems) == (("webhook", "mail"), ())
    [posted] = Hook.taken
    [mailed] = [message_from_bytes(one, policy=default) for one in Mailbox.taken]
    told = "1 article that could not be checked, 1 article checked for the first time"
    assert posted["subject"] == f"1 article: {told}"
    assert (posted["changed"], posted["night"]) == (True, "2025-03-03T02:00:00+00:00")
    assert mailed["Subject"] == f"sourcecheck: {posted['subject']}"
    assert (mailed["To"], mailed["From"]) == ("desk@example.org", "night@example.org")
    assert mailed.get_content().splitlines() == str(posted["text"]).splitlines()
    assert "It could not be checked: it is “gone”." in str(posted["text"])


def test_nothing_is_sent_where_nothing_changed_unless_asked(receivers: Settings) -> None:
    assert sent_of(digest(first=False), receivers).to == ()
    assert (Hook.taken, Mailbox.taken) == ([], [])

    assert sent_of(digest(first=False), replace(receivers, notify_always=True)).to == (
        "webhook",
        "mail",
    )
    assert Hook.taken[0]["subject"] == "0 articles checked, nothing changed"


def test_a_receiver_that_fails_costs_the_other_nothing(receivers: Settings) -> None:

    refusing = replace(receivers, webhook=str(receivers.webhook).replace("/200", "/503"))
    sent = sent_of(digest(first=True), refusing)
    assert sent.to == ("mail",)
    [problem] = sent.problems
    assert problem.startswith("the webhook could not be told: HTTPStatusError: ")
    unreachable = replace(receivers, smtp="smtp://127.0.0.1:1")
    sent = sent_of(digest(first=True), unreachable)
    assert sent.to == ("webhook",)
    assert sent.problems[0].startswith("the mail to desk@example.org was not sent: ")


@pytest.mark.parametrize(
    ("key", "value"), [("webhook", "ftp://x"), ("smtp", "localhost"), ("notify_always", "often")]
)
def test_a_receiver_that_cannot_be_is_refused_by_its_key(
    key: str, value: str, tmp_path: Path
) -> None:
    file = tmp_path / "s.toml"
    file.write_text(f'{key} = "{value}"')
    with pytest.raises(SettingsError, match=key):
        load_settings(file, environment={})


def test_a_digest_is_kept_as_a_file_and_the_night_is_remembered(tmp_path: Path) -> None:
    settings = Settings(data_folder=tmp_path)
    write_memory(settings.nights_file, {"old.md": Remembered("run 1")})
    made = digest_of([Night("a.md", None, "no such file")], settings, NIGHT)
    [file] = settings.digest_folder.iterdir()
    assert file.name == "2025-03-03T020000Z.md"
    assert "It could not be checked: no such file." in file.read_text()
    assert made.changed
    assert json.loads(settings.nights_file.read_text()) == {
        "a.md": {"run_id": "", "gone": {}, "silent": {}}
    }


def test_a_second_night_leaves_with_one_line(tmp_path: Path) -> None:
    settings = {"data_folder": str(tmp_path), "wait_seconds": "0"}
    chosen = Settings(data_folder=tmp_path)
    write_watched(chosen.watched_file, (Watched("a.md"),))
    with turn_of_nights(chosen), pytest.raises(InUseError) as refused:
        asyncio.run(nightly.fn(settings=settings))
    assert str(refused.value) == (
        f"another night is running in {tmp_path}: wait until it has ended"
    )
