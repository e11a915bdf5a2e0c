"""`flask keys`: what certificates are signed with."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from app.certificates.keyring import PURPOSES, key_files, keyring
from app.certificates.models import SigningKey
from app.certificates.operations import bring_key, make_keys, renew_key
from app.certificates.queries import public_keys
from app.certificates.school_certificate import UnusableKeyError
from app.db import db, writing
from app.shared.clock import now

keys = AppGroup("keys", help="What certificates are signed with.")
SIGNED = {"pdf": "PDFs", "proof": "proofs in Open Badges", "jwt": "Open Badges as JWT"}


@keys.command("list")
@click.option("--pem", is_flag=True, help="Print the public halves too, as whoever checks a certificate needs them.")
def list_keys(pem: bool) -> None:
    """List the keys that the school signs with, and those that it once signed with; the first are made if missing."""
    with _told():
        with writing():
            make_keys(at=now())
            db.session.commit()
        used = {key.id for key in keyring().keys}
        concerns = key_files.concerns(at=now())
    for key in public_keys():
        state = "in use" if key.id in used else "no longer used; what it signed stays valid"
        click.echo(f"{key.id}  {SIGNED[key.purpose]}, since {key.known_since:%Y-%m-%d}, {state}")
        if pem:
            click.echo(key.pem.rstrip())
    for concern in concerns:
        click.echo(f"See to it: {concern}.", err=True)


@keys.command("renew")
@click.argument("purpose", type=click.Choice(PURPOSES))
def renew(purpose: str) -> None:
    """Sign with a new key from now on: pdf, proof or jwt. What was signed stays valid."""
    with _told(), writing():
        made = renew_key(purpose, at=now())
        db.session.commit()
    _tell(made)


@keys.command("bring")
@click.argument("key", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("chain", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def bring(key: Path, chain: Path) -> None:
    """Sign PDFs with the private key in KEY and the X.509 certificates in CHAIN, the school's own first; both PEM."""
    with _told(), writing():
        brought = bring_key(key.read_bytes() + b"\n" + chain.read_bytes(), at=now())
        db.session.commit()
    _tell(brought)


@contextmanager
def _told() -> Iterator[None]:
    """Keys that can't be signed with as a sentence."""
    try:
        yield
    except UnusableKeyError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _tell(recorded: Collection[SigningKey]) -> None:
    for key in recorded:
        click.echo(f"{SIGNED[key.purpose]} are signed with the key {key.id} from now on.")
    if not recorded:
        click.echo("That key is in use already.")
