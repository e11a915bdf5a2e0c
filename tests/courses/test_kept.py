"""What a trainee completed stays completed, and what they opened stays open, whatever a newer revision makes of it."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

from flask import Flask
from sqlalchemy import select

from app.assessments.quizzes.operations.judgements import decide
from app.assessments.quizzes.queries import enrolled_attempt
from app.certificates.facts import Issue, statement_of
from app.certificates.queries.candidates import successes_of
from app.courses.facts import Enrolled
from app.courses.models import GateDecision
from app.courses.operations.enrolments import declare_lesson_done, enrol
from app.courses.operations.following import follow_revision
from app.courses.operations.revisions import publish
from app.courses.progress import RuleProgress, completion_rules
from app.courses.queries.enrolments import done_by, enrolment_facts
from app.curriculum.folder import read_course
from app.db import db
from app.people.queries import person_by_id
from app.today.queries.glances import cohort_glances
from tests.cast import BEFORE, NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.renamed import cohort_of, item, moved
from tests.courses.unwritten import COURSE
from tests.practicals.making import judgement, signed_off
from tests.quizzes.sittings import RIGHT, begin, finish

HOUR = timedelta(hours=1)
READ, QUIZ, SHOWN = "week-01/10-the-bench.md", "week-01/80-safety-quiz.md", "week-01/90-esd-bench.md"
SHARES = b"completion: {lessons: 80 %, quizzes: all, practicals: all}\n"


def sources(*without: str, changed: dict[str, tuple[bytes, bytes]] | None = None) -> dict[str, bytes]:
    """The course, of which 80 % of the lessons have to be done, without these files and with other words in some."""
    files = dict(read_course(COURSE).sources)
    files["course.md"] = files["course.md"].replace(b"language: en\n", b"language: en\n" + SHARES)
    for path, (was, becomes) in (changed or {}).items():
        assert was in files[path]
        files[path] = files[path].replace(was, becomes)
    return {path: text for path, text in files.items() if path not in without}


def place_in(cast: Cast, files: dict[str, bytes]) -> Enrolled:
    """The cast's trainee in a cohort that follows these sources."""
    cohort = cohort_of(cast, files)
    return enrolment_facts(enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE).id)


def take(cast: Cast, place: Enrolled, files: dict[str, bytes]) -> Enrolled:
    """Their place after their cohort took these sources."""
    cohort = enrolment_facts(place.id).cohort
    revision, _ = publish(files, course_id=COURSE.name, track_id="mobile", by=None, at=NOON)
    assert follow_revision(cohort, revision_id=revision.id, by=cast.coordinator.id, at=NOON + HOUR * 6)
    return enrolment_facts(place.id)


def read(place: Enrolled, *names: str) -> None:
    """Declare these lessons as done."""
    for name in names:
        declare_lesson_done(item(place, name), by=place.person_id, at=NOON)


def pass_quiz(place: Enrolled) -> None:
    """Pass the safety quiz."""
    quiz = item(place, "safety-quiz")
    finish(begin(quiz), quiz, RIGHT)


def rules(place: Enrolled) -> dict[str, RuleProgress]:
    """The completion rules by their kinds."""
    return {rule.kind: rule for rule in completion_rules(place.curriculum, done_by(place))}


def decisions(place: Enrolled) -> list[str]:
    """What was decided about the gate, in that order."""
    made = select(GateDecision.decision).where(GateDecision.enrolment_id == place.id, GateDecision.gate == "safety")
    return list(db.session.scalars(made.order_by(GateDecision.decided_at)))


def rebuilt(app: Flask) -> str:
    """What the command says that makes completions anew."""
    return str(app.test_cli_runner().invoke(args=["completions", "rebuild"]).stdout)


FOUR = ("the-bench", "the-battery", "the-screen", "the-port")
NO_GATE = {
    QUIZ: (b"gate: safety\n", b""),
    SHOWN: (b"requires: [safety]\n", b""),
}


def test_a_rule_that_was_met_stays_met_when_a_lesson_that_was_done_is_removed(cast: Cast) -> None:
    place = place_in(cast, sources())
    read(place, *FOUR)
    before = rules(place)["lesson"]
    now = rules(take(cast, place, sources(READ)))["lesson"]
    assert (before.needed, before.done, now.needed, now.done, now.met) == (4, 4, 4, 4, True)
    assert [(each.item.id, each.gone) for each in now.met_by][-1] == ("the-bench", True)
    assert [each.id for each in now.missing] == ["the-board"]


