"""The words of the trade: explained where a text first uses them, and together on a page of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest
from flask import Flask

from app.courses.facts import Enrolled
from app.courses.glossary import Entry, Said, glossary_of, said
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.courses.routes.explained import explained
from app.curriculum.compiler import compile_course
from app.curriculum.folder import read_course
from app.curriculum.model import Criterion, Curriculum, Item, Practical, Question, Quiz, Term
from app.people.operations import choose_language
from app.people.queries import person_by_id
from app.shared.ids import new_id
from tests.cast import BEFORE, FIRST_DAY, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.unwritten import COURSE
from tests.curriculum.small_course import case_page

GLOSSARY = """\
- term: {en: swollen cell, fr: cellule gonflée}
  means: {en: A cell that has filled with gas., fr: Une cellule remplie de gaz.}
- term: {en: bench, fr: établi, de: Werkbank}
  means: {en: Where you <work>., fr: Là où l’on travaille.}
- term: {en: ESD}
  means: {en: A sudden flow of charge.}
- term: {en: strap, fr: bracelet}
  means: {en: "It leads charge away."}
- term: {en: 4-wire measurement, fr: mesure à quatre fils}
  means: {en: With two wires more., fr: Avec deux fils de plus.}
- term: {en: Écran, fr: écran}
  means: {en: A screen., fr: Un écran.}
"""
BENCH = "week-01/10-the-bench.md"


@pytest.fixture
def enrolled(cast: Cast) -> Enrolled:
    """The trainee in a course with a glossary."""
    return enrolled_with(cast, GLOSSARY)


def enrolled_with(cast: Cast, glossary: str, more: Mapping[str, str] = MappingProxyType({})) -> Enrolled:
    written = {"glossary.yaml": glossary, **more}
    sources = {**read_course(COURSE).sources, **{path: text.encode() for path, text in written.items()}}
    revision, _ = publish(sources, course_id=COURSE.name, track_id=COURSE.parent.name, by=None, at=BEFORE)
    cohort = create_cohort(
        f"Words {revision.number}",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )
    return enrolment_facts(enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE).id)


def compiled(glossary: str) -> Curriculum:
    sources = {**read_course(COURSE).sources, "glossary.yaml": glossary.encode()}
    curriculum = compile_course(sources, track_id="mobile", course_id=COURSE.name).curriculum
    assert curriculum is not None
    return curriculum


def read_french(cast: Cast) -> None:
    """From now on the trainee reads French."""
    choose_language(cast.trainee.id, language="fr")


def judged(item: Item) -> tuple[Question | Criterion, ...]:
    """What of an item is marked or assessed."""
    questions = item.questions if isinstance(item, Quiz) else ()
    criteria = item.criteria if isinstance(item, Practical) else ()
    return (*item.checks.values(), *questions, *criteria)


def terms_in(page: str) -> list[tuple[str, str]]:
    """What stands in the text for each term that is explained, and what opens."""
    return re.findall(r'<button class="term"[^>]* popovertarget="[^"]*">(.*?)</button><span[^>]*>(.*?)<button', page)


def entries(page: str) -> list[str]:
    """The words of each entry of the glossary's page, without tags."""
    found = re.findall(r'<div class="glossary-entry"[^>]*>(.*?)</div>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", entry).split()) for entry in found]


def test_a_lesson_explains_each_term_where_it_comes_first(enrolled: Enrolled, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}/items/the-bench").text
    assert terms_in(page) == [
        ("bench", '<span class="term-said"><b>bench</b> Where you &lt;work&gt;.</span>'),
        ("swollen cell", '<span class="term-said"><b>swollen cell</b> A cell that has filled with gas.</span>'),
        ("strap", '<span class="term-said"><b>strap</b> It leads charge away.</span>'),
    ]
    # The practice question, the headings and the titles of blocks use `strap` and `bench` too.
    opened = re.findall(r'popovertarget="([^"]*)"', page)
    assert opened == [f"term-{number}" for number in (1, 1, 0, 0, 3, 3)]
    assert [f'id="{each}" popover' in page for each in opened] == [True] * 6


def test_a_reader_of_another_language_gets_the_meaning_in_both(
    enrolled: Enrolled, cast: Cast, client_of: ClientOf
) -> None:
    read_french(cast)
    page = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}/items/the-bench").text
    here = '<span class="term-said"><b>bench</b> Where you &lt;work&gt;.</span>'
    theirs = '<span class="term-said" lang="fr"><b>établi</b> Là où l’on travaille.</span>'
    assert terms_in(page)[0] == ("bench", here + theirs)
    assert len(re.findall(r'popovertargetaction="hide" autofocus lang="fr"', page)) == 3
    # What is not said in French is said in the course's language only.
    assert terms_in(page)[2][1] == '<span class="term-said"><b>strap</b> It leads charge away.</span>'


