"""Withdrawing a wrong key: who is marked again, what comes of it, and what stays as it was."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from app.assessments.quizzes.models import Attempt, CorrectionReason, QuestionTally, ReturningQuestion
from app.assessments.quizzes.operations import Given, count_late_answers, deliver
from app.assessments.quizzes.operations.corrections import (
    NotNewest,
    NoWrongKey,
    correct_question,
    erase_reason,
    mark_again,
)
from app.assessments.quizzes.operations.judgements import decide
from app.assessments.quizzes.operations.tallies import rebuild_tallies
from app.assessments.quizzes.queries import EnrolledAttempt, enrolled_attempt, late_answers, question_marks
from app.assessments.quizzes.queries.corrections import (
    correction_seen_by,
    corrections_on,
    course_corrections,
    rescored_by,
    waiting_lines,
)
from app.assessments.quizzes.queries.judgements import last_decision
from app.assessments.quizzes.queries.keys import wrong_keys
from app.assessments.quizzes.queries.remarkings import preview
from app.courses.facts import EnrolledItem
from app.courses.models import Completion, GateDecision
from app.courses.operations.places import withdraw
from app.courses.queries.enrolments import done_by
from app.curriculum.folder import read_course
from app.db import db
from app.notices.models import Notice
from app.records.models import JournalEntry
from app.records.queries.verifying import verify
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.conftest import CountQueries
from tests.courses.followed import before
from tests.quizzes.correcting import ENERGY, LATER, REASON, correct, line_of, mark_of, place_of, published, work_off
from tests.quizzes.sittings import COURSE, RIGHT, SOURCE, begin, finish

NEW_KEY: dict[str, Any] = RIGHT | {"energy": "20"}
"""What is right once the key of the energy is corrected; before, four of five points."""
JUST_FAILED: dict[str, Any] = {"strap-near-mains": [1], "energy": "20", "no-path": "open circuit"}
"""Two of five points by the wrong key, three by the right one, which is enough."""


@pytest.fixture
def quiz(cast: Cast) -> EnrolledItem:
    return cast.item("safety-quiz")


def sat(quiz: EnrolledItem, answers: dict[str, Any]) -> Attempt:
    attempt = begin(quiz)
    finish(attempt, quiz, answers)
    return attempt


def told(cast: Cast) -> list[tuple[str, str]]:
    """What the trainee was told of quizzes, and where it leads."""
    notices = db.session.scalars(select(Notice).where(Notice.person_id == cast.trainee.id, Notice.kind == "quiz"))
    return sorted((each.details["act"], each.path) for each in notices)


def seen(cast: Cast, attempt: Attempt) -> EnrolledAttempt:
    found = enrolled_attempt(cast.instructor, attempt_id=attempt.id)
    assert found is not None
    return found


def tallies() -> dict[tuple[str, str, str], int]:
    rows = db.session.scalars(select(QuestionTally))
    return {(row.question_digest, row.kind, row.value): row.number for row in rows}


def test_a_new_mark_stands_beside_the_old_one_and_says_by_which_key_each_was_made(
    cast: Cast, quiz: EnrolledItem
) -> None:
    attempt = sat(quiz, NEW_KEY)
    before = mark_of(attempt.id)
    asked = {each["question"]: each["digest"] for each in attempt.asked}
    correction = correct(cast, ENERGY)
    assert line_of(correction, attempt.id).after_id is None
    work_off()
    after = mark_of(attempt.id)
    assert (before.number, before.thousandths, after.number, after.thousandths) == (1, 4000, 2, 5000)
    assert (line_of(correction, attempt.id).before_id, line_of(correction, attempt.id).after_id) == (
        before.id,
        after.id,
    )
    then, now = question_marks(before.id), question_marks(after.id)
    assert {name: row.question_digest for name, row in then.items()} == asked
    assert {name: row.question_digest for name, row in now.items()} == asked | {"energy": correction.digest}
    assert (then["energy"].thousandths, now["energy"].thousandths, now["energy"].possible_thousandths) == (
        0,
        1000,
        1000,
    )


def test_whoever_passes_by_it_has_completed_the_quiz_and_its_gate_is_open(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, JUST_FAILED)
    assert not mark_of(attempt.id).passed
    correct(cast, ENERGY)
    work_off()
    assert mark_of(attempt.id).passed
    completion = db.session.get(Completion, (cast.enrolment_id, "safety-quiz"))
    assert completion is not None
    assert completion.completed_at == attempt.closed_at
    assert done_by(cast.enrolled()).gates == {"safety": "opened"}


def test_nobody_loses_a_point_or_a_pass(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, RIGHT)
    correction = correct(cast, ENERGY)
    work_off()
    mark = mark_of(attempt.id)
    assert (mark.number, mark.thousandths, mark.passed) == (1, 5000, True)
    assert line_of(correction, attempt.id).after_id == mark.id


def test_a_trainee_is_told_once_and_only_when_their_mark_has_changed(cast: Cast, quiz: EnrolledItem) -> None:
    kept, more = sat(quiz, RIGHT), sat(quiz, NEW_KEY)
    correction = correct(cast, ENERGY)
    work_off()
    assert not mark_again(correction.id, more.id, at=LATER)
    assert told(cast) == [("corrected", f"/attempts/{more.id}")]
    assert mark_of(kept.id).number == 1


def test_a_critical_question_that_was_right_after_all_fails_nobody(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, RIGHT | {"strap-near-mains": [0]})
    assert mark_of(attempt.id).critical_missed
    assert db.session.scalars(select(ReturningQuestion.question_id)).all() == ["strap-near-mains"]
    swapped = (("- [ ] Always", "- [X] Always"), ("- [x] At the", "- [ ] At the"), ("[X]", "[x]"))
    correct(cast, *swapped, question_id="strap-near-mains")
    work_off()
    mark = mark_of(attempt.id)
    assert (mark.thousandths, mark.critical_missed, mark.passed) == (5000, False, True)
    assert db.session.scalars(select(ReturningQuestion.question_id)).all() == []


def test_an_attempt_that_ran_is_marked_by_the_right_key_alone(cast: Cast, quiz: EnrolledItem) -> None:
    running = begin(quiz)
    correction = correct(cast, ENERGY)
    finish(running, quiz, RIGHT)
    mark = mark_of(running.id)
    assert (mark.thousandths, question_marks(mark.id)["energy"].question_digest) == (4000, correction.digest)
    assert work_off() == 0


def test_who_is_asked_the_wrong_key_later_is_marked_by_the_right_one(cast: Cast, quiz: EnrolledItem) -> None:
    correct(cast, ENERGY)
    assert mark_of(sat(quiz, NEW_KEY).id).thousandths == 5000


def test_who_is_asked_the_newest_question_is_marked_by_it(cast: Cast) -> None:
    correct(cast, ENERGY)
    sources = dict(read_course(COURSE).sources)
    sources[SOURCE] = sources[SOURCE].decode().replace(*ENERGY).encode()
    quiz = before(cast, "safety-quiz", sources, course_id=COURSE.name)
    assert mark_of(sat(quiz, NEW_KEY).id).thousandths == 5000
    assert mark_of(sat(quiz, RIGHT).id).thousandths == 4000


def test_an_annulled_attempt_is_marked_again_and_stays_annulled(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, JUST_FAILED)
    decide(seen(cast, attempt), decision="annulled", reason="Somebody helped.", by=cast.instructor.id, at=NOON)
    correct(cast, ENERGY)
    work_off()
    decision = last_decision(attempt.id)
    assert decision is not None
    assert (mark_of(attempt.id).passed, decision.decision) == (True, "annulled")
    assert db.session.get(Completion, (cast.enrolment_id, "safety-quiz")) is None
    assert db.session.scalars(select(GateDecision.gate)).all() == []


def test_late_answers_that_were_counted_stay_counted(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, {"energy": "7"})
    _late(attempt, {"energy": "20", "no-path": "open circuit"})
    count_late(cast, attempt)
    assert mark_of(attempt.id).thousandths == 1000
    correct(cast, ENERGY)
    work_off()
    assert mark_of(attempt.id).thousandths == 2000


def test_late_answers_that_are_counted_afterwards_take_nothing_that_was_kept(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, {"energy": "19.25"})
    _late(attempt, {"no-path": "open circuit"})
    correct(cast, ENERGY)
    work_off()
    count_late(cast, attempt)
    assert mark_of(attempt.id).thousandths == 2000


def test_late_answers_counted_while_a_line_waits_are_marked_by_both_and_told_once(
    cast: Cast, quiz: EnrolledItem
) -> None:
    attempt = sat(quiz, {"energy": "20"})
    _late(attempt, {"no-path": "open circuit"})
    correction = correct(cast, ENERGY)
    count_late(cast, attempt)
    assert mark_of(attempt.id).thousandths == 2000
    work_off()
    assert (mark_of(attempt.id).number, line_of(correction, attempt.id).after_id) == (2, mark_of(attempt.id).id)
    assert told(cast) == [("corrected", f"/attempts/{attempt.id}")]


def test_two_corrections_of_one_quiz_both_count(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, RIGHT | {"energy": "20", "no-path": "Short"})
    path = ("= open circuit\n= no connection", "= short")
    first = correct(cast, ENERGY)
    second = correct(cast, ENERGY, path, question_id="no-path")
    assert first.id != second.id
    assert work_off() == 2
    assert [mark_of(attempt.id).number, mark_of(attempt.id).thousandths] == [3, 5000]
    digests = {name: row.question_digest for name, row in question_marks(mark_of(attempt.id).id).items()}
    assert (digests["energy"], digests["no-path"]) == (first.digest, second.digest)
    assert told(cast) == [("corrected", f"/attempts/{attempt.id}")] * 2


def test_a_key_that_is_corrected_twice_gives_the_best_of_all_to_whoever_was_marked_by_all(
    cast: Cast, quiz: EnrolledItem
) -> None:
    first, second = sat(quiz, RIGHT), sat(quiz, NEW_KEY)
    correct(cast, ENERGY)
    between = sat(quiz, NEW_KEY)
    work_off()
    correct(cast, (ENERGY[0], "= 21 ± 0.05 Wh"))
    work_off()
    after = [sat(quiz, RIGHT | {"energy": answer}) for answer in ("19.25", "20", "21")]
    points = [mark_of(each.id).thousandths for each in (first, second, between, *after)]
    assert points == [5000, 5000, 5000, 4000, 4000, 5000]


def test_a_key_that_was_right_at_first_can_be_given_back(cast: Cast, quiz: EnrolledItem) -> None:
    correct(cast, ENERGY)
    attempt = sat(quiz, RIGHT)
    assert mark_of(attempt.id).thousandths == 4000
    correct(cast, ("Four questions", "Four short questions"))
    work_off()
    assert mark_of(attempt.id).thousandths == 5000
    assert mark_of(sat(quiz, RIGHT).id).thousandths == 5000


def test_the_tallies_follow_as_if_they_were_made_anew(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, NEW_KEY)
    energy = next(each["digest"] for each in attempt.asked if each["question"] == "energy")
    assert (energy, "full", "") not in tallies()
    correct(cast, ENERGY)
    work_off()
    kept = tallies()
    rebuild_tallies()
    assert kept == tallies()
    assert kept[energy, "full", ""] == 1


def test_the_page_before_says_whose_mark_changes_and_who_passes(cast: Cast, quiz: EnrolledItem) -> None:
    sat(quiz, RIGHT)
    attempt = sat(quiz, JUST_FAILED)
    place = place_of(cast, published(ENERGY), "energy")
    wrong = wrong_keys(place)
    assert [(each.revision_number, each.other_words) for each in wrong] == [(1, False)]
    found = preview(place, {each.asked.digest for each in wrong})
    assert (found.asked, found.passing) == (2, 1)
    (row,) = found.changed
    assert (row.attempt_id, row.name, row.number, row.annulled) == (attempt.id, "Tara Trainee", 2, False)
    assert (row.before.percent, row.before.passed, row.after.percent, row.after.passed) == (
        Decimal(40),
        False,
        Decimal(60),
        True,
    )


def test_the_page_before_says_what_comes_of_it(cast: Cast, quiz: EnrolledItem) -> None:
    for answers in (RIGHT, JUST_FAILED, NEW_KEY, {}):
        sat(quiz, answers)
    place = place_of(cast, published(ENERGY), "energy")
    foreseen = preview(place, {each.asked.digest for each in wrong_keys(place)})
    correction = correct_question(place, correction_id=new_id(), reason=REASON, by=cast.author.id, at=LATER)
    work_off()
    assert rescored_by(correction.id) == foreseen.changed


def test_a_question_in_other_words_is_the_same_and_one_with_other_options_is_not(cast: Cast) -> None:
    reworded = published(ENERGY, ("How many watt-hours has", "What energy, in watt-hours, has"))
    assert [each.other_words for each in wrong_keys(place_of(cast, reworded, "energy"))] == [True]
    other = published(("- [ ] A pink bag", "- [x] A pink bag"), ("A sandwich bag", "A paper bag"))
    assert wrong_keys(place_of(cast, other, "bags")) == ()
    assert wrong_keys(place_of(cast, other, "no-path")) == ()


def test_options_may_stand_in_another_order(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, RIGHT | {"bags": [0, 2, 3]})
    assert mark_of(attempt.id).thousandths == 4000
    shield = "- [x] A shielding bag\n"
    correct(cast, (shield, ""), ("- [ ] A sandwich bag\n", f"- [x] A sandwich bag\n{shield}"), question_id="bags")
    work_off()
    assert mark_of(attempt.id).thousandths == 5000


def test_a_renamed_quiz_and_question_are_recognised(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, NEW_KEY)
    renamed = (("{#energy ", "{#watt-hours was=energy "), ("kind: quiz", "kind: quiz\naliases: [safety-quiz]"))
    place = place_of(cast, published(ENERGY, *renamed, path="week-01/80-bench-quiz.md"), "watt-hours")
    correct_question(place, correction_id=new_id(), reason=REASON, by=cast.author.id, at=LATER)
    work_off()
    assert mark_of(attempt.id).thousandths == 5000
    assert mark_of(sat(quiz, NEW_KEY).id).thousandths == 5000
    assert set(question_marks(mark_of(attempt.id).id)) == set(RIGHT)


def test_the_same_question_of_another_course_is_left_alone(cast: Cast) -> None:
    elsewhere = sat(before(cast, "safety-quiz", read_course(COURSE).sources, course_id="another-course"), NEW_KEY)
    correct(cast, ENERGY)
    assert work_off() == 0
    assert mark_of(elsewhere.id).thousandths == 4000


def test_the_same_request_twice_corrects_once(cast: Cast, quiz: EnrolledItem) -> None:
    sat(quiz, NEW_KEY)
    correction = correct(cast, ENERGY)
    assert correct(cast, ENERGY, correction_id=correction.id).id == correction.id
    assert len(waiting_lines()) == 1
    acts = select(func.count()).select_from(JournalEntry).where(JournalEntry.act == "key.withdrawn")
    assert db.session.scalar(acts) == 1


def test_a_second_author_finds_that_it_is_done(cast: Cast, quiz: EnrolledItem) -> None:
    sat(quiz, NEW_KEY)
    correct(cast, ENERGY)
    with pytest.raises(NoWrongKey):
        correct(cast, ENERGY)


def test_keys_are_corrected_by_the_newest_revision_only(cast: Cast, quiz: EnrolledItem) -> None:
    sat(quiz, NEW_KEY)
    older = published(ENERGY)
    published((ENERGY[0], "= 21 ± 0.05 Wh"))
    with pytest.raises(NotNewest):
        correct_question(
            place_of(cast, older, "energy"), correction_id=new_id(), reason=REASON, by=cast.author.id, at=LATER
        )


def test_a_worker_that_is_killed_leaves_lines_that_wait_or_are_done(cast: Cast, quiz: EnrolledItem) -> None:
    attempts = [sat(quiz, NEW_KEY) for _ in range(3)]
    correction = correct(cast, ENERGY)
    with db.session.begin_nested() as savepoint:
        mark_again(correction.id, attempts[0].id, at=LATER)
        savepoint.rollback()
    assert mark_of(attempts[0].id).number == 1
    mark_again(correction.id, attempts[1].id, at=LATER)
    assert len(waiting_lines()) == 2
    work_off()
    assert [mark_of(each.id).number for each in attempts] == [2, 2, 2]
    assert told(cast) == sorted(("corrected", f"/attempts/{each.id}") for each in attempts)


def test_the_journal_names_the_correction_and_every_new_mark(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, NEW_KEY)
    correction = correct(cast, ENERGY)
    work_off()
    rows = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(2)).all()
    again, withdrawn = rows
    assert (withdrawn.act, withdrawn.actor_id, withdrawn.object_id) == (
        "key.withdrawn",
        cast.author.id,
        str(correction.id),
    )
    assert list(withdrawn.covers or {}) == ["question_correction"]
    assert (again.act, again.actor_id, again.object_id) == ("attempt.marked-again", None, str(attempt.id))
    assert sorted(again.covers or {}) == ["mark", "question_mark"]
    assert again.detail["correction"] == str(correction.id)
    assert verify(db.session.connection()).sound


def test_the_attempt_says_that_it_was_marked_again_and_why(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, JUST_FAILED)
    correct(cast, ENERGY)
    (waits,) = corrections_on(attempt)
    assert (waits.at, waits.reason, waits.names, waits.after) == (LATER, REASON, ("energy",), None)
    work_off()
    (done,) = corrections_on(attempt)
    assert done.after is not None
    assert (done.before.percent, done.after.percent, done.after.passed) == (Decimal(40), Decimal(60), True)


def test_the_reason_can_be_erased_and_its_digest_stays(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, JUST_FAILED)
    correction = correct(cast, ENERGY)
    assert erase_reason(correction.id, reason="It names somebody.", by=cast.author.id, at=LATER)
    assert not erase_reason(correction.id, reason="Again.", by=cast.author.id, at=LATER)
    assert db.session.get(CorrectionReason, correction.id) is None
    assert [each.reason for each in corrections_on(attempt)] == [""]
    assert len(correction.reason_digest) == 64


def test_trainees_who_are_gone_are_marked_again_too(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = sat(quiz, JUST_FAILED)
    withdraw(cast.enrolled(), reason="Moved away.", by=cast.coordinator.id, at=LATER)
    correct(cast, ENERGY)
    work_off()
    assert mark_of(attempt.id).passed


def test_lists_take_as_many_queries_however_long_they_are(
    cast: Cast, quiz: EnrolledItem, count_queries: CountQueries
) -> None:
    asked = []
    for number in (21, 22, 23):
        attempt = sat(quiz, RIGHT | {"energy": str(number)})
        correction = correct(cast, (ENERGY[0], f"= {number} ± 0.05 Wh"))
        work_off()
        with count_queries() as queries:
            found = course_corrections(cast.author, course_id=COURSE.name)
            assert len(rescored_by(correction.id)) == 1
            assert correction_seen_by(cast.author, correction_id=correction.id)
            assert found is not None
        asked.append(len(queries))
        assert mark_of(attempt.id).thousandths == 5000
    assert asked == [6, 6, 6]


def count_late(cast: Cast, attempt: Attempt) -> None:
    """Count every late answer of the attempt."""
    late_ids = [each.id for each in late_answers(attempt.id)]
    count_late_answers(attempt, late_ids=late_ids, reason="The network broke.", by=cast.instructor.id, at=LATER)


def _late(attempt: Attempt, answers: dict[str, Any]) -> None:
    """Answers that come after the end."""
    phone = new_id()
    given = [
        Given(new_id(), question_id, answer, phone, number, age=timedelta(minutes=2))
        for number, (question_id, answer) in enumerate(answers.items(), 1)
    ]
    deliver(attempt, given=given, at=NOON + timedelta(minutes=1))
