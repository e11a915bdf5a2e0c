"""One box: who finds what."""

from __future__ import annotations

import pytest

from app.courses.operations.enrolments import declare_lesson_done
from app.courses.operations.gates import open_gate
from app.people.operations import add_person, change_person
from app.people.queries import person_by_id
from tests.cast import BEFORE, NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.lint import HTML
from tests.search.making import GLOSSARY, cohort_on, edition, items, people, searched, terms
from tests.today.making import links, of_class, place_in, running_cohort, said, section, tree

ODD = [
    *(
        '"',
        "*",
        "NEAR(",
        "-",
        "'",
        "a\x00b",
        "🔋",
        "بطارية",
        "a AND b",
        "a OR",
        "NOT a",
        "col:a",
        "(",
        "^a",
        "a*",
        '"a',
    ),
    *("a'b", '"a', "; DROP TABLE person", "%", "_", "\\", "&|!:*", "<->", "x" * 10_000, "a " * 500, "½", "ﷺ" * 300),
]


def test_without_words_the_page_says_what_to_type(cast: Cast, client_of: ClientOf) -> None:
    page = searched(client_of(cast.trainee), " ")
    assert "Type a word or its beginning" in said(page)
    assert (items(page), people(page), terms(page)) == ([], [], [])


def test_nothing_found_says_what_to_try(cast: Cast, client_of: ClientOf) -> None:
    page = searched(client_of(cast.trainee), "zeppelin")
    assert [said(each).startswith("Nothing found Try fewer words") for each in of_class(page, "empty")] == [True]


@pytest.mark.parametrize("words", ODD)
def test_whatever_is_typed_is_answered(cast: Cast, client_of: ClientOf, words: str) -> None:
    for who in (cast.trainee, cast.coordinator):
        searched(client_of(who), words)


def test_bytes_that_are_no_text_are_answered(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.coordinator).get("/search?q=%ED%A0%80%FF%00").status_code == 200


def test_signs_alone_are_told_apart_from_nothing_found(cast: Cast, client_of: ClientOf) -> None:
    page = searched(client_of(cast.trainee), '"*"')
    assert [said(each) for each in of_class(page, "empty")] == [
        "Type letters or digits Other signs are not looked for."
    ]


def test_what_was_typed_stays_in_the_box(cast: Cast, client_of: ClientOf) -> None:
    page = searched(client_of(cast.trainee), 'strap "<b>')
    boxes = [each.get("value") for each in page.iter(f"{HTML}input") if each.get("id") == "words"]
    assert boxes == ['strap "<b>']


def test_a_trainee_finds_their_own_lessons_and_reads_where(cast: Cast, client_of: ClientOf) -> None:
    page = searched(client_of(cast.trainee), "swollen")
    assert items(page) == [("The bench", f"/enrolments/{cast.enrolment_id}/items/the-bench")]
    found = section(page, "Lessons, quizzes, practicals")
    assert found is not None
    assert [said(each) for each in found.iter(f"{HTML}mark")] == ["Swollen", "swollen"]
    assert "Never press a swollen cell." in said(found)


def test_titles_come_before_texts_and_then_the_order_of_the_course(cast: Cast, client_of: ClientOf) -> None:
    edition(battery="Check the screen and the port of the phone.")
    by_author = [title for title, _ in items(searched(client_of(cast.author), "port"))]
    assert by_author == ["The charging port", "The battery"]
    assert [title for title, _ in items(searched(client_of(cast.author), "phone"))] == [
        "The battery",
        "The screen",
        "The charging port",
        "The board",
    ]


def test_a_trainee_of_two_cohorts_finds_what_both_have_once(cast: Cast, client_of: ClientOf) -> None:
    cohort_on(cast, edition(battery="Lithium burns."))
    client = client_of(cast.trainee)
    assert [title for title, _ in items(searched(client, "battery"))] == ["The battery"]
    assert [title for title, _ in items(searched(client, "lithium"))] == ["The battery"]