def test_a_brief_and_what_staff_read_explain_terms_too(enrolled: Enrolled, cast: Cast, client_of: ClientOf) -> None:
    brief = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}/items/esd-bench").text
    assert [use for use, _ in terms_in(brief)] == ["bench"]
    staff = client_of(cast.instructor).get(f"/revisions/{enrolled.cohort.revision_id}/items/the-bench").text
    assert [use for use, _ in terms_in(staff)] == ["bench", "swollen cell", "strap"]


def test_a_quizs_introduction_and_what_a_customer_says_explain_terms_too(cast: Cast, client_of: ClientOf) -> None:
    case = case_page().replace("Dead since it fell.", "It lies on your bench, and fell off another bench.")
    place = enrolled_with(cast, GLOSSARY, {"week-02/85-dead-phone.md": case})
    client = client_of(cast.trainee)
    quiz_page = client.get(f"/enrolments/{place.id}/items/safety-quiz").text
    assert [use for use, _ in terms_in(quiz_page)] == ["bench"]
    address = f"/enrolments/{place.id}/items/dead-phone"
    assert [use for use, _ in terms_in(client.get(address).text)] == ["bench"]
    run = client.post(f"{address}/case-runs", data={"id": str(new_id())})
    assert [use for use, _ in terms_in(client.get(run.location).text)] == ["bench"]


def test_a_lesson_with_terms_takes_as_few_queries_as_one_without(
    enrolled: Enrolled, cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client = client_of(cast.trainee)
    client.get(f"/enrolments/{enrolled.id}/items/the-bench")
    with count_queries() as queries:
        client.get(f"/enrolments/{enrolled.id}/items/the-bench")
    assert len(queries) == 3


def test_the_digests_of_questions_and_criteria_know_nothing_of_the_glossary() -> None:
    with_terms, without = compiled(GLOSSARY), compiled("[]")
    digests = [
        [each.digest for item in course.items.values() for each in judged(item)] for course in (with_terms, without)
    ]
    assert digests[0] == digests[1]
    assert len(digests[0]) > 5


def test_the_glossary_is_in_the_order_of_the_alphabet_with_the_words_of_other_languages(
    enrolled: Enrolled, cast: Cast, client_of: ClientOf
) -> None:
    page = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}/glossary").text
    assert re.findall(r'<h2 id="letter-\d">(.*?)</h2>', page) == ["B", "E", "S", "#"]
    assert entries(page) == [
        "bench · établi (French) · Werkbank (German) Where you &lt;work&gt;.",
        "Écran · écran (French) A screen.",
        "ESD A sudden flow of charge.",
        "strap · bracelet (French) It leads charge away.",
        "swollen cell · cellule gonflée (French) A cell that has filled with gas.",
        "4-wire measurement · mesure à quatre fils (French) With two wires more.",
    ]


def test_the_glossary_is_in_the_reader_s_order_with_the_course_s_word_beside_theirs(
    enrolled: Enrolled, cast: Cast, client_of: ClientOf
) -> None:
    read_french(cast)
    page = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}/glossary").text
    assert entries(page) == [
        "cellule gonflée · swollen cell Une cellule remplie de gaz. A cell that has filled with gas.",
        "écran · Écran Un écran. A screen.",
        "ESD A sudden flow of charge.",
        "établi · bench · Werkbank (allemand) Là où l’on travaille. Where you &lt;work&gt;.",
        "mesure à quatre fils · 4-wire measurement Avec deux fils de plus. With two wires more.",
        "strap · bracelet (français) It leads charge away.",
    ]
    assert re.findall(r'<dt><span lang="en">(.*?)</span>', page) == ["ESD", "strap"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("GONFLEE", ["swollen cell"]),
        ("ecran", ["Écran"]),
        ("wir es", ["4-wire measurement"]),
        ("zeppelin", []),
        ("\x00\x1f", ["bench", "Écran", "ESD", "strap", "swollen cell", "4-wire measurement"]),
    ],
)
def test_the_glossary_is_looked_through_in_every_language(
    enrolled: Enrolled, cast: Cast, client_of: ClientOf, words: str, found: list[str]
) -> None:
    page = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}/glossary", query_string={"q": words}).text
    assert re.findall(r'<div class="glossary-entry"[^>]*>\s*<dt><span>(.*?)</span>', page) == found
    assert ("Nothing found" in page) is (not found)


