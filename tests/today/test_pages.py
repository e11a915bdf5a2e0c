"""What everybody starts from: the trainee's day, the staff's cohorts."""

from __future__ import annotations

from app.assessments.practicals.operations import acknowledge, declare_ready
from app.assessments.practicals.queries import sign_off_seen_by
from app.courses.operations.enrolments import declare_lesson_done
from app.people.operations import add_person
from app.shared.clock import now
from app.shared.ids import new_id
from app.today.queries.standings import standings_of
from tests.cast import NOON, Cast, signed_in
from tests.certificates.finished import finish, issued
from tests.conftest import ClientOf, CountQueries
from tests.courses.unwritten import cohort_with_drafts
from tests.practicals.making import judgement, signed_off
from tests.today.making import before, links, of_class, place_in, running_cohort, said, section, sit, tree


def test_a_trainee_in_no_course_is_told_what_to_expect(cast: Cast, client_of: ClientOf) -> None:
    person = add_person("New Comer", email=None, language="en", by=None, at=NOON)
    page = client_of(signed_in(person.id)).get("/").text
    assert [said(each) for each in of_class(tree(page), "empty")] == [
        "You are in no course yet As soon as your training centre enrols you, your first lesson is here."
    ]


def test_the_next_item_is_one_tap_away(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast, 2), cast.trainee.id)
    declare_lesson_done(before(place, "the-bench"), by=cast.trainee.id, at=now())
    page = tree(client_of(cast.trainee).get("/").text)
    first = of_class(page, "next-up")[0]
    assert said(of_class(first, "next-up-above")[0]) == "Next · week 1"
    assert links(first) == [("Open the quiz", f"/enrolments/{place}/items/safety-quiz")]


def test_a_quiz_under_way_is_continued_and_a_failed_one_tried_again(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    running, failed = place_in(cohort, cast.trainee.id), place_in(cohort, cast.other_trainee.id)
    sit(running, right=None)
    declare_lesson_done(before(failed, "the-bench"), by=cast.other_trainee.id, at=now())
    sit(failed, right=False)
    verbs = [
        links(of_class(tree(client_of(who).get("/").text), "next-up")[0]) for who in (cast.trainee, cast.other_trainee)
    ]
    assert verbs == [
        [("Continue the quiz", f"/enrolments/{running}/items/safety-quiz")],
        [("Try the quiz again", f"/enrolments/{failed}/items/safety-quiz")],
    ]


def test_what_waits_for_the_instructor_is_listed_and_not_asked_for(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast), cast.trainee.id)
    sit(place, right=True)
    declare_ready(before(place, "esd-bench"), readiness_id=new_id(), by=cast.trainee.id, at=now())
    waiting = section(tree(client_of(cast.trainee).get("/").text), "Waiting for your instructor")
    assert waiting is not None
    title = before(place, "esd-bench").item.title
    assert links(waiting) == [(title, f"/enrolments/{place}/items/esd-bench")]
    assert [said(each) for each in of_class(waiting, "state")] == ["Ready"]


def test_in_a_draft_week_what_is_there_is_shown_and_that_more_is_to_come(cast: Cast, client_of: ClientOf) -> None:
    drafted = cohort_with_drafts(cast, [2]).revision_id
    place = place_in(running_cohort(cast, 2, revision_id=drafted), cast.trainee.id)
    week = of_class(tree(client_of(cast.trainee).get("/").text), "week-current")[0]
    assert [address for _, address in links(week)] == [f"/enrolments/{place}/items/the-battery"]
    assert said(week).endswith("This week is still being written.")


def test_nothing_waits_on_the_first_day(cast: Cast, client_of: ClientOf) -> None:
    place_in(running_cohort(cast), cast.outsider_instructor.id)
    page = tree(client_of(cast.trainee).get("/").text)
    assert section(page, "Waiting for your instructor") is None


def test_an_outcome_is_shown_until_it_is_acknowledged(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast), cast.trainee.id)
    sit(place, right=True)
    made = signed_off(before(place, "esd-bench"), cast, at=now(), work=judgement(not_yet=True, remark="Once more."))
    client = client_of(cast.trainee)
    page = tree(client.get("/").text)
    assert ("See the outcome", f"/sign-offs/{made.id}") in links(page)
    assert "The outcome: not yet competent. See what to practise, then declare ready again." in said(page)
    seen = sign_off_seen_by(cast.trainee, sign_off_id=made.id)
    assert seen is not None
    acknowledge(seen, by=cast.trainee.id, at=now())
    assert ("See the outcome", f"/sign-offs/{made.id}") not in links(tree(client.get("/").text))


def test_a_competent_outcome_is_told_as_such(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast), cast.trainee.id)
    sit(place, right=True)
    signed_off(before(place, "esd-bench"), cast, at=now())
    assert "The outcome: competent." in said(tree(client_of(cast.trainee).get("/").text))


def test_a_certificate_is_downloaded_from_today(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    page = tree(client_of(cast.trainee).get("/").text)
    assert ("Download the certificate", f"/certificates/{certificate.id}.pdf") in links(page)
    assert ("See what an employer sees", f"/c/{certificate.code}") in links(page)
    assert "Your certificate was issued on 15 May 2026." in said(page)
    assert of_class(page, "next-up") == []


def test_somebody_who_has_done_everything_waits_for_the_certificate(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    page = said(tree(client_of(cast.trainee).get("/").text))
    assert "You have done everything that the certificate takes" in page
    assert "Your certificate was issued" not in page


def test_the_week_of_the_calendar_is_shown_with_its_items(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast, 2), cast.trainee.id)
    page = tree(client_of(cast.trainee).get("/").text)
    assert "Week 2 of 5 · Lyon" in said(page)
    late = section(page, "Still open from earlier weeks")
    assert late is not None
    assert [href.rpartition("/")[2] for _, href in links(late)] == ["the-bench", "safety-quiz", "esd-bench"]
    assert [said(each) for each in of_class(late, "item-why")] == ["Opens when you pass: Safety quiz"]
    assert (before(place, "the-battery").item.title, f"/enrolments/{place}/items/the-battery") in links(page)


def test_a_course_that_has_not_begun_says_when_it_will(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, -1)
    place_in(cohort, cast.trainee.id)
    page = said(tree(client_of(cast.trainee).get("/").text))
    told = f"{cohort.first_day.day} {cohort.first_day:%B %Y}"
    assert f"Starts on {told} · Lyon" in page
    assert "After week 5: the course is over · Lyon" in page


def test_a_trainees_day_takes_six_queries_for_one_course_as_for_two(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    counted = []
    for name in ("First", "Second"):
        sit(place_in(running_cohort(cast, name=name), cast.trainee.id), right=True)
        client = client_of(cast.trainee)
        client.get("/")
        with count_queries() as queries:
            client.get("/")
        counted.append(len(queries))
    assert counted == [6, 6]


def test_outsiders_see_their_own_courses_only(cast: Cast) -> None:
    assert [each.enrolled.id for each in standings_of(cast.outsider_trainee, at=NOON)] == [cast.outsider_enrolment_id]
