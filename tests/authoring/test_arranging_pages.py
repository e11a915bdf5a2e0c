"""The desk's pages on which items and weeks are added, moved, renamed, removed, and an act is taken back."""

from __future__ import annotations

import html
import re

import pytest

from app.authoring.facts import DraftFacts
from app.authoring.models import DraftSave
from app.authoring.outlining import Known, outlined
from app.authoring.queries.drafts import compiled, sources_of
from app.courses.operations.enrolments import declare_lesson_done
from app.db import db
from app.shared.ids import new_id
from tests.authoring.drafts import BENCH, another_author, begun, facts_of, wrote
from tests.cast import NOON, Cast
from tests.conftest import ClientOf
from tests.courses.pages import errors, messages, refusal, words
from tests.lint import PageClient

QUIZ = "week-01/80-safety-quiz.md"
PRACTICAL = "week-01/90-esd-bench.md"


@pytest.fixture
def author(cast: Cast, client_of: ClientOf) -> PageClient:
    """The author's browser."""
    return client_of(cast.author)


@pytest.fixture
def draft(cast: Cast) -> DraftFacts:
    """The draft of the cast's course."""
    return begun(cast)


def ids_of(cast: Cast, draft: DraftFacts) -> list[list[str]]:
    """The ids of the items as the draft has them now, week by week."""
    outline = outlined(sources_of(facts_of(cast, draft)), Known())
    return [[item.id for item in week.items] for week in outline.weeks]


def text_of(cast: Cast, draft: DraftFacts, path: str) -> str:
    return sources_of(facts_of(cast, draft))[path].decode()


def mistakes_of(cast: Cast, draft: DraftFacts) -> list[tuple[str, str]]:
    """File and code of what stops publication."""
    now = facts_of(cast, draft)
    return [(each.file, each.code) for each in compiled(now, sources_of(now)).problems if each.level == "error"]


def saves() -> int:
    return db.session.query(DraftSave).count()


def said(page: str) -> str:
    """What stands in the middle of a page."""
    return words(page.partition("<main")[2].partition("</main>")[0])


def told(client: PageClient, address: str) -> str:
    """What the page at that address tells first."""
    return messages(client.get(address).text)[0]


@pytest.mark.parametrize("kind", ["lesson", "quiz", "case", "practical"])
def test_a_new_item_begins_with_a_text_without_mistakes(
    cast: Cast, author: PageClient, draft: DraftFacts, kind: str
) -> None:
    data = {"kind": kind, "title": "A new thing", "week": "2", "act_id": str(new_id())}
    answer = author.post(f"{draft.address}/items", data=data)
    (path,) = facts_of(cast, draft).files.keys() - draft.files.keys()
    assert re.fullmatch(r"week-02/\d\d-a-new-thing\.md", path)
    assert (answer.status_code, answer.location) == (303, f"{draft.address}/files/{path}")
    assert mistakes_of(cast, draft) == []
    item = outlined(sources_of(facts_of(cast, draft)), Known()).items[path]
    assert (item.kind, item.leaf.title) == (kind, "A new thing")


