"""A renamed item keeps what people did under its former id, after they moved to a cohort that has the new one."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.assessments.cases.operations import begin_run
from app.assessments.cases.queries import runs_of
from app.assessments.practicals.operations import AlreadyCompetent, declare_ready
from app.assessments.practicals.queries import devices_used, practical_state, sign_offs_of
from app.assessments.quizzes.operations import NoAttemptsLeft, WaitNotOver
from app.assessments.quizzes.queries import attempts_of, quiz_states, running_attempt
from app.certificates.facts import School, Statement
from app.certificates.operations import draft_each
from app.courses.facts import Enrolled
from app.courses.models import Completion, LessonDeclaration
from app.courses.operations.enrolments import declare_lesson_done
from app.courses.progress import completion_rules
from app.courses.queries.enrolments import done_by, enrolment_facts, enrolments_of
from app.db import db
from app.notices.models import Notice
from app.shared.ids import new_id
from app.today.queries.overviews import cohort_glance
from app.today.queries.standings import standings_of
from tests.cases.sitting import SOLUTION, do
from tests.cases.sitting import begin as begin_case
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.renamed import (
    HOUR,
    RENAMED,
    RIGHT_NOW,
    after_the_rename,
    cohort_of,
    do_everything,
    item,
    moved,
    place_before,
)
from tests.courses.translated import FRENCH
from tests.lint import PageClient
from tests.practicals.making import judgement, signed_off
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish

NOT_YET = judgement(not_yet=True, remark="The strap was tested too late.")


@pytest.fixture
def place(cast: Cast) -> Enrolled:
    """The trainee before the rename."""
    return place_before(cast)


def stated(cast: Cast, place: Enrolled) -> Statement:
    """What the trainee's certificate would say."""
    (draft,) = draft_each([place], by=cast.coordinator.id, at=NOON, school=School("École"))
    return draft.statement


def rebuilt(app: Flask) -> str:
    """What the command says that makes completions anew."""
    return str(app.test_cli_runner().invoke(args=["completions", "rebuild"]).stdout)


def opened(client: PageClient, *addresses: str) -> list[int]:
    """The status of each page."""
    return [client.get(address).status_code for address in addresses]


def test_everything_that_was_done_is_done_after_the_move(cast: Cast, place: Enrolled) -> None:
    do_everything(cast, place)
    before = done_by(place)
    now = moved(cast, place)
    after = done_by(now)
    assert after.completions == {RENAMED.get(name, name): at for name, at in before.completions.items()}
    assert after.gates == before.gates == {"safety": "opened"}
    assert [rule.met for rule in completion_rules(now.curriculum, after)] == [True] * 4


def test_the_chart_and_the_trainees_own_page_show_it_done(
    cast: Cast, place: Enrolled, count_queries: CountQueries
) -> None:
    do_everything(cast, place)
    now = moved(cast, place)
    with count_queries() as queries:
        glance = cohort_glance(cast.instructor, cohort_id=now.cohort.id, at=NOON)
    assert glance is not None
    (trainee,) = glance.trainees
    assert (set(trainee.states.values()), trainee.complete, len(queries)) == ({"done"}, True, 4)
    assert [*trainee.record.quizzes, *trainee.record.practicals] == ["safety-first", "static-bench"]
    own = next(each for each in standings_of(cast.trainee, at=NOON) if each.enrolled.id == now.id)
    assert ({each.state for each in own.items}, own.progress.complete) == ({"done"}, True)
    quiz = next(each.quiz for each in own.items if each.item.id == "safety-first")
    assert quiz is not None
    assert (quiz.attempts, quiz.best_percent, quiz.passed) == (1, Decimal(100), True)


