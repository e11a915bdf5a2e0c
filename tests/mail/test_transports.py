"""The way to a mail server: signed in, encrypted, and never in the clear across a network."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from email.headerregistry import Address
from pathlib import Path

import pytest
from flask import Flask

from app.mail.transports import MailServer, Outcome, Parcel, packed, recipient, sender_of, transport_of
from app.shared.ids import new_id
from tests.cast import NOON
from tests.mail.conftest import MailTo
from tests.mail.servers import Received, mail_server


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that this process trusts."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed here")
    key, signed = tmp_path / "key.pem", tmp_path / "certificate.pem"
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-keyout", key, "-out", signed], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(signed))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed, key)
    return context


def parcel() -> Parcel:
    """A letter."""
    sender, to = Address("", addr_spec="school@school.example"), recipient("Tara", "tara@school.example")
    return packed(new_id(), sender=sender, to=to, subject="Hello", text="Hello.", at=NOON, encoding=MailServer.encoding)


@pytest.mark.parametrize(("scheme", "from_the_start"), [("smtp", False), ("smtps", True)])
def test_a_password_is_told_over_tls(
    mail_to: MailTo, certificate: ssl.SSLContext, scheme: str, from_the_start: bool
) -> None:
    with mail_server(certificate, tls_from_the_start=from_the_start) as (received, port):
        transport = mail_to(f"{scheme}://school:p%40ss%2Fword@127.0.0.1:{port}")
        assert transport.hand_over(parcel()) == Outcome("sent")
    assert (received.signed_in, received.encrypted, len(received.messages)) == (["school"], [True], 1)


def test_a_wrong_password_costs_no_letter(mail_to: MailTo, certificate: ssl.SSLContext) -> None:
    with mail_server(certificate) as (_, port):
        outcome = mail_to(f"smtp://school:wrong@127.0.0.1:{port}").hand_over(parcel())
    assert (outcome.kind, outcome.said[:4]) == ("unreachable", "535 ")


def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    mail_to: MailTo, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
    with mail_server(certificate) as (received, port):
        outcome = mail_to(f"smtp://school:p%40ss%2Fword@127.0.0.1:{port}").hand_over(parcel())
    assert (outcome.kind, received.signed_in, received.messages) == ("unreachable", [], [])


def test_to_another_machine_nothing_goes_in_the_clear(
    served: tuple[Received, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    received, port = served
    monkeypatch.setattr("app.mail.transports._is_this_machine", lambda _host: False)
    outcome = MailServer("127.0.0.1", port, tls_from_the_start=False, user="", password="").hand_over(parcel())
    assert (outcome.kind, received.encrypted) == ("unreachable", [])


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, False, "", "")),
        ("smtps://mail.example", MailServer("mail.example", 465, True, "", "")),
        ("smtp://a%40b:c%3Ad@[::1]:25", MailServer("::1", 25, False, "a@b", "c:d")),
    ],
)
def test_the_setting_names_the_server(mail_to: MailTo, url: str, server: MailServer) -> None:
    assert mail_to(url) == server


def test_letters_come_from_the_school(app: Flask, mail_to: MailTo) -> None:
    assert str(sender_of(app.extensions["settings"])) == "École de la réparation <etabli@127.0.0.1>"
    mail_to("smtp://mail.example")
    assert str(sender_of(app.extensions["settings"])) == "École <school@school.example>"
    assert transport_of(app.extensions["settings"]).repeatable is False
