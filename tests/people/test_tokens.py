"""The signed links of letters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.config import Settings
from app.people.tokens import ADDRESS_LASTS, RESET_LASTS, Claim, address_token, read_address_token, read_reset_token
from app.people.tokens import reset_token as made
from app.shared.ids import new_id
from app.shared.keys import keys
from tests.cast import NOON, Cast

SECOND = timedelta(seconds=1)
PERSON = new_id()
PRESENT, NEW = "tara@school.example", "tara@elsewhere.example"


def read(token: str) -> Claim:
    """What the link to a new password says at noon."""
    claim = read_reset_token(token, at=NOON)
    assert claim is not None
    return claim


def reset_token() -> str:
    """A link made at noon."""
    return made(PERSON, password_hash="hash", address=PRESENT, at=NOON)


def test_a_link_names_the_person(cast: Cast) -> None:
    assert read(reset_token()).person_id == PERSON


def test_the_link_to_a_password_lasts_an_hour(cast: Cast) -> None:
    assert read_reset_token(reset_token(), at=NOON + RESET_LASTS - SECOND) is not None
    assert read_reset_token(reset_token(), at=NOON + RESET_LASTS) is None
    assert timedelta(hours=1) == RESET_LASTS


def test_the_link_to_an_address_lasts_a_day_and_holds_the_address(cast: Cast) -> None:
    token = address_token(PERSON, NEW, PRESENT, password_hash="hash", at=NOON)
    claim = read_address_token(token, at=NOON + ADDRESS_LASTS - SECOND)
    assert claim is not None
    assert (claim.person_id, claim.address) == (PERSON, NEW)
    assert read_address_token(token, at=NOON + ADDRESS_LASTS) is None
    assert timedelta(days=1) == ADDRESS_LASTS


@pytest.mark.parametrize(
    ("password_hash", "address", "fits"),
    [
        ("hash", PRESENT, True),
        ("other", PRESENT, False),
        (None, PRESENT, False),
        ("hash", NEW, False),
        ("hash", None, False),
    ],
)
def test_a_changed_password_or_address_ends_it(cast: Cast, password_hash: str, address: str, fits: bool) -> None:
    assert read(reset_token()).fits(password_hash=password_hash, address=address) is fits
    changing = read_address_token(address_token(PERSON, NEW, PRESENT, password_hash="hash", at=NOON), at=NOON)
    assert changing is not None
    assert changing.fits(password_hash=password_hash, address=address) is fits


def test_somebody_without_an_address_gets_one(cast: Cast) -> None:
    claim = read_address_token(address_token(PERSON, NEW, None, password_hash="hash", at=NOON), at=NOON)
    assert claim is not None
    assert (claim.fits(password_hash="hash", address=None), claim.fits(password_hash="hash", address=NEW)) == (
        True,
        False,
    )


def test_a_link_serves_what_it_was_made_for_only(cast: Cast) -> None:
    assert read_address_token(reset_token(), at=NOON) is None
    assert read_reset_token(address_token(PERSON, NEW, PRESENT, password_hash="hash", at=NOON), at=NOON) is None


@pytest.mark.parametrize("place", [1, -10])
def test_a_changed_link_is_none(cast: Cast, place: int) -> None:
    signs = list(reset_token())
    signs[place] = "A" if signs[place] != "A" else "B"
    assert read_reset_token("".join(signs), at=NOON) is None


@pytest.mark.parametrize("token", ["", ".", "..", "é", "\x00", "x" * 5000, "W10.abc"])
def test_nonsense_is_no_link(cast: Cast, token: str) -> None:
    assert (read_reset_token(token, at=NOON), read_address_token(token, at=NOON)) == (None, None)


def test_another_installation_makes_other_links(cast: Cast, settings: Settings) -> None:
    token = reset_token()
    keys.open("f" * 32)
    try:
        assert read_reset_token(token, at=NOON) is None
    finally:
        keys.open(settings.secret_key)


def test_a_link_tells_neither_password_nor_hash(cast: Cast) -> None:
    assert "hash" not in reset_token()
