"""Telling people: once, and by mail as they choose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.db import db
from app.notices.kinds import KINDS, MailChoiceCode
from app.notices.operations import (
    News,
    choose_mail,
    gather,
    last_morning,
    mark_all_read,
    mark_read,
    notify_each,
    settle,
)
from app.notices.queries import notices_by_id, reach_of, unread_of
from app.people.queries import person_by_id
from tests.cast import NOON, Cast
from tests.conftest import CountQueries
from tests.notices.telling import letters, mail_of, tell, told

PARIS = ZoneInfo("Europe/Paris")
NEXT_MORNING = (NOON + timedelta(days=1)).astimezone(PARIS).replace(hour=6, minute=0)


def choose(cast: Cast, kind: str, choice: MailChoiceCode) -> None:
    choose_mail(cast.trainee.id, choices={kind: choice})


def test_an_outcome_is_told_here_and_by_mail_at_once(cast: Cast) -> None:
    notice = tell(cast.trainee.id, "outcome")
    assert (notice.created_at, notice.read_at, notice.mail) == (NOON, None, "handed_over")
    assert [(each.person_id, each.details) for each in letters("notice")] == [
        (cast.trainee.id, {"notice": str(notice.id)})
    ]


def test_nobody_is_told_the_same_thing_twice(cast: Cast) -> None:
    for _ in range(2):
        tell(cast.trainee.id, "outcome", "1")
    tell(cast.trainee.id, "outcome", "2")
    tell(cast.other_trainee.id, "outcome", "1")
    assert [len(told(each.id)) for each in (cast.trainee, cast.other_trainee)] == [2, 1]
    assert len(letters("notice")) == 3


@pytest.mark.parametrize(("choice", "mail"), [("at_once", "handed_over"), ("daily", "daily"), ("never", "none")])
def test_it_leaves_by_mail_as_the_person_has_chosen(cast: Cast, choice: MailChoiceCode, mail: str) -> None:
    choose(cast, "outcome", choice)
    assert tell(cast.trainee.id, "outcome").mail == mail
    assert len(letters("notice")) == (choice == "at_once")


def test_what_one_person_chose_is_nothing_to_another_kind_or_person(cast: Cast) -> None:
    choose(cast, "outcome", "never")
    assert tell(cast.trainee.id, "reply").mail == "handed_over"
    assert tell(cast.other_trainee.id, "outcome").mail == "handed_over"


def test_going_back_to_what_is_usual_is_not_kept_as_a_choice(cast: Cast) -> None:
    choose(cast, "outcome", "never")
    choose(cast, "outcome", KINDS["outcome"].usual)
    assert reach_of([cast.trainee.id])[cast.trainee.id].choices == {}


@pytest.mark.parametrize("column", ["email", "deactivated_at"])
def test_no_letter_is_written_to_whom_none_reaches(cast: Cast, column: str) -> None:
    person = person_by_id(cast.trainee.id)
    if column == "email":
        person.email, person.sign_in_name = None, "tara.trainee"
    else:
        person.deactivated_at = NOON
    db.session.flush()
    assert tell(cast.trainee.id, "outcome").mail == "none"
    assert letters("notice") == []


def test_many_are_told_in_two_statements(cast: Cast, count_queries: CountQueries) -> None:
    people = [cast.trainee, cast.other_trainee, cast.instructor, cast.coordinator, cast.author]
    news = [News(each.id, "ready", "1", "/", {"item": "Bench", "cohort": "Spring"}) for each in people]
    with count_queries() as queries:
        notify_each(news, at=NOON)
    assert [query.split()[0] for query in queries] == ["SELECT", "INSERT"]
    assert [mail_of(each.id) for each in people] == [["daily"]] * 5


def test_what_waits_becomes_one_letter_a_person_in_the_morning(cast: Cast) -> None:
    first, second = (tell(cast.instructor.id, "ready", subject) for subject in "12")
    third = tell(cast.author.id, "report")
    assert gather(at=NEXT_MORNING - timedelta(minutes=1)) == 0
    assert gather(at=NEXT_MORNING) == 2
    by_person = {each.person_id: each.details for each in letters("digest")}
    assert by_person == {
        cast.instructor.id: {"notices": sorted([str(first.id), str(second.id)]), "day": "2026-05-06"},
        cast.author.id: {"notices": [str(third.id)], "day": "2026-05-06"},
    }
    assert mail_of(cast.instructor.id) == ["handed_over", "handed_over"]


def test_gathering_again_on_the_same_day_writes_no_second_letter(cast: Cast) -> None:
    tell(cast.instructor.id, "ready", "1")
    gather(at=NEXT_MORNING)
    tell(cast.instructor.id, "ready", "2", at=NEXT_MORNING + timedelta(minutes=5))
    assert gather(at=NEXT_MORNING + timedelta(hours=10)) == 0
    assert gather(at=NEXT_MORNING + timedelta(days=1)) == 1
    assert len(letters("digest")) == 2


def test_what_was_read_here_is_not_mailed(cast: Cast) -> None:
    first, second = (tell(cast.instructor.id, "ready", subject) for subject in "12")
    mark_read(first.id, at=NOON)
    gather(at=NEXT_MORNING)
    assert [each.details["notices"] for each in letters("digest")] == [[str(second.id)]]
    assert mail_of(cast.instructor.id) == ["none", "handed_over"]


def test_whoever_is_gone_by_the_morning_gets_no_mail_then_or_later(cast: Cast) -> None:
    tell(cast.instructor.id, "ready")
    person = person_by_id(cast.instructor.id)
    person.deactivated_at = NOON
    db.session.flush()
    assert gather(at=NEXT_MORNING) == 0
    person.deactivated_at = None
    db.session.flush()
    assert gather(at=NEXT_MORNING + timedelta(days=1)) == 0


def test_choosing_never_keeps_back_what_still_waits(cast: Cast) -> None:
    tell(cast.instructor.id, "ready")
    choose_mail(cast.instructor.id, choices={"ready": "never"})
    assert gather(at=NEXT_MORNING) == 0


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        (datetime(2026, 5, 6, 5, 59, tzinfo=PARIS), datetime(2026, 5, 5, 6, 0, tzinfo=PARIS)),
        (datetime(2026, 5, 6, 6, 0, tzinfo=PARIS), datetime(2026, 5, 6, 6, 0, tzinfo=PARIS)),
        (datetime(2026, 5, 6, 23, 0, tzinfo=UTC), datetime(2026, 5, 6, 6, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 8, 0, tzinfo=PARIS), datetime(2026, 3, 29, 6, 0, tzinfo=PARIS)),
    ],
)
def test_a_day_of_mail_begins_at_six_where_the_school_is(at: datetime, morning: datetime) -> None:
    assert last_morning(at) == morning


def test_all_is_read_up_to_what_the_page_showed(cast: Cast) -> None:
    tell(cast.trainee.id, "outcome", "1")
    shown = tell(cast.trainee.id, "outcome", "2", at=NOON + timedelta(minutes=1))
    tell(cast.trainee.id, "outcome", "3", at=NOON + timedelta(minutes=2))
    tell(cast.other_trainee.id, "outcome", "1")
    mark_all_read(cast.trainee.id, newest=shown.id, at=NOON)
    assert [unread_of(each.id) for each in (cast.trainee, cast.other_trainee)] == [1, 1]
    mark_all_read(cast.trainee.id, newest=None, at=NOON)
    assert [unread_of(each.id) for each in (cast.trainee, cast.other_trainee)] == [0, 1]


def test_what_was_dealt_with_elsewhere_is_settled_for_those_alone(cast: Cast) -> None:
    for person in (cast.instructor, cast.coordinator):
        for subject in "12":
            tell(person.id, "ready", subject)
    settle([cast.instructor.id], kind="ready", subjects=["1"], at=NOON)
    assert [unread_of(each.id) for each in (cast.instructor, cast.coordinator)] == [1, 2]
    assert mail_of(cast.instructor.id) == ["none", "daily"]


def test_a_letter_tells_notices_in_order_with_the_names_of_today(cast: Cast, count_queries: CountQueries) -> None:
    later = tell(cast.instructor.id, "ready", "2", at=NOON + timedelta(minutes=1), speaks_of=cast.other_trainee.id)
    earlier = tell(cast.instructor.id, "ready", "1", speaks_of=cast.trainee.id)
    person_by_id(cast.trainee.id).name = "Tara Newname"
    db.session.flush()
    with count_queries() as queries:
        found = notices_by_id([later.id, earlier.id])
    assert [(each.id, each.name) for each in found] == [(earlier.id, "Tara Newname"), (later.id, "Otto Trainee")]
    assert len(queries) == 2
