"""The desk's pages: every course with its draft, the draft as a tree, and how one ends."""

from __future__ import annotations

import re

import html5lib
import pytest

from app.authoring.models import Draft
from app.authoring.operations.drafts import begin_course, begin_draft
from app.authoring.operations.saving import save_file
from app.authoring.queries.drafts import sources_of
from app.courses.operations.mistake_reports import report_mistake
from app.courses.operations.revisions import publish
from app.courses.queries.mistake_reports import reported_item
from app.db import db
from app.shared.ids import new_id
from tests.authoring.drafts import BENCH, COURSE_ID, another_author, begun, facts_of, wrote
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.pages import errors, messages, refusal, words
from tests.lint import PageClient

QUIZ = "week-01/80-safety-quiz.md"


@pytest.fixture
def author(cast: Cast, client_of: ClientOf) -> PageClient:
    """The author's browser."""
    return client_of(cast.author)


def main_of(page: str) -> str:
    """What stands in the middle of a page."""
    return page.partition("<main")[2].partition("</main>")[0]


def rows(page: str) -> list[str]:
    """What each row of the tree says."""
    lists = html5lib.parse(page, namespaceHTMLElements=False).iter("li")
    return [" ".join(" ".join(each.itertext()).split()) for each in lists if each.get("class") == "item tree-item"]


def row_of(page: str, title: str) -> str:
    """What the row of that title says."""
    return next(row for row in rows(page) if row.startswith(title))


def panels(page: str) -> list[str]:
    """What is said of each course."""
    return [words(each) for each in re.findall(r'<article class="panel".*?</article>', page, re.DOTALL)]


def number_of_drafts() -> int:
    return db.session.query(Draft).count()


def test_the_desk_has_every_course_and_where_to_begin(cast: Cast, author: PageClient) -> None:
    (course,) = panels(author.get("/desk").text)
    assert re.fullmatch(r"Tiny phone repair Published Revision 1 of \d+ \w+ \d+ Begin a draft", course)