def test_the_export_and_the_search_show_it_done(cast: Cast, place: Enrolled, client_of: ClientOf) -> None:
    do_everything(cast, place)
    now = moved(cast, place)
    table = client_of(cast.instructor).get(f"/cohorts/{now.cohort.id}.csv").data.decode("utf-8-sig")
    _, row = csv.reader(StringIO(table))
    assert (row[2:5], set(row[6:])) == (["8", "0", "yes"], {"Done 2026-05-05"})
    found = client_of(cast.trainee).get("/search?q=safety+quiz").text
    assert f"/enrolments/{now.id}/items/safety-first" in found


def test_the_certificate_states_the_same(cast: Cast, place: Enrolled) -> None:
    do_everything(cast, place)
    before, now = stated(cast, place), moved(cast, place)
    after = stated(cast, now)
    assert [(each.mark, each.on, each.device) for each in after.proofs] == [
        ("P1", before.last_day, "Exemplia One, Exemplia Two"),
        ("C1", before.last_day, ""),
        ("Q1", before.last_day, ""),
    ]
    assert [each.item_id for each in after.proofs] == ["static-bench", "no-power", "safety-first"]
    assert (after.competences, after.last_day) == (before.competences, before.last_day)


def test_a_rebuild_changes_nothing(app: Flask, cast: Cast, place: Enrolled) -> None:
    do_everything(cast, place)
    now = moved(cast, place)
    before = done_by(now)
    assert (rebuilt(app), done_by(now)) == ("0 completions changed.\n", before)


def test_a_renamed_lesson_is_not_declared_again(cast: Cast, place: Enrolled) -> None:
    declare_lesson_done(item(place, "the-bench"), by=place.person_id, at=NOON)
    now = moved(cast, place)
    declare_lesson_done(item(now, "your-bench"), by=place.person_id, at=NOON + HOUR)
    assert list(db.session.scalars(select(LessonDeclaration.item_id))) == ["the-bench"]


def test_attempts_go_on_where_they_were(cast: Cast, place: Enrolled) -> None:
    quiz = item(place, "safety-quiz")
    finish(begin(quiz), quiz, {}, at=NOON)
    finish(begin(quiz, at=NOON + HOUR), quiz, UNSAFE, at=NOON + HOUR)
    renamed = item(moved(cast, place), "safety-first")
    assert [(each.number, each.percent) for each in attempts_of(renamed)] == [(2, Decimal(80)), (1, Decimal(0))]
    with pytest.raises(WaitNotOver) as waiting:
        begin(renamed, at=NOON + HOUR * 1.5)
    assert waiting.value.values["until"] == NOON + HOUR * 2
    last = begin(renamed, at=NOON + HOUR * 2)
    assert (last.number, last.item_id) == (3, "safety-first")
    finish(last, renamed, {}, at=NOON + HOUR * 2)
    with pytest.raises(NoAttemptsLeft):
        begin(renamed, at=NOON + HOUR * 9)
    state = quiz_states([renamed.enrolled])[(place.id, "safety-first")]
    assert (state.attempts, state.best_percent, state.passed, state.last_id) == (3, Decimal(80), False, last.id)


def test_a_running_attempt_goes_on_with_the_questions_that_it_has(
    cast: Cast, place: Enrolled, client_of: ClientOf
) -> None:
    running = begin(item(place, "safety-quiz"))
    now = moved(cast, place)
    renamed = item(now, "safety-first")
    assert (begin(renamed, at=NOON + HOUR), running_attempt(renamed)) == (running, running)
    page = client_of(cast.trainee).get(f"/attempts/{running.id}").text
    assert f'href="/enrolments/{place.id}/items/safety-first"' in page
    finish(running, renamed, RIGHT, at=NOON + HOUR)
    assert done_by(now).completions == {"safety-first": NOON + HOUR}


def test_passed_under_both_ids_it_is_done_since_the_first_time(app: Flask, cast: Cast, place: Enrolled) -> None:
    quiz = item(place, "safety-quiz")
    finish(begin(quiz), quiz, RIGHT)
    now = moved(cast, place)
    renamed = item(now, "safety-first")
    finish(begin(renamed, at=NOON + HOUR), renamed, RIGHT_NOW, at=NOON + HOUR)
    assert sorted(db.session.scalars(select(Completion.item_id))) == ["safety-first", "safety-quiz"]
    assert (rebuilt(app), done_by(now).completions) == ("0 completions changed.\n", {"safety-first": NOON})


