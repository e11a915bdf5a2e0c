"""A course that an author begins at the desk."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.authoring.blocks import bare_course
from app.authoring.models import Draft
from app.authoring.queries.drafts import compiled, draft_seen_by, sources_of
from app.authoring.queries.tracks import tracks_seen_by
from app.curriculum.beginning import LANGUAGES
from app.curriculum.compiler import compile_course
from app.curriculum.model import Curriculum
from app.db import db
from tests.cast import Cast
from tests.conftest import ClientOf, CountQueries


def form(**changes: str) -> dict[str, str]:
    wanted = {
        "title": "Tablet repair: screens",
        "course_id": "",
        "language": "en",
        "weeks": "6",
        "track": "mobile",
        "track_title": "",
        "begin": "bare",
    }
    return wanted | changes


def drafts() -> list[Draft]:
    return list(db.session.scalars(select(Draft).order_by(Draft.begun_at, Draft.id)))


def begun(cast: Cast) -> Curriculum:
    """What the one draft compiles to."""
    (draft,) = drafts()
    facts = draft_seen_by(cast.author, draft_id=draft.id)
    assert facts is not None
    made = compiled(facts, sources_of(facts))
    assert made.curriculum is not None
    return made.curriculum


def errors(page: str) -> list[str]:
    return re.findall(r'class="field-error" id="(\w+)-error"', page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("weeks", [5, 10])
def test_an_empty_course_has_no_mistake(language: str, weeks: int) -> None:
    sources = bare_course(track_id="small-engines", title='Say: "so"', weeks=weeks, language=language)
    made = compile_course(sources, track_id="small-engines", course_id="tablets")
    assert [problem for problem in made.problems if problem.level == "error"] == []
    assert made.curriculum is not None
    assert [block.id for block in made.curriculum.blocks] == ["B1"]
    assert (made.curriculum.title, made.curriculum.language, len(made.curriculum.weeks)) == (
        'Say: "so"',
        language,
        weeks,
    )


def test_an_author_begins_a_course_in_a_track_that_is_there(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.author).post("/desk/courses", data=form())
    (draft,) = drafts()
    assert (answer.status_code, answer.location) == (303, f"/drafts/{draft.id}")
    assert (draft.course_id, draft.track_id, draft.base_id) == ("tablet-repair-screens", "mobile", None)
    course = begun(cast)
    assert (course.title, len(course.weeks), course.items) == ("Tablet repair: screens", 6, {})
    shipped = next(each for each in tracks_seen_by(cast.author) or () if each.id == "mobile")
    assert course.track.title["en"] == shipped.title


def test_a_course_can_begin_with_texts_that_show_how_it_is_written(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.author).post("/desk/courses", data=form(begin="tutorial", language="fr", weeks="5"))
    course = begun(cast)
    assert (course.title, course.language, len(course.items)) == ("Tablet repair: screens", "fr", 7)


def test_a_course_can_begin_a_track(cast: Cast, client_of: ClientOf) -> None:
    changes = {"track": "", "track_title": "Petits électroménagers", "language": "fr", "course_id": "grille-pain"}
    client_of(cast.author).post("/desk/courses", data=form(**changes))
    course = begun(cast)
    assert (course.id, course.track.id) == ("grille-pain", "petits-electromenagers")
    assert course.track.title == {"fr": "Petits électroménagers"}
    # The next one can be in it, though nothing of it is published.
    client_of(cast.author).post("/desk/courses", data=form(track="petits-electromenagers", language="en"))
    titles = [draft.files["../track.yaml"] for draft in drafts()]
    assert titles == [titles[0]] * 2


def test_the_same_request_twice_begins_one_course(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.author)
    first, second = (client.post("/desk/courses", data=form()) for _ in range(2))
    assert (first.location, len(drafts())) == (second.location, 1)


def test_an_id_that_a_course_has_is_refused_beside_the_field(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.author)
    answer = client.post("/desk/courses", data=form(course_id="tiny-phone-repair"))
    assert (answer.status_code, errors(answer.text)) == (409, ["course_id"])
    client.post("/desk/courses", data=form())
    again = client.post("/desk/courses", data=form(weeks="7"))
    assert (again.status_code, errors(again.text), len(drafts())) == (409, ["course_id"], 1)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": ""}, ["title", "course_id"]),
        ({"title": "—"}, ["course_id"]),
        ({"course_id": "Not An Id"}, ["course_id"]),
        ({"course_id": "../elsewhere"}, ["course_id"]),
        ({"weeks": "4"}, ["weeks"]),
        ({"language": "xx"}, ["language"]),
        ({"track": "nowhere"}, ["track"]),
        ({"track": ""}, ["track_title"]),
        ({"track": "", "track_title": "Mobile"}, ["track_title"]),
        ({"begin": "else"}, ["begin"]),
    ],
)
def test_what_cannot_be_begun_is_said_beside_its_field(
    cast: Cast, client_of: ClientOf, changes: dict[str, str], wrong: list[str]
) -> None:
    answer = client_of(cast.author).post("/desk/courses", data=form(**changes))
    assert (answer.status_code, errors(answer.text), drafts()) == (422, wrong, [])


def test_only_authors_begin_courses(cast: Cast, client_of: ClientOf) -> None:
    for member in (cast.trainee, cast.coordinator):
        client = client_of(member)
        assert client.get("/desk/courses/new").status_code == 404
        assert client.post("/desk/courses", data=form()).status_code == 404
    assert drafts() == []


def test_the_tracks_take_two_queries(cast: Cast, count_queries: CountQueries) -> None:
    with count_queries() as queries:
        found = tracks_seen_by(cast.author)
    assert found is not None
    assert len(queries) == 2
