"""A translated course: each reads it in their language, and what isn't translated says in which it is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.assessments.quizzes.operations import hand_in, start_attempt
from app.assessments.quizzes.queries import enrolled_attempt, quiz_item
from app.certificates.facts import Issue, statement_of
from app.courses.facts import Done, Enrolled, EnrolledItem, item_named
from app.courses.mistakes import item_read
from app.courses.operations.mistake_reports import report_mistake
from app.courses.queries.cohorts import cohort_followed_by
from app.courses.queries.enrolments import enrolled, enrolled_item
from app.courses.queries.mistake_reports import report_seen_by, reported_item
from app.people.member import Member
from app.people.operations import choose_language
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.translated import read_french, translated_course
from tests.quizzes.sittings import RIGHT


@pytest.fixture
def place(cast: Cast) -> Enrolled:
    """The trainee in the translated course; they read French."""
    read_french(cast)
    return translated_course(cast)


def french(member: Member) -> Member:
    """The same person, reading French."""
    return replace(member, language="fr")


def in_french(cast: Cast, place: Enrolled, item_id: str) -> EnrolledItem:
    """The trainee before an item, as their pages have it."""
    found = enrolled_item(french(cast.trainee), enrolment_id=place.id, item_id=item_id)
    assert found is not None
    return found


def test_a_french_trainee_reads_the_french_lesson(place: Enrolled, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get(f"/enrolments/{place.id}/items/the-bench").text
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["L&#39;établi"]
    assert "Un établi propre est un établi sûr." in page
    assert "Accrochez le cordon au tapis." in page
    assert "Au point de masse du tapis" in page
    main = page.split("<article", 1)[-1]
    assert '<div class="stack">' in main
    assert "A clean bench" not in page


def test_an_untranslated_lesson_says_in_which_language_it_is(place: Enrolled, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get(f"/enrolments/{place.id}/items/the-battery").text
    assert re.findall(r"<h1>(.*?)</h1>", page) == ['<span lang="en">The battery</span>']
    assert page.count('<div class="stack" lang="en">') == 1
    outline = re.findall(r'<li class="outline-item[^>]*><a [^>]*>(.*?)</a>', page)
    assert outline == [
        "L&#39;établi",
        "Quiz de sécurité",
        *(
            f'<span lang="en">{title}</span>'
            for title in ("Set up an ESD bench", "The battery", "The screen", "The charging port", "The board")
        ),
    ]
    assert re.findall(r'class="outline-course" href="[^"]*">(.*?)</a>', page)[0] == "Petite réparation de téléphones"
    assert re.findall(r"</b></span> <span>(.*?)</span> <span", page)[:1] == ["Semaine numéro 1"]


def test_an_english_trainee_reads_the_same_course_in_english(cast: Cast, client_of: ClientOf) -> None:
    place = translated_course(cast)
    page = client_of(cast.trainee).get(f"/enrolments/{place.id}/items/the-bench").text
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["The bench"]
    assert "établi" not in page
    assert ' lang="fr"' not in re.sub(r'<button type="submit" name="language".*?</button>', "", page)


def test_readers_of_two_languages_dont_get_each_others_pages(cast: Cast, client_of: ClientOf) -> None:
    place = translated_course(cast)
    address = f"/enrolments/{place.id}/items/the-bench"
    english = client_of(cast.trainee).get(address).text
    read_french(cast)
    assert "Un établi propre" in client_of(cast.trainee).get(address).text
    assert "A clean bench" in english


def test_the_translated_lesson_takes_no_more_queries(
    place: Enrolled, cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client = client_of(cast.trainee)
    client.get(f"/enrolments/{place.id}/items/the-bench")
    with count_queries() as queries:
        client.get(f"/enrolments/{place.id}/items/the-bench")
    assert len(queries) == 3


@pytest.mark.parametrize(
    "address", ["/", "/enrolments/{}", "/enrolments/{}/items/esd-bench", "/enrolments/{}/items/safety-quiz"]
)
def test_every_page_names_the_course_in_the_readers_language(
    place: Enrolled, cast: Cast, client_of: ClientOf, address: str
) -> None:
    page = client_of(cast.trainee).get(address.format(place.id)).text
    assert "Petite réparation de téléphones" in page


def test_a_practice_question_is_marked_in_the_readers_language(
    place: Enrolled, cast: Cast, client_of: ClientOf
) -> None:
    address = f"/enrolments/{place.id}/items/the-bench/practice/bench-check"
    page = client_of(cast.trainee).post(address, data={"answer": "1"}, headers={"HX-Request": "true"}).text
    assert "Où va le cordon du bracelet ?" in page
    assert "Le point de masse évacue la charge lentement." in page
    assert "verdict-right" in page


@pytest.mark.parametrize("typed", ["open circuit", "Circuit Ouvert", "no connection"])
def test_a_french_trainees_answers_are_marked_as_the_original_says(place: Enrolled, cast: Cast, typed: str) -> None:
    found = in_french(cast, place, "safety-quiz")
    attempt = start_attempt(found, attempt_id=new_id(), by=cast.trainee.id, at=NOON)
    mark = hand_in(attempt, answers={**RIGHT, "no-path": typed}, incomplete=True, by=cast.trainee.id, at=NOON)
    assert mark is not None
    assert (mark.thousandths, mark.possible_thousandths, mark.passed) == (5000, 5000, True)


def test_a_french_trainee_sits_the_quiz_in_french(place: Enrolled, cast: Cast, client_of: ClientOf) -> None:
    found = quiz_item(french(cast.trainee), enrolment_id=place.id, item_id="safety-quiz")
    assert found is not None
    attempt = start_attempt(found, attempt_id=new_id(), by=cast.trainee.id, at=NOON)
    page = client_of(cast.trainee).get(f"/attempts/{attempt.id}").text
    assert "Quand portez-vous le bracelet ?" in page
    assert "Au poste protégé, jamais près du secteur" in page
    seen = enrolled_attempt(french(cast.trainee), attempt_id=attempt.id)
    assert seen is not None
    own = place.curriculum.items["safety-quiz"]
    assert [asked.question.digest for asked in seen.asked] == [
        next(each.digest for each in own.questions if each.id == asked.question.id)  # type: ignore[attr-defined]
        for asked in seen.asked
    ]


def test_an_instructor_sees_the_trainees_course_in_their_own_language(place: Enrolled, cast: Cast) -> None:
    for language, title in (("en", "Tiny phone repair"), ("fr", "Petite réparation de téléphones")):
        member = replace(cast.instructor, language=language)
        followed = cohort_followed_by(member, cohort_id=place.cohort.id)
        seen = enrolled(member, enrolment_id=place.id)
        assert followed is not None
        assert seen is not None
        assert (followed.curriculum.title, seen.curriculum.title) == (title, title)


def test_a_certificate_is_in_the_courses_own_language_whoever_issues_it(place: Enrolled, cast: Cast) -> None:
    seen = enrolled(replace(cast.coordinator, language="fr"), enrolment_id=place.id)
    assert seen is not None
    done = Done(dict.fromkeys(seen.curriculum.items, NOON), {})
    issue = Issue("0" * 26, "School", "Cora", NOON, "digest")
    statement = statement_of(seen, done=done, signed_off={}, issue=issue)
    assert statement == statement_of(place, done=done, signed_off={}, issue=issue)
    assert (statement.language, statement.course, statement.title) == (
        "en",
        "Tiny phone repair",
        "Tiny phone repairer",
    )
    assert [proof.title for proof in statement.proofs] == ["Set up an ESD bench", "Safety quiz"]


def test_a_notice_can_name_an_item_in_each_readers_language(place: Enrolled, cast: Cast) -> None:
    named = {"item": "Safety quiz", "language": "en", "titles": {"fr": "Quiz de sécurité"}}
    assert item_named(place.curriculum, "safety-quiz") == named
    assert item_named(in_french(cast, place, "the-bench").enrolled.curriculum, "safety-quiz") == named
    assert item_named(place.curriculum, "esd-bench")["titles"] == {}


def test_a_mistake_in_a_translation_is_found_in_the_translations_file(place: Enrolled, cast: Cast) -> None:
    found = reported_item(french(cast.trainee), item_id="the-bench", enrolment_id=place.id)
    assert found is not None
    assert "Testeur de bracelet" in found.places
    report_id = report_mistake(
        found, place="Testeur de bracelet", text="Faux.", report_id=new_id(), by=cast.trainee.id, at=NOON
    )
    seen = report_seen_by(cast.author, report_id=report_id)
    assert seen is not None
    assert seen.source == "mobile/tiny-phone-repair/week-01/10-the-bench.fr.md:16"
    assert (seen.item.title, seen.read.language) == ("The bench", "fr")


def test_a_place_that_both_languages_have_is_in_the_original(place: Enrolled) -> None:
    assert item_read(place.curriculum, "the-bench", "").language == "en"
    assert item_read(place.curriculum, "the-bench", "Strap tester").language == "en"
    assert item_read(place.curriculum.in_language("fr"), "the-bench", "Cellule gonflée").language == "fr"


def test_words_of_the_translation_find_the_lesson(place: Enrolled, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get("/search?q=poignet").text
    assert re.findall(r'class="item-title" href="([^"]*)" lang="fr"', page) == [
        f"/enrolments/{place.id}/items/the-bench"
    ]


def test_the_catalogue_speaks_the_pages_language(place: Enrolled, client_of: ClientOf) -> None:
    stranger = client_of(None)
    address = f"/catalogue/{place.curriculum.id}"
    english = stranger.get(address).text
    assert re.findall(r"<h1>(.*?)</h1>", english) == ["Tiny phone repair"]
    page = stranger.get(address, headers={"Accept-Language": "fr"}).text
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Petite réparation de téléphones"]
    assert re.findall(r'<li( lang="en")?>\s*<h3><span class="number">(\d)</span> (.*?)</h3>', page)[:2] == [
        ("", "1", "Semaine numéro 1"),
        (' lang="en"', "2", "Week number 2"),
    ]


def test_what_was_done_is_said_with_the_titles_language(place: Enrolled, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    page = client.post(f"/enrolments/{place.id}/items/the-battery/completion", follow_redirects=True).text
    said = re.findall(r'role="status">.*?<p>(.*?)</p>', page, re.DOTALL)
    assert [re.findall(r'<span lang="en">(.*?)</span>', each) for each in said] == [["Week number 2"]]


def test_a_refusal_says_in_which_language_a_title_is(place: Enrolled, cast: Cast, client_of: ClientOf) -> None:
    declared = client_of(cast.trainee).post(f"/enrolments/{place.id}/items/esd-bench/readiness")
    assert declared.status_code == 403
    said = declared.text.partition("<main")[2]
    assert re.findall(r'<span lang="en">(.*?)</span>', said) == ["Set up an ESD bench"]


def test_a_competence_without_a_title_in_the_readers_language_says_in_which_it_is(
    place: Enrolled, cast: Cast, client_of: ClientOf
) -> None:
    page = client_of(cast.trainee).get(f"/enrolments/{place.id}/items/the-bench").text
    shown = re.findall(r'<li><span class="number quiet">(\S+)</span> (.*?)</li>', page)
    titles = {name: competence.title for name, competence in place.curriculum.competences.items()}
    assert shown == [
        (name, titles[name]["fr"] if "fr" in titles[name] else f'<span lang="en">{titles[name]["en"]}</span>')
        for name in place.curriculum.items["the-bench"].competences
    ]


def test_the_titles_of_the_matrix_and_of_the_coverage_say_in_which_language_they_are(
    place: Enrolled, cast: Cast, client_of: ClientOf
) -> None:
    choose_language(cast.instructor.id, language="fr")
    client = client_of(cast.instructor)
    matrix = client.get(f"/cohorts/{place.cohort.id}").text
    heads = re.findall(r'<th scope="colgroup"[^>]* title="([^"]*)"( lang="en")?><span( lang="fr")?>', matrix)
    assert heads[:2] == [("Semaine numéro 1", "", ""), ("Week number 2", ' lang="en"', ' lang="fr"')]
    items = dict(re.findall(r'class="matrix-title"[^>]* title="([^"]*)"( lang="en")?>', matrix))
    assert (items["L&#39;établi"], items["The battery"]) == ("", ' lang="en"')
    coverage = client.get(f"/revisions/{place.cohort.revision_id}/coverage").text
    places = dict(re.findall(r'class="coverage-place"[^>]* title="([^"]*)"( lang="en")?>', coverage))
    assert (places["L&#39;établi"], places["The battery"]) == ("", ' lang="en"')
