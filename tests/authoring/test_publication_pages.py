"""The pages on which a draft is published, and where its note is read."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from app.authoring.facts import DraftFacts
from app.authoring.queries.drafts import text_of
from app.courses.models import Revision
from app.db import db
from tests.authoring.drafts import BENCH, another_author, wrote
from tests.authoring.published import at_the_desk, changed, newest
from tests.cast import Cast
from tests.conftest import ClientOf
from tests.courses.pages import errors, facts, refusal, words
from tests.quizzes.sittings import RIGHT, SOURCE, begin, finish

COVER = "course.md"
WELCOME = ("Welcome to the bench.", "Welcome at the desk.")
NOTE = "A better welcome."


@pytest.fixture
def draft(cast: Cast) -> DraftFacts:
    """A draft in which the welcome and the safety quiz are others."""
    changed(cast, COVER, *WELCOME)
    return changed(cast, SOURCE, "= 19.25", "= 19.3")


def form_of(draft: DraftFacts, **more: str) -> dict[str, str]:
    """What the page sends."""
    return {"version": str(draft.version), "base": str(draft.base_id), "note": NOTE, **more}


def revisions() -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(Revision)) or 0


def parts(page: str) -> list[str]:
    """The words of each part that changes."""
    return [
        words(each) for each in re.findall(r'<li class="panel[^>]*>(.*?)</li>\s*(?=<li class="panel|</ul>)', page, re.S)
    ]


def answer(cast: Cast) -> None:
    """Let the trainee pass the safety quiz."""
    finish(begin(cast.item("safety-quiz")), cast.item("safety-quiz"), RIGHT)


def test_the_page_shows_what_changes_and_for_whom(cast: Cast, draft: DraftFacts, client_of: ClientOf) -> None:
    answer(cast)
    page = client_of(cast.author).get(f"{draft.address}/publication/new").text
    course, quiz = parts(page)
    assert course.startswith("The course’s own page, and its competences Changed")
    assert "Quiz · Changed 1 has completed it What people are judged by means something else:" in quiz
    running = "2 cohorts, 3 trainees · Elsewhere (Nantes), Spring 2026 (Lyon)"
    assert facts(page) == [("Revision 1", running)]
    assert 'name="knowingly"' in page


def test_a_question_that_nobody_answered_takes_no_tick(cast: Cast, draft: DraftFacts, client_of: ClientOf) -> None:
    page = client_of(cast.author).get(f"{draft.address}/publication/new").text
    assert ("Nobody has begun it" in parts(page)[1], 'name="knowingly"' in page) == (True, False)


def test_each_change_is_shown_side_by_side(cast: Cast, draft: DraftFacts, client_of: ClientOf) -> None:
    client = client_of(cast.author)
    page = client.get(f"{draft.address}/publication/parts/course").text
    assert re.findall(r'<ins class="word-added">(?:<span class="hidden">.*?</span>)?(.*?)</ins>', page) == [
        "at",
        "desk",
    ]
    gone = client.get(f"{draft.address}/publication/parts/the-bench")
    assert (gone.status_code, gone.location) == (303, f"{draft.address}/publication/new")


def test_a_picture_that_nobody_changed_is_not_marked(cast: Cast, client_of: ClientOf) -> None:
    draft = changed(cast, BENCH, "leaves slowly", "goes slowly")
    page = client_of(cast.author).get(f"{draft.address}/publication/parts/the-bench").text
    assert page.count(f'src="{draft.address}/images/') == 2  # on either side
    assert re.findall(r'class="word-(?:added|removed)">(?:<span[^>]*>[^<]*</span>)?<img', page) == []


def test_each_mistake_that_stops_publication_leads_to_its_line(cast: Cast, client_of: ClientOf) -> None:
    draft = changed(cast, COVER, "weeks: 5", "weeks: 4")
    client = client_of(cast.author)
    page = client.get(f"{draft.address}/publication/new").text
    assert re.findall(rf'href="{draft.address}/files/(course.md#line-\d+)"', page) != []
    assert 'id="publication"' not in page
    refused = client.post(f"{draft.address}/publication", data=form_of(draft))
    assert (refused.status_code, revisions()) == (422, 1)


def test_publishing_takes_a_note_in_a_line(cast: Cast, draft: DraftFacts, client_of: ClientOf) -> None:
    client, address = client_of(cast.author), f"{draft.address}/publication"
    for note, sentence in (
        ("", "Say in a line what is new."),
        ("  ", "Say in a line what is new."),
        ("x" * 201, "Say it in 200 signs at most."),
    ):
        refused = client.post(address, data=form_of(draft, note=note))
        assert (refused.status_code, errors(refused.text)) == (422, [("note", sentence)])
    done = client.post(address, data=form_of(draft, note="Two\nlines."))
    assert (done.status_code, done.location) == (303, f"/revisions/{newest().id}")
    assert (newest().number, newest().note) == (2, "Two lines.")
    assert "Two lines." in client.get(f"/revisions/{newest().id}").text


def test_the_same_form_sent_twice_leads_to_the_same_revision(
    cast: Cast, draft: DraftFacts, client_of: ClientOf
) -> None:
    client = client_of(cast.author)
    first, second = (client.post(f"{draft.address}/publication", data=form_of(draft)) for _ in range(2))
    assert (first.location, first.status_code) == (second.location, 303)
    assert revisions() == 2


def test_a_form_that_is_old_is_refused_with_a_sentence(cast: Cast, draft: DraftFacts, client_of: ClientOf) -> None:
    wrote(cast, draft, BENCH, f"{text_of(draft, BENCH).text}\nMore.\n", by=another_author())
    refused = client_of(cast.author).post(f"{draft.address}/publication", data=form_of(draft))
    assert (refused.status_code, refusal(refused.text).startswith("Somebody changed the draft")) == (409, True)


def test_answered_questions_that_change_take_a_tick(cast: Cast, draft: DraftFacts, client_of: ClientOf) -> None:
    answer(cast)
    client = client_of(cast.author)
    refused = client.post(f"{draft.address}/publication", data=form_of(draft))
    assert (refused.status_code, "People have answered ‘energy’" in words(refused.text), revisions()) == (422, True, 1)
    assert client.post(f"{draft.address}/publication", data=form_of(draft, knowingly="y")).status_code == 303


def test_the_note_is_read_where_courses_are_listed_and_where_a_cohort_takes_it(cast: Cast, client_of: ClientOf) -> None:
    at_the_desk(cast, COVER, *WELCOME, note="First of two.")
    at_the_desk(cast, BENCH, "leaves slowly", "goes slowly", note="Second of two.")
    courses = client_of(cast.author).get("/courses").text
    assert ("Second of two." in courses, "First of two." in courses) == (True, False)
    taking = client_of(cast.coordinator).get(f"/cohorts/{cast.cohort_id}/revision").text
    assert ("Second of two." in taking, "First of two." in taking) == (True, True)