def test_successes_are_counted_across_the_rename(app: Flask, cast: Cast, place: Enrolled) -> None:
    quiz, bench = item(place, "safety-quiz"), item(place, "esd-bench")
    finish(begin(quiz), quiz, RIGHT)
    first = signed_off(bench, cast, at=NOON)
    now = moved(cast, place)
    renamed = item(now, "static-bench")
    assert (practical_state(renamed).successes, [each.id for each in sign_offs_of(renamed)]) == (1, [first.id])
    assert devices_used(renamed.item).models == ("One",)
    signed_off(renamed, cast, at=NOON + HOUR, work=judgement(model="one"))
    assert "static-bench" not in done_by(now).completions
    signed_off(renamed, cast, at=NOON + HOUR * 2, work=judgement(model="Two"))
    assert done_by(now).completions["static-bench"] == NOON + HOUR * 2
    assert rebuilt(app) == "0 completions changed.\n"
    with pytest.raises(AlreadyCompetent):
        declare_ready(renamed, readiness_id=new_id(), by=place.person_id, at=NOON + HOUR * 3)


def test_who_waits_to_be_assessed_waits_on(cast: Cast, place: Enrolled) -> None:
    quiz, bench = item(place, "safety-quiz"), item(place, "esd-bench")
    finish(begin(quiz), quiz, RIGHT)
    signed_off(bench, cast, work=NOT_YET)
    declare_ready(bench, readiness_id=new_id(), by=place.person_id, at=NOON + HOUR)
    now = moved(cast, place)
    renamed = item(now, "static-bench")
    glance = cohort_glance(cast.instructor, cohort_id=now.cohort.id, at=NOON + HOUR)
    assert glance is not None
    assert [(each.item.id, each.since) for each in glance.waiting] == [("static-bench", NOON + HOUR)]
    assert glance.trainees[0].record.practicals["static-bench"].not_yets == 1
    state = practical_state(renamed)
    assert (state.ready_since, state.outcome) == (NOON + HOUR, "not_yet_competent")
    signed_off(renamed, cast, at=NOON + HOUR * 2)
    assert practical_state(renamed).ready_since is None
    ready = db.session.scalars(select(Notice.read_at).where(Notice.kind == "ready")).all()
    assert ready == [NOON + HOUR * 2]


def test_a_run_through_a_case_goes_on_and_the_next_has_the_next_number(cast: Cast, place: Enrolled) -> None:
    case = item(place, "dead-phone")
    do(begin_case(case), case, "needle")
    running = begin_case(case, at=NOON + HOUR)
    now = moved(cast, place)
    renamed = item(now, "no-power")
    assert begin_run(renamed, run_id=new_id(), by=place.person_id, at=NOON + HOUR * 2) == running
    do(running, renamed, *SOLUTION, at=NOON + HOUR * 2)
    assert done_by(now).completions == {"no-power": NOON + HOUR * 2}
    begin_case(renamed, at=NOON + HOUR * 3)
    assert [(each.number, each.passed) for each in runs_of(renamed)] == [(3, None), (2, True), (1, False)]


def test_somebody_who_moves_there_and_back_keeps_all_of_it(cast: Cast, place: Enrolled) -> None:
    first, quiz = place.cohort, item(place, "safety-quiz")
    finish(begin(quiz), quiz, RIGHT)
    there = moved(cast, place)
    renamed = item(there, "safety-first")
    finish(begin(renamed, at=NOON + HOUR), renamed, {}, at=NOON + HOUR)
    back = moved(cast, there, to=first)
    assert done_by(back).completions == {"safety-quiz": NOON}
    again = item(back, "safety-quiz")
    finish(begin(again, at=NOON + HOUR * 2), again, {}, at=NOON + HOUR * 2)
    once_more = item(moved(cast, back, to=there.cohort), "safety-first")
    numbers = [(each.number, each.started_at) for each in attempts_of(once_more)]
    assert numbers == [(2, NOON + HOUR * 2), (2, NOON + HOUR), (1, NOON)]
    assert done_by(once_more.enrolled).completions == {"safety-first": NOON}


