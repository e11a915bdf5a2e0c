"""A mail server for the tests: it keeps what it gets, and answers as it is told."""

from __future__ import annotations

import ssl
from asyncio import WriteTransport
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.test_serve import free_port


class Received:
    """The server's side: every message that it accepted, and what it says at each step."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        """The same, as they came."""
        self.envelopes: list[tuple[str, list[str]]] = []
        self.encrypted: list[bool] = []
        self.signed_in: list[str] = []
        self.answers: dict[str, str] = {}
        """What to say instead of yes, by step: MAIL, RCPT, DATA; `hang up` closes the connection."""
        self.at: dict[str, Callable[[], None]] = {}
        """What happens first, by step: RCPT, DATA, and ACCEPTED, when the message is kept."""

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each message."""
        return [str(message["Message-ID"]) for message in self.messages]

    # What aiosmtpd calls.

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """MAIL FROM."""
        envelope.mail_from = address
        assert server.transport is not None
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return self._answer("MAIL", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """RCPT TO."""
        answer = self._answer("RCPT", server)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The end of the message."""
        answer = self._answer("DATA", server)
        if not answer.startswith("2"):
            return answer
        content = envelope.original_content or b""
        self.raw.append(content)
        self.messages.append(message_from_bytes(content, policy=default))
        self.envelopes.append((envelope.mail_from or "", envelope.rcpt_tos))
        self.at.get("ACCEPTED", lambda: None)()
        return answer

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
        """Sign in with one name and password."""
        assert isinstance(data, LoginPassword)
        self.signed_in.append(data.login.decode())
        return AuthResult(success=(data.login, data.password) == (b"school", b"p@ss/word"), handled=False)

    def _answer(self, step: str, server: SMTP) -> str:
        self.at.get(step, lambda: None)()
        answer = self.answers.get(step, "250 OK")
        if answer == "hang up":
            assert isinstance(server.transport, WriteTransport)
            server.transport.abort()
            return "250 nobody hears this"
        return answer


@contextmanager
def mail_server(
    certificate: ssl.SSLContext | None = None, *, tls_from_the_start: bool = False
) -> Iterator[tuple[Received, int]]:
    """A running server's (what it received, its port), with a certificate for STARTTLS or for TLS from the start."""
    received = Received()
    more: dict[str, Any] = {}
    if certificate is not None:
        how = "ssl_context" if tls_from_the_start else "tls_context"
        more = {how: certificate, "authenticator": received.authenticate, "auth_require_tls": not tls_from_the_start}
    controller = Controller(received, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    try:
        yield received, controller.port
    finally:
        controller.stop()
