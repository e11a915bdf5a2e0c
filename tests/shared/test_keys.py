"""Codes that only this installation makes, and digests that only it can check."""

from __future__ import annotations

import pytest

from app.shared.ids import CROCKFORD
from app.shared.keys import Keys

SECRET = "0123456789abcdef" * 2


def keys_of(secret: str) -> Keys:
    """The keys of an installation with that secret."""
    made = Keys()
    made.open(secret)
    return made


def test_the_same_installation_makes_the_same_code_again() -> None:
    assert keys_of(SECRET).code("card", "7", length=12) == keys_of(SECRET).code("card", "7", length=12)


def test_secret_purpose_and_name_each_change_the_code() -> None:
    codes = [
        keys_of(secret).code(purpose, name, length=12)
        for secret, purpose, name in (
            (SECRET, "card", "7"),
            (SECRET[:-1] + "0", "card", "7"),
            (SECRET, "letter", "7"),
            (SECRET, "card", "8"),
        )
    ]
    assert len(set(codes)) == 4


def test_a_code_can_be_typed_from_paper() -> None:
    codes = [keys_of(SECRET).code("card", str(number), length=12) for number in range(200)]
    assert {len(code) for code in codes} == {12}
    assert set("".join(codes)) == set(CROCKFORD)


def test_a_digest_is_the_hmac_of_purpose_and_text() -> None:
    # RFC 4231's way with our message: printf 'card\n7' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    assert keys_of(SECRET).digest("card", "7") == "1a25e672e28fb667fac0cfd1875a6aac79942b8f78184ccf1fd0c9875f5ad56b"


def test_purpose_and_text_do_not_run_into_each_other() -> None:
    assert keys_of(SECRET).digest("card", "7") != keys_of(SECRET).digest("car", "d7")


def test_without_a_secret_nothing_is_made() -> None:
    with pytest.raises(RuntimeError):
        Keys().digest("card", "7")