def test_old_addresses_lead_on(cast: Cast, place: Enrolled, client_of: ClientOf) -> None:
    do_everything(cast, place)
    now = moved(cast, place)
    own = [f"/enrolments/{now.id}/items/{name}" for name in RENAMED]
    assert opened(client_of(cast.trainee), *own) == [200] * 4
    staff = [f"/revisions/{now.cohort.revision_id}/items/{name}" for name in RENAMED]
    assert opened(client_of(cast.author), *staff) == [200] * 4
    sent = client_of(cast.trainee).post(f"/enrolments/{now.id}/items/the-bench/completion")
    assert sent.status_code == 303
    assert opened(client_of(cast.trainee), f"/enrolments/{now.id}/items/nothing-like-it") == [404]


def test_an_item_that_is_gone_breaks_no_page(cast: Cast, place: Enrolled, client_of: ClientOf) -> None:
    do_everything(cast, place)
    attempt, made = attempts_of(item(place, "safety-quiz"))[0], sign_offs_of(item(place, "esd-bench"))[0]
    run = runs_of(item(place, "dead-phone"))[0]
    now = moved(cast, place, to=cohort_of(cast, after_the_rename(aliases=False)))
    assert done_by(now).completions.keys() - now.curriculum.items.keys() == RENAMED.keys()
    records = (f"/attempts/{attempt.id}", f"/sign-offs/{made.id}", f"/case-runs/{run.id}")
    new = [f"/enrolments/{now.id}/items/{name}" for name in RENAMED.values()]
    cohort = f"/cohorts/{now.cohort.id}"
    trainee, instructor = client_of(cast.trainee), client_of(cast.instructor)
    assert opened(trainee, "/", f"/enrolments/{now.id}", *records, *new, "/search?q=bench") == [200] * 10
    assert opened(instructor, "/", cohort, f"{cohort}.csv", f"/enrolments/{now.id}", *records) == [200] * 7
    # What is done with a record leads to the course, as long as there is no page of the item.
    agreed = {"agrees": "yes"}
    assert trainee.post(f"/sign-offs/{made.id}/acknowledgement", data=agreed).location == f"/enrolments/{now.id}"
    assert f'href="/enrolments/{now.id}"' in trainee.get(records[0]).text


def test_a_trainee_in_both_cohorts_has_each_place_by_its_own_names(cast: Cast, place: Enrolled) -> None:
    declare_lesson_done(item(place, "the-bench"), by=place.person_id, at=NOON)
    moved(cast, place)
    other = place_before(cast)
    declare_lesson_done(item(other, "the-bench"), by=place.person_id, at=NOON)
    done = {each.id: set(done_by(each).completions) for each in enrolments_of(cast.trainee)}
    assert (done[place.id], done[other.id]) == ({"your-bench"}, {"the-bench"})


def test_whoever_reads_a_translation_finds_the_same_done(cast: Cast, place: Enrolled) -> None:
    declare_lesson_done(item(place, "the-bench"), by=place.person_id, at=NOON)
    texts = {"course.fr.md": "course.fr.md", "week-01/10-your-bench.fr.md": "week-01/10-the-bench.fr.md"}
    french = {path: FRENCH[source].encode() for path, source in texts.items()}
    moved(cast, place, to=cohort_of(cast, after_the_rename() | french))
    now = enrolment_facts(place.id, language="fr")
    bench = now.curriculum.items["your-bench"]
    assert (bench.title, bench.names) == ("L'établi", ("your-bench", "the-bench"))
    assert done_by(now).completions == {"your-bench": NOON}
