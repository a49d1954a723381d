"""Tell somebody of a night: a webhook, an e-mail, or both, as the settings name them.

In: a line, the digest as Markdown, the settings. Out: what could not be sent, a line each. Touches
the network only where ``webhook`` or ``mail_to`` is set: a POST of JSON, a message by SMTP.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from flows.settings import Settings

#: Seconds for a receiver to take a message.
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Sent:
    """Who was told, and who could not be: "webhook", "mail"."""

    to: tuple[str, ...]
    problems: tuple[str, ...]


def notify(settings: Settings, line: str, text: str, more: dict[str, Any]) -> Sent:
    """Send ``text``, with ``line`` as its subject, to all that the settings name.

    ``more`` goes into the webhook's JSON beside both. A receiver that fails costs no other theirs.
    """
    to, problems = [], []
    if settings.webhook:
        try:
            _post(settings.webhook, {"subject": line, "text": text, **more})
            to.append("webhook")
        except Exception as failure:
            problems.append(f"the webhook could not be told: {_line(failure)}")
    if settings.mail_to:
        try:
            _mail(settings, line, text)
            to.append("mail")
        except Exception as failure:
            problems.append(f"the mail to {settings.mail_to} was not sent: {_line(failure)}")
    return Sent(tuple(to), tuple(problems))


def _line(failure: Exception) -> str:
    return f"{type(failure).__name__}: {' '.join(str(failure).split())[:200]}"


def _post(address: str, content: dict[str, Any]) -> None:
    import httpx

    httpx.post(address, json=content, timeout=SECONDS).raise_for_status()


def _mail(settings: Settings, line: str, text: str) -> None:
    """By ``smtp``: smtp://USER:PASSWORD@HOST:PORT (TLS where offered), or smtps://."""
    server = urlsplit(settings.smtp)
    message = EmailMessage()
    message["Subject"] = f"sourcecheck: {line}"
    message["To"] = settings.mail_to
    message["From"] = settings.mail_from or settings.mail_to
    message.set_content(text)
    host = server.hostname or "localhost"
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            host, server.port or 465, timeout=SECONDS, context=context
        )
    else:
        client = smtplib.SMTP(host, server.port or 25, timeout=SECONDS)
    with client:
        client.ehlo()
        if server.scheme == "smtp" and client.has_extn("starttls"):
            client.starttls(context=context)
            client.ehlo()
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        client.send_message(message)