def test_what_is_done_and_what_is_locked_is_told(cast: Cast, client_of: ClientOf) -> None:
    declare_lesson_done(cast.item("the-bench"), by=cast.trainee.id, at=NOON)
    found = section(searched(client_of(cast.trainee), "bench"), "Lessons, quizzes, practicals")
    assert found is not None
    rows = [said(each) for each in of_class(found, "item")]
    assert rows[0].startswith("The bench Lesson · Week 1 · Tiny phone repair")
    assert rows[0].endswith(" Done")
    assert rows[1] == (
        "Set up an ESD bench Practical · Week 1 · Tiny phone repairOpens when you pass: Safety quiz. Locked"
    )


def test_what_was_unlocked_is_shown_with_its_text(cast: Cast, client_of: ClientOf) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    found = section(searched(client_of(cast.trainee), "verify"), "Lessons, quizzes, practicals")
    assert found is not None
    assert "Set up your bench and verify it." in said(found)


@pytest.mark.parametrize("words", ["watt-hours", "metallised", "19.25", "connection", "socket", "ground point takes"])
def test_questions_and_answers_are_found_by_nobody(cast: Cast, client_of: ClientOf, words: str) -> None:
    for who in (cast.trainee, cast.instructor, cast.author):
        assert items(searched(client_of(who), words)) == []


def test_a_quiz_is_found_by_its_title(cast: Cast, client_of: ClientOf) -> None:
    assert items(searched(client_of(cast.trainee), "quiz safety")) == [
        ("Safety quiz", f"/enrolments/{cast.enrolment_id}/items/safety-quiz")
    ]


def test_staff_find_the_newest_revision(cast: Cast, client_of: ClientOf) -> None:
    newest = edition(battery="Lithium burns.")
    for who in (cast.instructor, cast.coordinator, cast.author, cast.moderator):
        assert items(searched(client_of(who), "lithium")) == [("The battery", f"/revisions/{newest}/items/the-battery")]
        assert items(searched(client_of(who), "stores")) == []


def test_trainees_find_what_their_cohort_follows_and_nothing_newer(cast: Cast, client_of: ClientOf) -> None:
    edition(battery="Lithium burns.")
    assert items(searched(client_of(cast.trainee), "lithium")) == []
    assert items(searched(client_of(cast.trainee), "stores")) == [
        ("The battery", f"/enrolments/{cast.enrolment_id}/items/the-battery")
    ]


def test_staff_who_learn_are_led_to_their_own_course(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast), cast.author.id)
    assert items(searched(client_of(cast.author), "battery")) == [
        ("The battery", f"/enrolments/{place}/items/the-battery")
    ]


def test_terms_come_in_the_readers_language_with_what_they_mean(cast: Cast, client_of: ClientOf) -> None:
    cohort_on(cast, edition())
    client = client_of(cast.trainee)
    english = "earth continuity · continuité de terre The low resistance from the plug to the metal parts."
    assert terms(searched(client, "continuite")) == [english]
    client.post("/language", data={"language": "fr"})
    french = "continuité de terre · earth continuity La faible résistance de la fiche aux parties métalliques."
    assert terms(searched(client, "earth continuity")) == [french]


def test_a_terms_name_comes_before_what_others_mean(cast: Cast, client_of: ClientOf) -> None:
    cohort_on(cast, edition())
    names = [each.split(" · ")[0] for each in terms(searched(client_of(cast.trainee), "earth"))]
    assert names == ["earth continuity", "RCD"]


def test_terms_are_those_of_the_readers_own_courses(cast: Cast, client_of: ClientOf) -> None:
    cohort_on(cast, edition())
    assert terms(searched(client_of(cast.outsider_trainee), "earth")) == []
    assert len(terms(searched(client_of(cast.author), "earth"))) == 2


def test_a_term_of_two_courses_is_shown_once(cast: Cast, client_of: ClientOf) -> None:
    edition()
    edition(course_id="another-course")
    assert len(terms(searched(client_of(cast.author), "rcd"))) == 1


def test_a_term_without_the_readers_language_comes_in_the_courses_own(cast: Cast, client_of: ClientOf) -> None:
    cohort_on(cast, edition("- term: {en: spudger}\n  means: {en: A flat lever.}\n"))
    client = client_of(cast.trainee)
    client.post("/language", data={"language": "fr"})
    assert terms(searched(client, "spudger")) == ["spudger A flat lever."]