def test_a_course_without_a_glossary_says_so_and_links_to_none(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    page = client.get(f"/enrolments/{cast.enrolment_id}/glossary").text
    assert "This course explains no words yet" in page
    assert 'type="search" id="words"' not in page
    lesson, course = (client.get(f"/enrolments/{cast.enrolment_id}{path}").text for path in ("/items/the-bench", ""))
    assert ["/glossary" in each for each in (lesson, course)] == [False, False]


def test_the_glossary_is_found_from_the_lesson_the_course_and_the_revision(
    enrolled: Enrolled, cast: Cast, client_of: ClientOf
) -> None:
    own, revision = f"/enrolments/{enrolled.id}", f"/revisions/{enrolled.cohort.revision_id}"
    trainee, instructor = client_of(cast.trainee), client_of(cast.instructor)
    assert f'href="{own}/glossary"' in trainee.get(f"{own}/items/the-bench").text
    assert f'href="{own}/glossary"' in trainee.get(own).text
    assert f'href="{revision}/glossary"' in instructor.get(revision).text
    assert len(entries(instructor.get(f"{revision}/glossary").text)) == 6


@pytest.mark.parametrize("words", [1, 300])
def test_the_glossary_takes_two_queries_however_many_words_it_has(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, words: int
) -> None:
    glossary = "".join(f"- term: {{en: word {number}}}\n  means: {{en: Number {number}}}\n" for number in range(words))
    enrolled = enrolled_with(cast, glossary)
    client = client_of(cast.trainee)
    client.get(f"/enrolments/{enrolled.id}/glossary")
    with count_queries() as queries:
        page = client.get(f"/enrolments/{enrolled.id}/glossary").text
    assert (len(queries), len(entries(page))) == (2, words)


def test_each_term_has_an_anchor_of_its_own_that_is_the_same_for_all_readers() -> None:
    glossary = "".join(
        f"- term: {{en: '{name}'}}\n  means: {{en: x}}\n" for name in ("ab c", "ab-c", "Äb c", "+", "++")
    )
    course = compiled(glossary)
    anchors = {entry.first.name: entry.anchor for letter in glossary_of(course, "fr") for entry in letter.entries}
    assert anchors == {
        "ab c": "word-ab-c",
        "ab-c": "word-ab-c-2",
        "Äb c": "word-ab-c-3",
        "+": "word",
        "++": "word-2",
    }


def test_a_term_is_said_in_the_first_language_that_has_its_name_and_its_meaning() -> None:
    term = Term({"en": "strap", "fr": "bracelet"}, {"en": "It leads charge away."})
    assert said(term, "fr-CA", "en-GB") == Said("strap", "It leads charge away.", "en")
    with pytest.raises(LookupError, match="nothing in any of fr"):
        said(term, "fr")


def test_an_entry_names_a_language_only_once() -> None:
    (letter,) = glossary_of(compiled("- term: {en: bench, fr: banc}\n  means: {en: A bench., fr: Un banc.}\n"), "fr")
    assert letter.entries == (Entry("word-bench", Said("banc", "Un banc.", "fr"), Said("bench", "A bench.", "en"), ()),)


def test_a_translated_lesson_explains_its_terms_in_its_own_language(cast: Cast, client_of: ClientOf) -> None:
    glossary = GLOSSARY.replace("- term: {en: ESD}", "- term: {en: ESD, fr: DES}")
    translated = "---\ntitle: L’établi\n---\n\nUn établi, ses bracelets, la DES, the bench.\n"
    enrolled = enrolled_with(cast, glossary, {"week-02/10-the-battery.fr.md": translated})
    read_french(cast)
    page = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}/items/the-battery").text
    assert terms_in(page) == [
        ("établi", '<span class="term-said"><b>établi</b> Là où l’on travaille.</span>'),
        ("bracelets", '<span class="term-said"><b>strap</b> It leads charge away.</span>'),
        ("DES", '<span class="term-said"><b>ESD</b> A sudden flow of charge.</span>'),
    ]
    assert re.findall(r' popover role="dialog" aria-label="(.*?)"(?: lang="(.*?)")?>', page) == [
        ("établi", ""),
        ("strap", "en"),
        ("ESD", "en"),
    ]
    assert re.findall(r'autofocus(?: lang="(.*?)")?>', page) == ["", "fr", "fr"]


def test_a_text_is_explained_anew_when_only_the_glossary_changed(app: Flask) -> None:
    before = compiled("- term: {en: bench}\n  means: {en: A table.}\n")
    changed = replace(before, glossary=(Term({"en": "bench"}, {"en": "A strong table."}),))
    item = before.items["the-bench"]
    with app.test_request_context():
        texts = [repr(explained(item, course)) for course in (before, changed, before)]
    assert ["A strong table." in text for text in texts] == [False, True, False]