def test_a_course_that_is_being_written_says_since_when_and_by_whom(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    wrote(cast, draft, BENCH, "other", by=another_author())
    (course,) = panels(author.get("/desk").text)
    assert course == (
        "Tiny phone repair Being written Aude Author began this draft on 5 May 2026. "
        "Last saved on 5 May 2026, 12:00 by Anna Author. Revision 1 of 1 April 2026 Go on writing"
    )
    assert f'href="/drafts/{draft.id}"' in author.get("/desk").text


def test_a_course_that_was_never_published_is_there_too(cast: Cast, author: PageClient) -> None:
    sources = {"course.md": b"---\ntitle: Kettles\nlanguage: fr\n---\n"}
    begin_course(sources, course_id="kettles", track_id="mobile", by=cast.author.id, at=NOON)
    kettles, phones = panels(author.get("/desk").text)
    assert kettles == (
        "Kettles Being written Aude Author began this draft on 5 May 2026. Nothing was saved yet. "
        "Not published yet Go on writing"
    )
    assert phones.startswith("Tiny phone repair Published")
    assert '<span lang="fr">Kettles</span>' in author.get("/desk").text


def test_the_desk_asks_as_much_of_many_drafts_as_of_one(
    cast: Cast, author: PageClient, count_queries: CountQueries
) -> None:
    author.get("/desk")
    counts = []
    for course_id in (COURSE_ID, "kettles", "lamps"):
        if course_id == COURSE_ID:
            begun(cast)
        else:
            begin_course({"course.md": b""}, course_id=course_id, track_id="mobile", by=cast.author.id, at=NOON)
        with count_queries() as queries:
            author.get("/desk")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_a_draft_is_begun_once_however_often_it_is_asked_for(cast: Cast, client_of: ClientOf) -> None:
    first = client_of(cast.author).post("/drafts", data={"course_id": COURSE_ID})
    second = client_of(another_author()).post("/drafts", data={"course_id": COURSE_ID})
    assert (first.status_code, second.location) == (303, first.location)
    assert number_of_drafts() == 1


@pytest.mark.parametrize("course_id", ["", "no-such-course"])
def test_no_draft_is_begun_of_what_is_no_course(author: PageClient, course_id: str) -> None:
    assert author.post("/drafts", data={"course_id": course_id}).status_code == 422
    assert number_of_drafts() == 0


def test_the_tree_has_the_weeks_with_their_items_in_order_and_the_files_around(cast: Cast, author: PageClient) -> None:
    page = author.get(begun(cast).address).text
    assert [words(each) for each in re.findall(r"<h2[^>]*>(.*?)</h2>", main_of(page), re.DOTALL)] == [
        *(f"Week number {number}" for number in range(1, 6)),
        "Around the course",
    ]
    assert [row.split(" · ")[0] for row in rows(page)] == [
        "The course’s own page course.md",
        "What the week is about week-01/week.md",
        "The bench Lesson Move, rename, remove : The bench",
        "Safety quiz Quiz Move, rename, remove : Safety quiz",
        "Set up an ESD bench Practical Move, rename, remove : Set up an ESD bench",
        "What the week is about week-02/week.md",
        "The battery Lesson Move, rename, remove : The battery",
        "What the week is about week-03/week.md",
        "The screen Lesson Move, rename, remove : The screen",
        "What the week is about week-04/week.md",
        "The charging port Lesson Move, rename, remove : The charging port",
        "What the week is about week-05/week.md",
        "The board Lesson Move, rename, remove : The board",
        "Competences competences.yaml",
        "The track track.yaml",
    ]


def test_every_title_leads_to_where_its_file_is_written(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    page = author.get(draft.address).text
    found = re.findall(r'class="item-title" href="([^"]+)"', page)
    texts = {path for path in draft.files if draft.is_text(path)}
    assert {draft.path_at(each.removeprefix(f"{draft.address}/files/")) for each in found} == texts


def test_a_file_says_who_saved_it_last_and_what_is_wrong_in_it(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    text = sources_of(draft)[BENCH].decode()
    wrote(cast, draft, BENCH, text + "\n[nowhere](no-such-item)\n", by=another_author())
    page = author.get(draft.address).text
    row = row_of(page, "The bench")
    assert "saved on 5 May 2026, 12:00 by Anna Author" in row
    assert "by Anna Author 1 mistake Move" in row
    assert "1 mistake stops publication. Where?" in words(main_of(page))
    line = len(text.split("\n")) + 1
    assert f'href="{draft.address}/files/{BENCH}#line-{line}">{BENCH}:{line}</a>' in page
    assert row_of(page, "Safety quiz") == "Safety quiz Quiz Move, rename, remove : Safety quiz"


def test_it_says_that_nothing_stops_publication_when_nothing_does(cast: Cast, author: PageClient) -> None:
    page = words(main_of(author.get(begun(cast).address).text))
    assert "No mistake stops publication." in page
    assert "What stops publication" not in page


def test_a_course_whose_front_matter_is_broken_has_its_tree_all_the_same(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    for path in ("course.md", BENCH, "week-02/week.md"):
        wrote(cast, draft, path, "---\ntitle: [\n---\n")
    page = author.get(draft.address).text
    assert row_of(page, "the-bench").startswith("the-bench Lesson")
    assert len(rows(page)) == 15


def test_translations_are_there_missing_or_wrong(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    wrote(cast, draft, "week-01/10-the-bench.fr.md", "---\ntitle: Le poste\n---\n\nNo such shape.\n\n## More\n")
    page = author.get(draft.address).text
    assert "fr: missing" in row_of(page, "Safety quiz")
    assert re.search(r"fr: (\d+ mistakes?)", row_of(page, "The bench"))
    assert f'href="{draft.address}/translations/fr/{QUIZ}"' in page


def test_open_reports_stand_at_their_item(cast: Cast, author: PageClient) -> None:
    found = reported_item(cast.trainee, item_id="the-bench", enrolment_id=cast.enrolment_id)
    assert found is not None
    report_mistake(found, place="", text="Wrong.", by=cast.trainee.id, at=NOON)
    page = author.get(begun(cast).address).text
    assert "Lesson 1 report Move" in row_of(page, "The bench")
    assert "report" not in row_of(page, "Safety quiz")


def test_a_text_that_the_format_has_no_place_for_is_shown_apart(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    wrote(cast, draft, "week-01/notes.md", "---\ntitle: Notes\n---\n")
    page = author.get(draft.address).text
    assert "Files without a place" in page
    assert row_of(page, "Notes").startswith("Notes week-01/notes.md")


def test_a_draft_that_is_overtaken_says_so_at_the_desk_and_on_its_page(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    sources = {**sources_of(draft), BENCH: sources_of(draft)[BENCH].replace(b"Charge", b"What")}
    publish(sources, course_id=COURSE_ID, track_id=draft.track_id, by=None, at=NOON)
    assert "The course was published by another way since. Bring both together" in panels(author.get("/desk").text)[0]
    (message,) = messages(author.get(draft.address).text)
    assert message.startswith("Somebody published this course by another way Revision 2 of 5 May 2026")


def test_whoever_wrote_beside_somebody_else_is_told_where_to_choose(cast: Cast, client_of: ClientOf) -> None:
    draft = begun(cast)
    before = draft.files[BENCH]
    wrote(cast, draft, BENCH, "theirs", by=another_author())
    aside = save_file(draft.id, BENCH, b"mine", before=before, act_id=new_id(), by=cast.author.id, at=NOON)
    page = client_of(cast.author).get(draft.address).text
    assert f'href="{draft.address}/clashes/{aside.number}">{BENCH}</a>' in page
    assert "Somebody else saved a file while you wrote in it" in messages(page)[0]
    assert messages(client_of(another_author("Ada Author")).get(draft.address).text) == []


def test_discarding_is_asked_twice_and_says_what_goes(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    wrote(cast, draft, BENCH, "other", by=another_author())
    page = author.get(f"{draft.address}/ends/new").text
    assert "1 save is in it, which nobody gets to see any more. Wrote in it: Anna Author" in words(main_of(page))
    answer = author.post(f"{draft.address}/ends", data={"version": "1"})
    assert (answer.status_code, errors(answer.text)) == (422, [("sure", "Tick this if you mean it.")])
    for _twice in range(2):
        answer = author.post(f"{draft.address}/ends", data={"version": "1", "sure": "y"})
        assert (answer.status_code, answer.location) == (303, "/desk")
    assert author.get(draft.address).status_code == 404
    assert author.get("/desk").text.count("Being written") == 0


def test_what_somebody_saved_meanwhile_is_not_discarded_unseen(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    wrote(cast, draft, BENCH, "other", by=another_author())
    answer = author.post(f"{draft.address}/ends", data={"version": "0", "sure": "y"})
    assert answer.status_code == 409
    assert refusal(answer.text).startswith("Somebody changed the draft while you had this page open")
    assert facts_of(cast, draft).version == 1


def test_the_next_draft_begins_from_what_is_published(cast: Cast, author: PageClient) -> None:
    draft = begun(cast)
    wrote(cast, draft, BENCH, "other")
    author.post(f"{draft.address}/ends", data={"version": "1", "sure": "y"})
    again = begin_draft(COURSE_ID, by=cast.author.id, at=NOON)
    assert (again.id != draft.id, again.files) == (True, draft.files)
