"""PINs: few digits, chosen by their owner, tried seldom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.db import db
from app.people.models import Pin
from app.people.operations import (
    PinBlocked,
    UnfitPin,
    check_pin,
    deactivate,
    end_password,
    invite,
    reactivate,
    set_pin,
    take_up_invitation,
)
from app.people.operations.resets import reset_password
from app.people.operations.tries import PIN, PIN_DAY
from app.people.passwords import matches
from app.people.pin_digits import as_digits, is_easy, is_pin
from app.people.queries import has_pin, person_by_id
from app.people.tokens import reset_token
from app.records.models import JournalEntry
from app.shared.keys import keys
from tests.cast import NOON, PASSWORD, Cast
from tests.conftest import ClientOf
from tests.people.reading import errors_of, told_by

MINE, OTHER = "2846", "905173"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[time_machine.Traveller]:
    """The clock stands still at noon, until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def chosen(cast: Cast, pin: str = MINE) -> None:
    """The trainee has that PIN."""
    set_pin(cast.trainee.id, pin=pin, by=cast.trainee.id, at=NOON)


def wrongly(cast: Cast, times: int, hours: int = 0) -> list[bool]:
    """What wrong PINs of the trainee come to, that many hours after noon."""
    return [check_pin(cast.trainee.id, "3333", at=NOON + timedelta(hours=hours)) for _ in range(times)]


def test_the_right_pin_signs_and_no_other(cast: Cast) -> None:
    assert (has_pin(cast.trainee.id), check_pin(cast.trainee.id, MINE, at=NOON)) == (False, False)
    chosen(cast)
    tried = [check_pin(cast.trainee.id, pin, at=NOON) for pin in (MINE, "2847", "", " 28 46 ", "٢٨٤٦")]
    assert (has_pin(cast.trainee.id), tried) == (True, [True, False, False, True, True])
    assert check_pin(cast.instructor.id, MINE, at=NOON) is False


def test_choosing_another_ends_the_first_and_is_in_the_journal_without_it(cast: Cast) -> None:
    chosen(cast)
    chosen(cast, OTHER)
    assert [check_pin(cast.trainee.id, pin, at=NOON) for pin in (MINE, OTHER)] == [False, True]
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "pin.set")).all()
    assert [(each.actor_id, each.object_id, each.detail) for each in entries] == [
        (cast.trainee.id, str(cast.trainee.id), {})
    ] * 2