def test_a_lesson_that_nobody_had_done_is_asked_no_more(cast: Cast) -> None:
    place = place_in(cast, sources())
    read(place, "the-battery", "the-screen", "the-port", "the-board")
    now = rules(take(cast, place, sources(READ)))["lesson"]
    assert (now.needed, now.done) == (4, 4)


def test_a_quiz_that_was_passed_counts_when_it_becomes_practice(cast: Cast) -> None:
    place = place_in(cast, sources())
    pass_quiz(place)
    practice = sources(changed={QUIZ: (b"gate: safety\n", b"gate: safety\nsummative: false\n")})
    now = rules(take(cast, place, practice))["quiz"]
    assert (now.needed, now.done, now.met) == (1, 1, True)


def test_what_a_practice_quiz_was_counts_for_nothing_when_it_is_gone(cast: Cast) -> None:
    practice = sources(changed=NO_GATE | {QUIZ: (b"gate: safety\n", b"summative: false\n")})
    place = place_in(cast, practice)
    pass_quiz(place)
    now = rules(take(cast, place, sources(QUIZ, changed={SHOWN: NO_GATE[SHOWN]})))["quiz"]
    assert (now.needed, now.done) == (0, 0)


def test_renamed_and_then_removed_it_counts_once(cast: Cast) -> None:
    place = place_in(cast, sources())
    read(place, *FOUR)
    renamed = sources(READ) | {
        "week-01/10-your-bench.md": sources()[READ].replace(b"---\n", b"---\naliases: [the-bench]\n", 1)
    }
    now = rules(take(cast, take(cast, place, renamed), sources(READ)))["lesson"]
    assert (now.needed, now.done) == (4, 4)


def test_brought_back_it_counts_as_itself(cast: Cast) -> None:
    place = place_in(cast, sources())
    read(place, *FOUR)
    take(cast, place, sources(READ))
    now = rules(take(cast, place, sources(changed={READ: (b"title: ", b"title: Now ")})))["lesson"]
    assert (now.needed, now.done, [each.gone for each in now.met_by]) == (4, 4, [False] * 4)


def test_whoever_moves_to_a_cohort_that_does_without_it_keeps_it(cast: Cast) -> None:
    place = place_in(cast, sources())
    read(place, *FOUR)
    now = rules(moved(cast, place, cohort_of(cast, sources(READ))))["lesson"]
    assert (now.needed, now.done) == (4, 4)


def test_at_a_glance_it_is_the_same(cast: Cast, count_queries: CountQueries) -> None:
    place = place_in(cast, sources())
    read(place, *FOUR)
    pass_quiz(place)
    bench = item(place, "esd-bench")
    signed_off(bench, cast, at=NOON + HOUR)
    now = take(cast, place, sources(READ, QUIZ, changed={SHOWN: NO_GATE[SHOWN]}))
    with count_queries() as counted:
        ((glance,),) = (each.trainees for each in cohort_glances([now.cohort], at=NOON))
    assert (glance.complete, len(counted)) == (True, 3)


