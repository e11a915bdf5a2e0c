"""Envelopes: what a device sealed is opened by this installation alone, and only if nobody changed it."""

from __future__ import annotations

from base64 import b64decode

import pytest

from app.assessments.practicals.sealed import OVERHEAD, EnvelopeKey, UnreadableEnvelope, envelope_key
from tests.practicals.sealing import seal

SECRET = b"a secret for tests"
RECORD = "01985f6e-0000-7000-8000-000000000001"
BY_WEBCRYPTO = b64decode(
    "AQTwjtFWm2bxCcGpbocBrg6bl95wTio4dGSSSHzVr3jCp9xyPk3GOGbdwqX7heNzMa7XFhG9xTdhEUYLy98pMLGJGYGMe/0i9XvkIHaBmaqO"
    "XBGnOiNxrMz/PaYUwMJLEbQbVk08pl1oedYbjb4NJ6DFsWWpCDWyfVwfeLP3WqZBAusbeILqHrCy6Nr7KGNjnIuF3TG+5K90hVO2"
)
"""Sealed by the WebCrypto of Node 20 to the key of SECRET, as the second photo of RECORD."""


def test_an_envelope_that_webcrypto_made_is_opened() -> None:
    opened = EnvelopeKey(SECRET).open(BY_WEBCRYPTO, f"{RECORD}/2")
    assert opened.decode() == "Écran remplacé, joint posé."


def test_the_key_of_a_secret_is_always_the_same() -> None:
    public = "BLsOjRHs-wqFOCCeRmKYkK9aSqboWeEABhqxDJs7nh44696pSMOEDli6Mu8idOMvCaqxLADN56QZyn0-X5HltNw"
    assert (EnvelopeKey(SECRET).public, EnvelopeKey(b"another").public == public) == (public, False)


@pytest.mark.parametrize("plain", [b"", b"a", b"\x00" * 100_000])
def test_what_was_sealed_is_opened_to_the_last_byte(app: object, plain: bytes) -> None:
    sealed = seal(plain, RECORD)
    assert (envelope_key().open(sealed, RECORD), len(sealed)) == (plain, len(plain) + OVERHEAD)


def test_the_same_words_are_never_sealed_alike(app: object) -> None:
    assert seal(b"competent", RECORD) != seal(b"competent", RECORD)


@pytest.mark.parametrize("place", [0, 1, 40, 70, 100, OVERHEAD - 17, OVERHEAD - 1, OVERHEAD])
def test_one_changed_byte_anywhere_makes_it_unreadable(app: object, place: int) -> None:
    sealed = bytearray(seal(b"competent", RECORD))
    sealed[place] ^= 1
    with pytest.raises(UnreadableEnvelope):
        envelope_key().open(bytes(sealed), RECORD)


@pytest.mark.parametrize("length", [0, 1, 65, OVERHEAD - 1, OVERHEAD, OVERHEAD + 8])
def test_a_truncated_envelope_is_unreadable(app: object, length: int) -> None:
    with pytest.raises(UnreadableEnvelope):
        envelope_key().open(seal(b"competent", RECORD)[:length], RECORD)


def test_a_point_that_is_not_on_the_curve_is_unreadable(app: object) -> None:
    sealed = bytearray(seal(b"competent", RECORD))
    sealed[1:66] = b"\x04" + b"\x01" * 64
    with pytest.raises(UnreadableEnvelope):
        envelope_key().open(bytes(sealed), RECORD)


def test_an_envelope_for_another_school_is_unreadable(app: object) -> None:
    with pytest.raises(UnreadableEnvelope):
        envelope_key().open(seal(b"competent", RECORD, public=EnvelopeKey(SECRET).public), RECORD)


@pytest.mark.parametrize("additional", ["", f"{RECORD}/1", f"{RECORD}/2", RECORD.upper()])
def test_a_part_of_another_record_can_not_be_put_in_its_place(app: object, additional: str) -> None:
    with pytest.raises(UnreadableEnvelope):
        envelope_key().open(seal(b"competent", RECORD), additional)