def test_a_new_item_that_is_sent_twice_is_one(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    data = {"kind": "lesson", "title": "Solder", "week": "2", "act_id": str(new_id())}
    author.post(f"{draft.address}/items", data=data)
    answer = author.post(f"{draft.address}/items", data=data)
    assert (answer.status_code, answer.location) == (303, draft.address)
    assert ids_of(cast, draft)[1] == ["the-battery", "solder"]


def test_who_goes_back_and_writes_another_title_makes_another_item(
    cast: Cast, author: PageClient, draft: DraftFacts
) -> None:
    data = {"kind": "lesson", "title": "Solder", "week": "2", "act_id": str(new_id())}
    for title in ("Solder", "Flux"):
        author.post(f"{draft.address}/items", data={**data, "title": title})
    assert ids_of(cast, draft)[1] == ["the-battery", "solder", "flux"]


def test_a_second_item_of_the_same_title_gets_another_id(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    for _again in range(3):
        author.post(f"{draft.address}/items", data={"kind": "lesson", "title": "Solder!", "week": "2"})
    assert ids_of(cast, draft)[1] == ["the-battery", "solder", "solder-2", "solder-3"]


@pytest.mark.parametrize(
    ("changes", "told_of"),
    [
        ({"title": ""}, ("title", "Give it a title.")),
        ({"title": "?!"}, ("title", "Use letters or digits: the id is made of them.")),
        ({"week": "6"}, ("week", "Not a valid choice.")),
        ({"kind": "song"}, ("kind", "Not a valid choice.")),
    ],
)
def test_what_is_no_item_is_put_right_first(
    author: PageClient, draft: DraftFacts, changes: dict[str, str], told_of: tuple[str, str]
) -> None:
    data = {"kind": "lesson", "title": "Solder", "week": "2"} | changes
    answer = author.post(f"{draft.address}/items", data=data)
    assert (answer.status_code, errors(answer.text)) == (422, [told_of])
    assert saves() == 0


def test_the_week_from_which_one_came_is_chosen_already(author: PageClient, draft: DraftFacts) -> None:
    page = author.get(f"{draft.address}/items/new?week=3").text
    assert re.findall(r'<option selected value="(\d)">(.*?)</option>', page) == [("3", "Week 3 · Week number 3")]


def test_a_new_week_comes_last_and_the_course_counts_it(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    page = author.get(f"{draft.address}/weeks/new").text
    assert "Add week 6" in page
    answer = author.post(f"{draft.address}/weeks", data={"title": "Selling", "act_id": str(new_id())})
    assert answer.location == f"{draft.address}/files/week-06/week.md"
    assert "weeks: 6" in text_of(cast, draft, "course.md")
    assert mistakes_of(cast, draft) == []


def test_a_course_has_no_eleventh_week(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    for number in range(6, 11):
        author.post(f"{draft.address}/weeks", data={"title": f"Number {number}"})
    answer = author.post(f"{draft.address}/weeks", data={"title": "Too many"})
    assert answer.status_code == 409
    assert len(ids_of(cast, draft)) == 10


def test_an_item_is_moved_to_where_it_is_wanted(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    page = author.get(f"{draft.address}/items/{QUIZ}").text
    choices = re.findall(r'<option (selected )?value="(2:\d|1:\d)">(.*?)</option>', page)
    assert [(bool(chosen), value, html.unescape(label)) for chosen, value, label in choices] == [
        (False, "1:1", "First in the week"),
        (True, "1:2", "After “The bench”"),
        (False, "1:3", "After “Set up an ESD bench”"),
        (False, "2:1", "First in the week"),
        (False, "2:2", "After “The battery”"),
    ]
    answer = author.post(f"{draft.address}/moves", data={"path": QUIZ, "to": "2:2", "act_id": str(new_id())})
    assert answer.location == f"{draft.address}#item-safety-quiz"
    assert ids_of(cast, draft)[:2] == [["the-bench", "esd-bench"], ["the-battery", "safety-quiz"]]


def test_steps_lead_over_the_border_of_a_week(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    path = "week-02/10-the-battery.md"
    answer = author.post(f"{draft.address}/moves", data={"path": path, "way": "up", "next": "arrange"})
    assert answer.location == f"{draft.address}?arrange=1#item-the-battery"
    assert ids_of(cast, draft)[:2] == [["the-bench", "safety-quiz", "esd-bench", "the-battery"], []]
    (path,) = (path for path in facts_of(cast, draft).files if path.endswith("-the-battery.md"))
    author.post(f"{draft.address}/moves", data={"path": path, "way": "up"})
    author.post(f"{draft.address}/moves", data={"path": BENCH, "way": "down"})
    assert ids_of(cast, draft)[0] == ["safety-quiz", "the-bench", "the-battery", "esd-bench"]


def test_the_same_step_sent_twice_is_one(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    data = {"path": PRACTICAL, "way": "up", "act_id": str(new_id())}
    author.post(f"{draft.address}/moves", data=data)
    author.post(f"{draft.address}/moves", data=data)
    assert ids_of(cast, draft)[0] == ["the-bench", "esd-bench", "safety-quiz"]
    assert told(author, draft.address) == "It is moved."


def test_to_arrange_each_item_has_the_steps_that_it_can_take(author: PageClient, draft: DraftFacts) -> None:
    page = author.get(f"{draft.address}?arrange=1").text
    labels = [html.unescape(each) for each in re.findall(r'aria-label="((?:Up|Down): [^"]*)"', page)]
    assert labels[:3] == ["Down: The bench", "Up: Safety quiz", "Down: Safety quiz"]
    assert labels[-1] == "Up: The board"


@pytest.mark.parametrize("data", [{}, {"to": "9:1"}, {"to": "x"}, {"way": "sideways"}, {"to": "1"}])
def test_a_place_that_is_none_moves_nothing(
    cast: Cast, author: PageClient, draft: DraftFacts, data: dict[str, str]
) -> None:
    assert author.post(f"{draft.address}/moves", data={"path": QUIZ} | data).status_code == 422
    assert saves() == 0


@pytest.mark.parametrize("act", ["moves", "renames", "removals"])
def test_what_somebody_else_has_moved_meanwhile_is_not_found_any_more(
    cast: Cast, author: PageClient, client_of: ClientOf, draft: DraftFacts, act: str
) -> None:
    client_of(another_author()).post(f"{draft.address}/renames", data={"path": QUIZ, "new_id": "first-quiz"})
    before = saves()
    answer = author.post(f"{draft.address}/{act}", data={"path": QUIZ, "to": "2:1", "new_id": "other"})
    assert (answer.status_code, answer.location, saves()) == (303, draft.address, before)
    assert told(author, draft.address).startswith("It isn’t there any more: somebody moved, renamed or removed it.")


def test_a_renamed_item_keeps_its_old_id_as_an_alias_and_its_links(
    cast: Cast, author: PageClient, draft: DraftFacts
) -> None:
    wrote(cast, draft, BENCH, text_of(cast, draft, BENCH) + "\nSee [the quiz](safety-quiz).\n")
    page = said(author.get(f"{draft.address}/items/{QUIZ}").text)
    assert "These link to it, and will lead to the new id: The bench" in page
    data = {"path": QUIZ, "new_id": "first-quiz", "act_id": str(new_id())}
    answer = author.post(f"{draft.address}/renames", data=data)
    assert answer.location == f"{draft.address}#item-first-quiz"
    assert ids_of(cast, draft)[0] == ["the-bench", "first-quiz", "esd-bench"]
    assert "[the quiz](first-quiz)" in text_of(cast, draft, BENCH)
    assert mistakes_of(cast, draft) == []
    page = said(author.get(f"{draft.address}/items/week-01/80-first-quiz.md").text)
    assert "It is renamed. Records and links find it under both ids." in page
    assert "Called before safety-quiz" in page
    assert author.post(f"{draft.address}/renames", data=data).location == draft.address
    assert told(author, draft.address) == "It is done."


@pytest.mark.parametrize(
    ("new_id", "sentence"),
    [
        ("", "Give it an id."),
        ("The Quiz", "This is no id; “the-quiz” would be one."),
        ("!", "This is no id."),
        ("the-bench", "Another item has this id."),
    ],
)
def test_what_is_no_id_is_put_right_first(author: PageClient, draft: DraftFacts, new_id: str, sentence: str) -> None:
    answer = author.post(f"{draft.address}/renames", data={"path": QUIZ, "new_id": new_id})
    assert (answer.status_code, errors(answer.text)) == (422, [("new_id", sentence)])
    assert saves() == 0


def test_before_it_is_removed_the_author_reads_what_hangs_on_it(
    cast: Cast, author: PageClient, draft: DraftFacts
) -> None:
    declare_lesson_done(cast.item("the-bench"), by=cast.trainee.id, at=NOON)
    wrote(
        cast, draft, "week-02/10-the-battery.md", "---\ntitle: B\nminutes: 5\n---\n\n[b](../week-01/10-the-bench.md)\n"
    )
    page = said(author.get(f"{draft.address}/items/{BENCH}").text)
    assert "These link to it, and would lead nowhere: B" in page
    assert "1 trainee worked on it. What they did stays in their records." in page
    page = said(author.get(f"{draft.address}/items/{QUIZ}").text)
    assert "It opens these, which nothing would open any more: Set up an ESD bench" in page
    assert "No trainee has worked on it." in page


def test_an_item_goes_with_its_translations_and_comes_back_when_it_is_undone(
    cast: Cast, author: PageClient, draft: DraftFacts
) -> None:
    wrote(cast, draft, "week-02/10-the-battery.fr.md", "---\ntitle: La batterie\n---\n")
    before = facts_of(cast, draft).files
    data = {"path": "week-02/10-the-battery.md", "act_id": str(new_id())}
    assert author.post(f"{draft.address}/removals", data=data).location == draft.address
    assert before.keys() - facts_of(cast, draft).files.keys() == {
        "week-02/10-the-battery.md",
        "week-02/10-the-battery.fr.md",
    }
    page = author.get(draft.address).text
    assert "Your last change: Taken away, week-02/10-the-battery.fr.md and 1 other file" in said(page).replace(
        "10-the-battery.md and", "10-the-battery.fr.md and"
    )
    (undone,) = re.findall(r'name="undone" value="([^"]+)"', page)
    author.post(f"{draft.address}/undos", data={"undone": undone, "act_id": str(new_id())})
    assert told(author, draft.address) == "It is undone."
    assert facts_of(cast, draft).files == before


def test_nothing_is_undone_that_somebody_has_written_over(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    data = {"path": QUIZ, "way": "down", "act_id": str(new_id())}
    author.post(f"{draft.address}/moves", data=data)
    (undone,) = re.findall(r'name="undone" value="([^"]+)"', author.get(draft.address).text)
    (path,) = (path for path in facts_of(cast, draft).files if path.endswith("-safety-quiz.md"))
    wrote(cast, draft, path, "over", by=another_author())
    assert "Your last change" not in said(author.get(draft.address).text)
    answer = author.post(f"{draft.address}/undos", data={"undone": undone})
    assert answer.status_code == 409
    assert text_of(cast, draft, path) == "over"


@pytest.mark.parametrize("undone", ["", "x", str(new_id())])
def test_what_was_never_done_is_not_undone(author: PageClient, draft: DraftFacts, undone: str) -> None:
    answer = author.post(f"{draft.address}/undos", data={"undone": undone})
    assert answer.status_code == 409
    assert refusal(answer.text)


def week_form(page: str, **changes: str) -> dict[str, str]:
    """What a week's form sends."""
    (seen,) = set(re.findall(r'name="seen" value="([^"]*)"', page))
    return {"seen": seen, "act_id": str(new_id())} | changes


def test_a_week_is_moved_with_its_items_and_the_others_are_numbered_anew(
    cast: Cast, author: PageClient, draft: DraftFacts
) -> None:
    page = author.get(f"{draft.address}/weeks/5").text
    answer = author.post(f"{draft.address}/weeks/5/moves", data=week_form(page, to="2"))
    assert answer.location == f"{draft.address}#week-2"
    assert [each[-1] for each in ids_of(cast, draft)] == [
        "esd-bench",
        "the-board",
        "the-battery",
        "the-screen",
        "the-port",
    ]
    assert mistakes_of(cast, draft) == []


def test_a_week_is_removed_once_even_if_that_is_sent_twice(cast: Cast, author: PageClient, draft: DraftFacts) -> None:
    page = author.get(f"{draft.address}/weeks/2").text
    assert "These go with it: The battery No trainee has worked on it." in said(page)
    data = week_form(page)
    for _twice in range(2):
        assert author.post(f"{draft.address}/weeks/2/removal", data=data).location == draft.address
    assert [each[-1] for each in ids_of(cast, draft)] == ["esd-bench", "the-screen", "the-port", "the-board"]


@pytest.mark.parametrize("act", ["moves", "removal"])
def test_a_week_that_has_another_number_by_now_is_not_taken_for_the_one_that_was_seen(
    cast: Cast, author: PageClient, client_of: ClientOf, draft: DraftFacts, act: str
) -> None:
    data = week_form(author.get(f"{draft.address}/weeks/2").text, to="1")
    colleague = client_of(another_author())
    colleague.post(
        f"{draft.address}/weeks/3/moves", data=week_form(colleague.get(f"{draft.address}/weeks/3").text, to="2")
    )
    before = ids_of(cast, draft)
    assert author.post(f"{draft.address}/weeks/2/{act}", data=data).status_code == 409
    assert ids_of(cast, draft) == before