def test_a_stolen_database_alone_cannot_try_pins(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen(cast)
    stored = db.session.get_one(Pin, cast.trainee.id).pin_hash
    assert not matches(MINE, stored)
    monkeypatch.setattr(keys, "_secret", b"another installation's")
    assert check_pin(cast.trainee.id, MINE, at=NOON) is False


def test_the_same_digits_of_two_people_are_no_two_equal_hashes_and_cannot_be_swapped(cast: Cast) -> None:
    chosen(cast)
    set_pin(cast.instructor.id, pin=OTHER, by=cast.instructor.id, at=NOON)
    theirs, mine = db.session.get_one(Pin, cast.instructor.id), db.session.get_one(Pin, cast.trainee.id)
    theirs.pin_hash = mine.pin_hash
    db.session.flush()
    assert check_pin(cast.instructor.id, MINE, at=NOON) is False


def test_after_a_few_wrong_ones_none_is_looked_at_for_a_while(cast: Cast) -> None:
    chosen(cast)
    assert wrongly(cast, PIN.most) == [False] * 5
    with pytest.raises(PinBlocked) as blocked:
        check_pin(cast.trainee.id, MINE, at=NOON)
    assert blocked.value.wait == timedelta(minutes=15)
    assert check_pin(cast.trainee.id, MINE, at=NOON + timedelta(minutes=16)) is True


def test_wrong_ones_count_although_the_act_that_they_were_for_is_given_up(cast: Cast) -> None:
    chosen(cast)
    db.session.commit()
    for _ in range(PIN.most):
        wrongly(cast, 1)
        db.session.rollback()
    with pytest.raises(PinBlocked):
        check_pin(cast.trainee.id, MINE, at=NOON)


def test_patience_finds_no_pin_either(cast: Cast) -> None:
    chosen(cast)
    tried = [found for hour in range(5) for found in wrongly(cast, PIN.most, hours=hour)]
    assert tried == [False] * PIN_DAY.most
    with pytest.raises(PinBlocked):
        check_pin(cast.trainee.id, MINE, at=NOON + timedelta(hours=6))
    assert check_pin(cast.trainee.id, MINE, at=NOON + timedelta(hours=25)) is True


def test_the_right_one_and_a_new_one_forget_what_was_mistyped(cast: Cast) -> None:
    chosen(cast)
    for _ in range(3):
        wrongly(cast, PIN.most - 1)
        assert check_pin(cast.trainee.id, MINE, at=NOON) is True
    wrongly(cast, PIN.most)
    chosen(cast, OTHER)
    assert check_pin(cast.trainee.id, OTHER, at=NOON) is True


def test_a_closed_account_signs_nothing_and_keeps_its_pin(cast: Cast) -> None:
    chosen(cast)
    deactivate(person_by_id(cast.trainee.id), reason="left", by=None, at=NOON)
    assert (check_pin(cast.trainee.id, MINE, at=NOON), has_pin(cast.trainee.id)) == (False, True)
    reactivate(person_by_id(cast.trainee.id), reason="back", by=None, at=NOON)
    assert check_pin(cast.trainee.id, MINE, at=NOON) is True


def test_a_password_that_is_ended_or_chosen_anew_ends_the_pin_that_a_stranger_may_have_chosen(cast: Cast) -> None:
    person = person_by_id(cast.trainee.id)
    chosen(cast)
    token = reset_token(person.id, password_hash=person.password_hash, address=person.email, at=NOON)
    reset_password(token, password_hash="new", at=NOON)
    ended = [has_pin(person.id)]
    chosen(cast)
    take_up_invitation(invite(person, by=None, at=NOON), password_hash="newer", at=NOON)
    ended.append(has_pin(person.id))
    chosen(cast)
    end_password(person, by=None, at=NOON)
    assert [*ended, has_pin(person.id)] == [False] * 3


@pytest.mark.parametrize(
    "pin", ["", "284", "284613579", "28a6", "28.6", "1234", "4321", "0123", "7890", "0000", "777777", "1212", "1998"]
)
def test_a_pin_that_everybody_tries_first_is_none(cast: Cast, pin: str) -> None:
    with pytest.raises(UnfitPin):
        chosen(cast, pin)
    assert has_pin(cast.trainee.id) is False


def test_most_digits_will_do() -> None:
    assert [is_pin(each) and not is_easy(each) for each in ("2846", "0417", "1123", "90517", "13579024")] == [True] * 5
    assert sum(is_easy(f"{number:04}") for number in range(10_000)) == 314
    assert as_digits("２８ 4\u00a06x") == "2846x"


def test_everybody_chooses_theirs_with_their_password(cast: Cast, client_of: ClientOf) -> None:
    for member in (cast.trainee, cast.instructor, cast.coordinator):  # those of the cast who have a password
        client = client_of(member)
        assert 'aria-label="Choose: PIN to sign at the bench"' in client.get("/account").text
        sent = client.post("/account/pin", data={"present": PASSWORD, "pin": MINE, "again": MINE})
        assert (sent.status_code, sent.location) == (303, "/account")
        page = client.get("/account")
        assert told_by(page) == ["You sign with your new PIN from now on."]
        assert "Chosen on 5 May 2026" in page.text
        assert check_pin(member.id, MINE, at=NOON) is True


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, ["Type your present password.", "Choose a PIN."]),
        ({"present": "wrong wrong wrong", "pin": MINE, "again": MINE}, ["This is not your present password."]),
        ({"present": PASSWORD, "pin": MINE, "again": "2845"}, ["The two PINs differ: type the same one twice."]),
        ({"present": PASSWORD, "pin": "28", "again": "28"}, ["A PIN has 4 to 8 digits, and nothing else."]),
        (
            {"present": PASSWORD, "pin": "1234", "again": "1234"},
            ["That is tried first: no row such as 1234, no 1111 or 1212, no year."],
        ),
    ],
)
def test_a_pin_that_cannot_be_chosen_says_why_and_is_not_shown_again(
    cast: Cast, client_of: ClientOf, data: dict[str, str], said: list[str]
) -> None:
    page = client_of(cast.trainee).post("/account/pin", data=data)
    assert (page.status_code, errors_of(page)) == (422, said)
    assert 'value="28' not in page.text
    assert has_pin(cast.trainee.id) is False


def test_whoever_finds_a_phone_cannot_choose_its_owners_pin(cast: Cast, client_of: ClientOf) -> None:
    client, wrong = client_of(cast.trainee), {"present": "wrong wrong wrong", "pin": MINE, "again": MINE}
    tried = [client.post("/account/pin", data=wrong).status_code for _ in range(11)]
    assert tried == [422] * 10 + [429]
    assert has_pin(cast.trainee.id) is False


def test_a_right_pin_costs_no_try_though_what_it_was_for_fails(cast: Cast) -> None:
    set_pin(cast.trainee.id, pin="4826", by=cast.trainee.id, at=NOON)
    db.session.commit()
    right = []
    for _ in range(30):
        right.append(check_pin(cast.trainee.id, "4826", at=NOON))
        db.session.rollback()  # as when the server fails before what was signed is recorded
    assert right == [True] * 30
