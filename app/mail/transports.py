"""Where letters leave: into a folder, or to a mail server by SMTP (RFC 5321)."""

from __future__ import annotations

import os
import quopri
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

from app.config import Settings

SECONDS = 20.0
"""How long a mail server may take for each step; see LEASE for all of them together."""
LAST_SECONDS = 300.0
"""How long it may take to accept the whole letter: many look for viruses and advertising first."""
CLOSING = 421
"""What a server answers to anything when it is about to stop."""
Kind = Literal["sent", "later", "unreachable", "failed", "unclear", "dropped"]


@dataclass(frozen=True)
class Outcome:
    """What became of a letter that was handed over, and what the other side said.

    `later`: not now; `unreachable`: not now, nor any other letter; `failed`: never; `unclear`: nobody knows whether
    it was accepted; `dropped`: nobody needs it any more.
    """

    kind: Kind
    said: str = ""


@dataclass(frozen=True)
class Parcel:
    """A letter as it leaves: the addresses on its envelope, and the message in it."""

    letter_id: UUID
    sender: str
    recipient: str
    message: bytes


class Transport(Protocol):
    """What takes letters."""

    repeatable: bool
    """Whether the same letter handed over twice arrives once."""
    encoding: str
    """Of a message's text (RFC 2045)."""

    def hand_over(self, parcel: Parcel) -> Outcome:
        """Let the letter leave; never raises for what the other side does."""


@dataclass(frozen=True)
class Folder:
    """A folder with a file for each letter, named by its id, that any mail program opens."""

    path: Path
    repeatable = True
    encoding = "8bit"  # readable as it is

    def hand_over(self, parcel: Parcel) -> Outcome:
        """Write the file beside and rename it, so that nobody finds half a letter."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = self.path / f".{parcel.letter_id}"
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(parcel.message)
                file.flush()
                os.fsync(file.fileno())
            beside.rename(self.path / f"{parcel.letter_id}.eml")
        except OSError as trouble:
            return Outcome("unreachable", str(trouble))
        return Outcome("sent")


@dataclass(frozen=True)
class MailServer:
    """A mail server that takes letters for everybody (RFC 6409)."""

    host: str
    port: int
    tls_from_the_start: bool
    user: str
    password: str
    repeatable = False
    encoding = "quoted-printable"  # passes through every server

    def hand_over(self, parcel: Parcel) -> Outcome:
        """Give the letter to the server in a connection of its own."""
        server = None
        try:
            server = self._connected()
            self._introduce(server)
            return _converse(server, parcel)
        except (OSError, smtplib.SMTPException) as trouble:
            return Outcome("unreachable", _said(trouble))
        finally:
            if server is not None:
                with suppress(OSError, smtplib.SMTPException):
                    server.quit()

    def _connected(self) -> smtplib.SMTP:
        if self.tls_from_the_start:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS)

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        # Passwords and letters cross no network in the clear; this machine itself is none.
        if not self.tls_from_the_start and (server.has_extn("starttls") or not _is_this_machine(self.host)):
            server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(self.user, self.password)


def packed(
    letter_id: UUID, *, sender: Address, to: Address, subject: str, text: str, at: datetime, encoding: str
) -> Parcel:
    """The message (RFC 5322) in its envelope.

    Its Message-ID is made of the letter's id, so that mail programs take a repeated letter for the same.
    """
    head = {
        "From": _mailbox(sender),
        "To": _mailbox(to),
        "Subject": _words(one_line(subject)),
        "Date": format_datetime(at),
        "Message-ID": f"<{letter_id}@{sender.domain}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's absence note shall answer it
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": encoding,
    }
    body = "".join(f"{line}\n" for line in text.splitlines()).encode()
    if encoding == "quoted-printable":
        body = quopri.encodestring(body)
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items()).encode()
    return Parcel(letter_id, sender.addr_spec, to.addr_spec, lines + b"\r\n" + body.replace(b"\n", b"\r\n"))


def transport_of(settings: Settings) -> Transport:
    """The transport that the settings name."""
    parts = urlsplit(settings.mail.url)
    return Folder(Path(unquote(parts.path))) if parts.scheme == "file" else _mail_server(parts)


def sender_of(settings: Settings) -> Address:
    """Whom letters come from: the school's name and a made-up address, where the setting says no other."""
    name, address = parseaddr(settings.mail.sender)
    return Address(one_line(name or settings.school_name), addr_spec=address or f"etabli@{_host(settings)}")


def recipient(name: str, address: str) -> Address:
    """Whom a letter goes to. Raises ValueError for an address that mail can't be sent to."""
    local, at, domain = address.rpartition("@")
    if not at or not re.fullmatch(r"[!-?A-~]+", local) or not re.fullmatch(r"[^\s@<>]+", domain):
        raise ValueError("no address of mail")
    return Address(one_line(name), username=local, domain=domain.encode("idna").decode())


def one_line(text: str) -> str:
    """`text` without what could end a line or can't be seen: it goes into the head of a message."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _mailbox(address: Address) -> str:
    """Name and address for a message's head. The library's own way to fold a long name can make two of it."""
    name = address.display_name
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"' if name.isascii() else _words(name)
    return f"{quoted} <{address.addr_spec}>" if name else address.addr_spec


def _words(line: str) -> str:
    return line if line.isascii() else Header(line, "utf-8").encode(linesep="\r\n")


def _host(settings: Settings) -> str:
    host = urlsplit(settings.public_url).hostname or ""
    return host if re.fullmatch(r"[a-z0-9.-]+", host) else "localhost"


def _mail_server(parts: SplitResult) -> MailServer:
    tls = parts.scheme == "smtps"
    return MailServer(
        parts.hostname or "",
        parts.port or (465 if tls else 587),
        tls,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def _converse(server: smtplib.SMTP, parcel: Parcel) -> Outcome:
    """Hand the letter over, step by step: up to the dot at its end a broken connection means that it hasn't left,
    after the server's answer everything is clear. Raises OSError and SMTPException up to that dot."""
    message = re.sub(rb"(?m)^\.", b"..", parcel.message)
    code, said = server.mail(parcel.sender)
    if code != 250:
        return Outcome("unreachable", _reply(code, said))  # not the letter's fault: it is the sender it won't have
    code, said = server.rcpt(parcel.recipient)
    if code < 400:
        code, said = server.docmd("DATA")
    if code >= 400:
        return _turned_down(code, said)
    server.send(message)
    if server.sock is not None:
        server.sock.settimeout(LAST_SECONDS)
    try:
        code, said = server.docmd(".")
    except (OSError, smtplib.SMTPException) as trouble:
        return Outcome("unclear", _said(trouble))
    return Outcome("sent") if code < 300 else _turned_down(code, said)


def _turned_down(code: int, said: bytes) -> Outcome:
    return Outcome("failed" if code >= 500 else "unreachable" if code == CLOSING else "later", _reply(code, said))


def _said(trouble: Exception) -> str:
    if isinstance(trouble, smtplib.SMTPResponseException):
        return _reply(trouble.smtp_code, trouble.smtp_error)
    return one_line(str(trouble)) or type(trouble).__name__


def _reply(code: int, said: bytes | str) -> str:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return one_line(f"{code} {words}")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