def test_trainees_find_nobody(cast: Cast, client_of: ClientOf) -> None:
    assert people(searched(client_of(cast.trainee), "otto")) == []
    assert people(searched(client_of(cast.trainee), "tara")) == []


def test_coordinators_find_the_people_of_their_sites(cast: Cast, client_of: ClientOf) -> None:
    page = searched(client_of(cast.coordinator), "trainee")
    assert people(page) == ["Otto Trainee", "Tara Trainee"]
    found = section(page, "People")
    assert found is not None
    assert links(found)[2:] == [
        ("Tara Trainee", f"/people/{cast.trainee.id}"),
        ("Spring 2026", f"/enrolments/{cast.enrolment_id}"),
    ]
    assert people(searched(client_of(cast.coordinator), "outsider")) == []
    assert people(searched(client_of(cast.coordinator), "instructor")) == ["Ines Instructor"]
    assert people(searched(client_of(cast.outsider_coordinator), "trainee")) == []


def test_instructors_find_the_trainees_of_their_cohorts(cast: Cast, client_of: ClientOf) -> None:
    page = searched(client_of(cast.instructor), "trainee")
    found = section(page, "People")
    assert found is not None
    assert links(found) == [
        ("Otto Trainee", f"/enrolments/{cast.other_enrolment_id}"),
        ("Spring 2026", f"/enrolments/{cast.other_enrolment_id}"),
        ("Tara Trainee", f"/enrolments/{cast.enrolment_id}"),
        ("Spring 2026", f"/enrolments/{cast.enrolment_id}"),
    ]
    assert "@school.example" not in said(found)
    for words in ("outsider", "coordinator", "instructor"):
        assert people(searched(client_of(cast.instructor), words)) == []


def test_authors_and_moderators_find_nobody(cast: Cast, client_of: ClientOf) -> None:
    for who in (cast.author, cast.moderator):
        assert people(searched(client_of(who), "trainee")) == []


def test_accents_and_parts_of_names_are_found_and_old_names_are_not(cast: Cast, client_of: ClientOf) -> None:
    change_person(
        person_by_id(cast.trainee.id), name="Zoë Lefèvre-Ångström", email="z@school.example", by=None, at=NOON
    )
    client = client_of(cast.coordinator)
    found = [people(searched(client, words)) for words in ("zoe angstrom", "LEFEVRE", "Tara")]
    assert found == [["Zoë Lefèvre-Ångström"], ["Zoë Lefèvre-Ångström"], []]


def test_of_many_the_first_are_shown(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    for number in range(25):
        person = add_person(f"Common {number:02}", email=None, language="en", by=None, at=BEFORE)
        place_in(cohort, person.id)
    for who in (cast.coordinator, cast.instructor):
        page = searched(client_of(who), "common")
        assert people(page) == [f"Common {number:02}" for number in range(20)]
        assert "There is more. Add a word to find less." in said(page)


def test_everybody_is_led_to_the_search_from_every_page(cast: Cast, client_of: ClientOf) -> None:
    for who in (cast.trainee, cast.coordinator):
        page = tree(client_of(who).get("/").text)
        assert ("Search", "/search") in links(page)
        assert [form.get("action") for form in of_class(page, "search-box")] == ["/search"]


def test_strangers_are_sent_to_sign_in_first(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(None).get("/search?q=tara")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=%2Fsearch%3Fq%3Dtara")


@pytest.mark.parametrize(("who", "queries"), [("trainee", 5), ("instructor", 6), ("coordinator", 10)])
def test_a_search_takes_as_many_queries_for_three_findings_as_for_one(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, who: str, queries: int
) -> None:
    cohort_on(cast, edition(GLOSSARY, battery="The earth."), name="Earth")
    counted = []
    for names in (["Earth One"], ["Earth Two", "Earth Three"]):
        for name in names:
            person = add_person(name, email=None, language="en", by=None, at=BEFORE)
            place_in(running_cohort(cast, name=name), person.id)
        client = client_of(cast.members[who])
        searched(client, "earth")
        with count_queries() as made:
            searched(client, "earth")
        counted.append(len(made))
    assert counted == [queries, queries]
