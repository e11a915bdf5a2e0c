"""Attestation and transcript: what somebody did in a course, whether or not they completed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.certificates.facts import SignedOff
from app.certificates.keyring import keyring
from app.certificates.training import Line, Training, Tried, training_of
from app.certificates.training_papers import attestation, transcript
from app.certificates.training_words import WORDS
from app.courses.facts import Done
from app.courses.models import Enrolment
from app.db import db
from app.people.models import Person
from tests.cast import Cast
from tests.certificates.finished import finish
from tests.certificates.paper import words_on
from tests.certificates.test_pdf_signing import status_of
from tests.conftest import ClientOf, CountQueries

IN_WEEK_2 = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
AFTERWARDS = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
DONE = Done({"the-bench": datetime(2026, 5, 5, 10, 0, tzinfo=UTC)}, {})
NOTHING = Tried({}, frozenset(), {})
LONG = "Maximiliane-Adélaïde de la Démonstration-Particulièrement-Longue"
"""64 letters."""


def told(cast: Cast, *, done: Done = DONE, tried: Tried = NOTHING, at: datetime = IN_WEEK_2) -> Training:
    return training_of(cast.enrolled(), done=done, tried=tried, school="École", at=at)


def line(training: Training, title: str) -> Line:
    return next(line for week in training.weeks for line in week.lines if line.title == title)


def test_it_tells_of_the_weeks_until_today_and_no_further(cast: Cast) -> None:
    training = told(cast)
    assert [week.followed for week in training.weeks] == [True, True, False, False, False]
    assert (training.first_day, training.last_day, training.on) == (date(2026, 5, 4), date(2026, 5, 12), training.on)
    assert (training.hours, training.course_hours) == (Decimal(70), Decimal(175))


def test_afterwards_it_ends_with_the_course(cast: Cast) -> None:
    training = told(cast, at=AFTERWARDS)
    assert (training.last_day, training.followed, training.on) == (cast.enrolled().cohort.last_day, 5, date(2026, 7, 1))


def test_of_who_left_it_tells_until_that_day(cast: Cast) -> None:
    gone = replace(cast.enrolled(), withdrawn_at=IN_WEEK_2)
    training = training_of(gone, done=DONE, tried=NOTHING, school="École", at=AFTERWARDS)
    assert (training.left, training.last_day, training.followed) == (True, date(2026, 5, 12), 2)


def test_of_who_joined_later_it_tells_from_that_day(cast: Cast) -> None:
    late = replace(cast.enrolled(), enrolled_at=IN_WEEK_2)
    training = training_of(late, done=DONE, tried=NOTHING, school="École", at=AFTERWARDS)
    assert (training.first_day, training.hours) == (date(2026, 5, 12), Decimal(140))


def test_before_the_first_day_nothing_was_followed(cast: Cast) -> None:
    training = told(cast, done=Done({}, {}), at=datetime(2026, 4, 20, 10, 0, tzinfo=UTC))
    assert (training.followed, training.hours, training.first_day, training.last_day) == (
        0,
        Decimal(0),
        date(2026, 5, 4),
        date(2026, 5, 4),
    )


def test_each_item_is_done_or_tried_or_open(cast: Cast) -> None:
    done = Done({**DONE.completions, "esd-bench": IN_WEEK_2}, {})
    successes = {"esd-bench": (SignedOff(IN_WEEK_2, "Samsung A52", "92.5"),)}
    training = told(cast, done=done, tried=Tried({"safety-quiz": Decimal("40.0")}, {"safety-quiz"}, successes))
    assert line(training, "Safety quiz") == Line("quiz", "Safety quiz", "not_yet", None, "40", "")
    assert line(training, "Set up an ESD bench") == Line(
        "practical", "Set up an ESD bench", "done", date(2026, 5, 12), "92.5", "Samsung A52"
    )
    assert [line.outcome for line in training.weeks[1].lines] == ["open"]
    assert training.counts == {"lesson": (1, 5), "quiz": (0, 1), "case": (0, 0), "practical": (1, 1)}


def test_the_attestation_claims_no_more_than_was_done(cast: Cast) -> None:
    (words,) = words_on(attestation(told(cast), at=IN_WEEK_2))
    said = (
        "Attestation of training",
        "École attests that Tara Trainee followed the course “Tiny phone repair” from 4 May 2026 to 12 May 2026.",
        "70 of 175",
        "It doesn’t say that the course was completed",
        "not a state diploma",
        "not an electrical authorisation",
    )
    assert [each for each in said if each not in words] == []


def test_the_transcript_has_every_item_with_what_came_of_it(cast: Cast) -> None:
    training = told(cast, tried=Tried({"safety-quiz": Decimal(40)}, {"safety-quiz"}, {}))
    words = " ".join(words_on(transcript(training, at=IN_WEEK_2)))
    titles = [line.title for week in training.weeks for line in week.lines]
    assert [title for title in (*titles, "not passed", "read", "5 May 2026") if title not in words] == []


@pytest.mark.parametrize("draw", [attestation, transcript])
def test_both_are_in_the_language_of_the_course_and_hold_long_names(cast: Cast, draw) -> None:  # type: ignore[no-untyped-def]
    training = replace(told(cast), language="fr", holder=LONG)
    words = " ".join(words_on(draw(training, at=IN_WEEK_2)))
    there = ("habilitation électrique", LONG.replace("-", ""), "du 4 mai 2026 au 12 mai 2026")
    assert [
        each for each in there if each not in words.replace("-", "").replace("\u00ad", "") and each not in words
    ] == []


def test_the_same_is_drawn_the_same(cast: Cast) -> None:
    assert transcript(told(cast), at=IN_WEEK_2) == transcript(told(cast), at=IN_WEEK_2)


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["fr"].keys() == WORDS["en"].keys()


@pytest.mark.parametrize("sort", ["attestation", "transcript"])
def test_trainee_and_school_download_both_signed_and_kept_by_nobody(cast: Cast, client_of: ClientOf, sort: str) -> None:
    finish(cast, cast.enrolment_id, but=("safety-quiz",))
    for who in (cast.trainee, cast.coordinator):
        answer = client_of(who).get(f"/enrolments/{cast.enrolment_id}/{sort}.pdf")
        name = f"{sort}-tara-trainee-tiny-phone-repair.pdf"
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
        assert status_of(answer.data, keyring().pdf).bottom_line
        assert "Tara Trainee" in " ".join(words_on(answer.data))


def test_who_was_withdrawn_gets_theirs(cast: Cast, client_of: ClientOf) -> None:
    db.session.get_one(Enrolment, cast.enrolment_id).withdrawn_at = IN_WEEK_2
    answer = client_of(cast.trainee).get(f"/enrolments/{cast.enrolment_id}/attestation.pdf")
    assert "until they left it on 12 May 2026" in " ".join(words_on(answer.data))


def test_a_name_that_no_font_has_is_refused(cast: Cast, client_of: ClientOf) -> None:
    db.session.get_one(Person, cast.trainee.id).name = "\U0001316e\U00013216"
    assert client_of(cast.coordinator).get(f"/enrolments/{cast.enrolment_id}/transcript.pdf").status_code == 422


def test_a_paper_takes_these_queries(cast: Cast, client_of: ClientOf, count_queries: CountQueries) -> None:
    client = client_of(cast.trainee)
    with count_queries() as queries:
        client.get(f"/enrolments/{cast.enrolment_id}/transcript.pdf")
    assert len(queries) == 8