def test_the_page_of_the_rules_says_what_counts_on_and_leads_nowhere(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(cast, sources())
    read(place, *FOUR)
    take(cast, place, sources(READ))
    page = client_of(cast.trainee).get(f"/enrolments/{place.id}/completion").text
    assert 'The bench <span class="quiet">counts on, though the course asks for it no more</span>' in page
    assert f"/enrolments/{place.id}/items/the-bench" not in page


def test_pages_take_no_query_more_for_it(cast: Cast, client_of: ClientOf, count_queries: CountQueries) -> None:
    place = place_in(cast, sources())
    read(place, *FOUR)
    pages = (f"/enrolments/{place.id}/items/the-board", f"/enrolments/{place.id}", "/")
    client = client_of(cast.trainee)

    def taken() -> list[int]:
        counts = []
        for page in pages * 2:
            with count_queries() as queries:
                assert client.get(page, follow_redirects=True).status_code == 200
            counts.append(len(queries))
        return counts[len(pages) :]

    before = taken()
    take(cast, place, sources(READ))
    assert (taken(), before[0] <= 4) == (before, True)


def test_the_outcomes_have_the_columns_of_all_trainees(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(cast, sources())
    enrol(person_by_id(cast.other_trainee.id), cohort_id=place.cohort.id, by=None, at=BEFORE)
    pass_quiz(place)
    take(cast, place, sources(QUIZ, changed={SHOWN: NO_GATE[SHOWN]}))
    answer = client_of(cast.coordinator).get(f"/cohorts/{place.cohort.id}/outcomes.csv")
    head, otto, tara = (line[4:10] for line in csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert head == ["Lessons", "Lessons needed", "Quizzes", "Quizzes needed", "Practicals", "Practicals needed"]
    assert (otto, tara) == (["0", "4", "0", "0", "0", "1"], ["0", "4", "1", "1", "0", "1"])


def test_a_certificate_names_the_practical_that_the_course_has_no_more(cast: Cast) -> None:
    place = place_in(cast, sources())
    pass_quiz(place)
    signed_off(item(place, "esd-bench"), cast, at=NOON + HOUR, work=judgement(model="One"))
    now = take(cast, place, sources(SHOWN))
    circumstances = Issue("code", "School", "Coordinator", NOON + HOUR * 9, "digest")
    stated = statement_of(now, done=done_by(now), signed_off=successes_of([now])[now.id], issue=circumstances)
    assert [(each.mark, each.item_id, each.device) for each in stated.proofs] == [
        ("P1", "esd-bench", "Exemplia One"),
        ("Q1", "safety-quiz", ""),
    ]


def test_a_gate_that_a_newer_revision_gives_a_quiz_stands_open_for_who_passed_it(app: Flask, cast: Cast) -> None:
    place = place_in(cast, sources(changed=NO_GATE))
    pass_quiz(place)
    now = take(cast, place, sources())
    assert done_by(now).gates == {"safety": "opened"}
    assert (rebuilt(app), decisions(place)) == ("0 completions changed.\n", ["opened"])


def test_who_has_not_passed_it_finds_it_closed(app: Flask, cast: Cast) -> None:
    place = place_in(cast, sources(changed=NO_GATE))
    now = take(cast, place, sources())
    rebuilt(app)
    assert done_by(now).gates == {}


def test_an_attempt_that_ran_meanwhile_opens_it_when_it_is_handed_in(app: Flask, cast: Cast) -> None:
    place = place_in(cast, sources(changed=NO_GATE))
    running = begin(item(place, "safety-quiz"))
    now = take(cast, place, sources())
    finish(running, item(now, "safety-quiz"), RIGHT)
    rebuilt(app)
    assert decisions(place) == ["opened"]


def test_it_stays_open_when_the_revision_after_moves_the_gate_away(app: Flask, cast: Cast) -> None:
    place = place_in(cast, sources(changed=NO_GATE))
    pass_quiz(place)
    take(cast, place, sources())
    now = take(cast, place, sources(changed=NO_GATE | {READ: (b"title: ", b"title: Now ")}))
    rebuilt(app)
    assert (done_by(now).gates, decisions(place)) == ({"safety": "opened"}, ["opened"])


def test_annulled_it_is_closed_again_and_stays_so(app: Flask, cast: Cast) -> None:
    place = place_in(cast, sources(changed=NO_GATE))
    quiz = item(place, "safety-quiz")
    attempt = begin(quiz)
    finish(attempt, quiz, RIGHT)
    take(cast, place, sources())
    found = enrolled_attempt(cast.instructor, attempt_id=attempt.id)
    assert found is not None
    decide(found, decision="annulled", reason="Somebody helped.", by=cast.instructor.id, at=NOON + HOUR * 8)
    assert decisions(place) == ["opened", "suspended"]
    rebuilt(app)
    assert decisions(place) == ["opened", "suspended"]


def test_passed_after_the_gate_was_moved_away_it_opens_nothing(app: Flask, cast: Cast) -> None:
    place = place_in(cast, sources())
    now = take(cast, place, sources(changed=NO_GATE))
    pass_quiz(now)
    rebuilt(app)
    assert decisions(place) == []


def test_whoever_moves_to_a_cohort_with_a_gate_that_they_passed_finds_it_open(app: Flask, cast: Cast) -> None:
    place = place_in(cast, sources(changed=NO_GATE))
    pass_quiz(place)
    moved(cast, place, cohort_of(cast, sources()))
    assert decisions(place) == ["opened"]
    rebuilt(app)
    assert decisions(place) == ["opened"]
