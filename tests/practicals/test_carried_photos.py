"""Photos that are chosen once: a form that comes back carries them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.assessments.practicals.forms.carried_photos import photos_from, token
from app.assessments.practicals.models import Evidence
from app.assessments.practicals.photos import KeptPhoto
from app.courses.facts import EnrolledItem
from app.db import db
from app.shared.digests import sha256
from app.shared.ids import new_id
from app.shared.storage import files
from tests.cast import Cast
from tests.lint import HTML, PageClient
from tests.practicals.making import picture
from tests.practicals.test_pages import page_of, photo_sent, sent_form, texts

ClientOf = Callable[[Any], PageClient]
RED, BLUE = picture(colour="red"), picture(colour="blue")


@pytest.fixture
def send(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> Callable[..., TestResponse]:
    """Sends the form at the bench as the instructor."""
    client = client_of(cast.instructor)
    return lambda **changes: client.post(f"{bench.prefix}/sign-offs", data=sent_form(**changes))


def _carried(answer: TestResponse) -> list[str]:
    return [each.get("value") or "" for each in page_of(answer).iter(f"{HTML}input") if each.get("name") == "kept"]


def _recorded() -> list[str]:
    rows = db.session.scalars(select(Evidence).order_by(Evidence.position))
    return [row.received_digest for row in rows if files.get(row.stored_digest)[:2] == b"\xff\xd8"]


def test_photos_of_a_form_that_comes_back_need_not_be_chosen_again(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    refused = send(sign_off_id=sign_off_id, device_model="", photos=[photo_sent(RED), photo_sent(BLUE)])
    answer = send(sign_off_id=sign_off_id, photos=None, kept=_carried(refused))
    assert (refused.status_code, answer.status_code, _recorded()) == (422, 303, [sha256(RED), sha256(BLUE)])


def test_what_is_chosen_later_comes_after_what_is_kept(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    refused = send(sign_off_id=sign_off_id, device_model="", photos=[photo_sent(RED)])
    send(sign_off_id=sign_off_id, photos=[photo_sent(BLUE)], kept=_carried(refused))
    assert _recorded() == [sha256(RED), sha256(BLUE)]


def test_a_photo_whose_tick_was_taken_away_is_left_out(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    refused = send(sign_off_id=sign_off_id, device_model="", photos=[photo_sent(RED), photo_sent(BLUE)])
    send(sign_off_id=sign_off_id, photos=None, kept=_carried(refused)[1:])
    assert _recorded() == [sha256(BLUE)]


def test_the_good_photos_are_kept_when_one_is_none(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    refused = send(sign_off_id=sign_off_id, photos=[photo_sent(b"no image"), photo_sent(BLUE)])
    send(sign_off_id=sign_off_id, photos=None, kept=_carried(refused))
    assert (refused.status_code, len(_carried(refused)), _recorded()) == (422, 1, [sha256(BLUE)])


def test_they_are_kept_through_several_refusals(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    first = send(sign_off_id=sign_off_id, device_model="", photos=[photo_sent(RED)])
    second = send(sign_off_id=sign_off_id, device_brand="", photos=None, kept=_carried(first))
    assert (_carried(second), texts(second, "field-error")) == (
        _carried(first),
        ["Error: Write the brand of the device."],
    )


def test_kept_and_new_photos_together_are_at_most_eight(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    first = send(sign_off_id=sign_off_id, device_model="", photos=[photo_sent(RED)] * 1 + [photo_sent(BLUE)])
    answer = send(sign_off_id=sign_off_id, kept=_carried(first), photos=[photo_sent() for _ in range(7)])
    assert (texts(answer, "field-error"), len(_carried(answer))) == (["Choose at most 8 photos."], 2)


def test_a_stop_keeps_the_photos_too(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    refused = send(sign_off_id=sign_off_id, device_model="", photos=[photo_sent(RED)])
    send(sign_off_id=sign_off_id, photos=None, kept=_carried(refused), stop="stop", stop_reason="The plug was in.")
    assert _recorded() == [sha256(RED)]


@pytest.mark.parametrize(
    "claimed",
    ["", "..", "a.b", "a.b.c.d", "é.é.é", f"{sha256(RED)}.{sha256(RED)}.{'0' * 64}"],
)
def test_nobody_claims_a_photo_that_they_never_sent(send: Callable[..., TestResponse], claimed: str) -> None:
    answer = send(photos=None, kept=[claimed])
    assert (answer.status_code, texts(answer, "field-error"), _carried(answer)) == (
        422,
        ["“Competent” needs 1 photo."],
        [],
    )


def test_a_photo_belongs_to_one_form() -> None:
    photo = KeptPhoto(sha256(RED), sha256(BLUE))
    named = token("one", photo)
    assert (photos_from("one", [named, named]), photos_from("other", [named])) == ([photo, photo], [])
