"""The pages of a preview: a trainee's own, renewed by saving, without a sign-in."""

from __future__ import annotations

import re

import pytest

from app.preview.serving import Preview
from tests.curriculum.rich_course import CASE, CASE_FR, LESSON, QUIZ
from tests.preview.author import Author, PreviewOf, Reader, renewed


@pytest.fixture
def reader(preview: Preview) -> Reader:
    """Somebody who looks at the preview."""
    return Reader(preview)


def strip(page: str) -> str:
    """What stands in the strip above a page, as text."""
    section = page.partition('<section class="preview')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", section.partition(">")[2]).split())


def test_nobody_signs_in(reader: Reader) -> None:
    page = reader.page("/")
    assert f'href="{reader.course}/items/the-bench"' in page
    assert "A trainee" in page


@pytest.mark.parametrize(
    ("item_id", "shown"),
    [
        ("the-bench", "I have worked through this lesson"),
        ("safety-quiz", "Start the quiz"),
        ("battery-swap", "I am ready"),
        ("case-dead-phone", "No sound, no light."),
    ],
)
def test_each_item_is_shown_as_trainees_see_it_and_nothing_is_locked(reader: Reader, item_id: str, shown: str) -> None:
    page = reader.item(item_id)
    assert shown in page
    assert "locked" not in page.casefold()


def test_the_whole_course_and_its_images_are_there(reader: Reader) -> None:
    assert "Battery swap" in reader.page(reader.course)
    (image,) = {*re.findall(r'src="(/images/[^"]+)"', reader.item("swollen-cells"))}
    assert reader.client.get(image).mimetype == "image/svg+xml"


def test_what_was_saved_is_shown(preview: Preview, author: Author, reader: Reader) -> None:
    before = preview.editions.version
    assert "Solder here." not in reader.item("the-bench")
    author.save(LESSON, "Read this", "Solder here. Read this")
    renewed(preview)
    assert "Solder here." in reader.item("the-bench")
    assert preview.editions.version != before


def test_another_page_shows_a_title_that_was_saved(preview: Preview, author: Author, reader: Reader) -> None:
    assert "Swollen cells" in reader.item("the-bench")
    author.save("week-01/20-swollen-cells.md", "title: Swollen cells", "title: Fat cells")
    renewed(preview)
    page = reader.item("the-bench")
    assert "Fat cells" in page
    assert "Swollen cells" not in page


def test_with_errors_the_course_stays_as_it_was_below_them(preview: Preview, author: Author, reader: Reader) -> None:
    author.save(LESSON, "Read this", "Solder here. [Read](nowhere) this")
    renewed(preview)
    page = reader.item("the-bench")
    assert "Solder here." not in page
    assert "Read this" in page
    told = f"{author.folder}/{LESSON}:8: error: ‘nowhere’ leads nowhere"
    assert strip(page).startswith(f"Preview mobile/phone-repair 1 error You see the course as it was before. {told}")
    author.save(LESSON, "[Read](nowhere)", "Read")
    renewed(preview)
    page = reader.item("the-bench")
    assert "Solder here." in page
    assert strip(page).startswith("Preview mobile/phone-repair No mistakes Show the answers")


def test_errors_are_told_before_warnings(preview: Preview, author: Author, reader: Reader) -> None:
    (author.folder / "a.md").write_text("never shown")
    author.save(LESSON, "Read this", "[Read](nowhere) this")
    renewed(preview)
    levels = re.findall(r'<li class="preview-(\w+)">', reader.item("the-bench"))
    assert levels == ["error", "warning"]


def test_a_course_that_was_broken_from_the_start_is_shown_when_it_is_mended(
    author: Author, preview_of_it: PreviewOf
) -> None:
    author.save(LESSON, "Read this", "[Read](nowhere) this")
    preview = preview_of_it()
    page = Reader(preview).page("/")
    assert "There is nothing to see before this is mended." in strip(page)
    author.save(LESSON, "[Read](nowhere)", "Read")
    renewed(preview)
    assert "Read this" in Reader(preview).item("the-bench")


def test_a_practice_question_is_marked(reader: Reader) -> None:
    page = reader.send(f"{reader.course}/items/the-bench/practice/how-warm", answer="25")
    assert "Warmer is too warm." in page


def begin_quiz(reader: Reader) -> str:
    """Begin the quiz; returns the attempt's path."""
    answer = reader.client.post(
        f"{reader.course}/items/safety-quiz/attempts",
        data={"id": "0190c0de-0000-7000-8000-000000000001", **reader.token},
    )
    return str(answer.location)


def test_the_questions_of_a_quiz_under_way_are_those_that_were_saved(
    preview: Preview, author: Author, reader: Reader
) -> None:
    attempt = begin_quiz(reader)
    reader.send(f"{attempt}/responses", **{"answer-pierced-cell": "1"})
    author.save(QUIZ, "title: Safety quiz", "title: Safety first")
    renewed(preview)
    page = reader.page(attempt)
    assert "Safety first" in page
    assert page.count(" checked") == 1
    author.save(QUIZ, "It can catch fire", "It can burn")
    renewed(preview)
    page = reader.page(attempt)
    assert "It can burn" in page
    assert page.count(" checked") == 0  # what was answered to another question is none to this


def test_a_quiz_under_way_survives_that_its_questions_go(preview: Preview, author: Author, reader: Reader) -> None:
    attempt = begin_quiz(reader)
    path = author.folder / QUIZ
    text = path.read_text()
    path.write_text(text[: text.index("## Why is")].replace("draw: {cells: 2}\n", "") + "## More? {#more .text}\n= a\n")
    path.with_name("80-safety-quiz.fr.md").write_text("---\ntitle: Quiz\n---\n## Encore ? {#more}\n= a\n")
    renewed(preview)
    assert preview.editions.all[0].checked.sound
    assert "More?" in reader.page(attempt)


def test_the_answers_are_a_link_away_and_stay_the_newest(preview: Preview, author: Author, reader: Reader) -> None:
    page = reader.item("safety-quiz")
    answers = re.search(r'href="(/revisions/\d+/items/safety-quiz)">Show the answers<', page)
    assert answers
    assert "= lithium" not in page
    assert "lithium ion" in reader.page(answers[1])
    author.save(QUIZ, "= lithium ion", "= lithium polymer")
    renewed(preview)
    page = reader.page(answers[1])
    assert "lithium polymer" in page
    assert f'href="{reader.course}/items/safety-quiz">As trainees see it<' in page


def test_the_answers_of_a_quiz_under_way_are_a_link_away(reader: Reader) -> None:
    assert re.search(r'href="/revisions/\d+/items/safety-quiz">Show the answers<', reader.page(begin_quiz(reader)))


def begin_case(reader: Reader) -> str:
    """Begin the case, and take the battery off; returns the run's path."""
    begun = {"id": "0190c0de-0000-7000-8000-000000000002", **reader.token}
    run = str(reader.client.post(f"{reader.course}/items/case-dead-phone/case-runs", data=begun).location)
    act = {"id": "0190c0de-0000-7000-8000-000000000003", "test": "battery-off", "seen": "0"}
    reader.send(f"{run}/acts", **act)
    return run


def test_a_case_under_way_shows_what_was_saved(preview: Preview, author: Author, reader: Reader) -> None:
    run = begin_case(reader)
    assert "The plug is off." in reader.page(run)
    author.save(CASE, "The plug is off.", "The plug is out.")
    renewed(preview)
    page = reader.page(run)
    assert "The plug is out." in page
    assert re.search(r'href="/revisions/\d+/items/case-dead-phone">Show the answers<', page)


def test_a_case_under_way_stays_as_it_was_when_what_was_done_is_gone(
    preview: Preview, author: Author, reader: Reader
) -> None:
    run = begin_case(reader)
    for file in (CASE, CASE_FR):
        author.save(file, "{#battery-off", "{#battery-away")
    renewed(preview)
    assert preview.editions.all[0].checked.sound
    assert "The plug is off." in reader.page(run)


def test_a_new_trainee_has_done_nothing(reader: Reader) -> None:
    lesson = f"{reader.course}/items/the-bench"
    reader.send(f"{lesson}/completion")
    assert "You worked through this lesson" in reader.page(lesson)
    page = reader.send("/preview/trainees", next=lesson)
    assert "I have worked through this lesson" in page
    assert not lesson.startswith(reader.course)
    assert "I have worked through this lesson" in reader.page(lesson)


def test_after_a_new_trainee_came_saving_renews_their_pages(preview: Preview, author: Author, reader: Reader) -> None:
    reader.send("/preview/trainees")
    author.save(LESSON, "Read this", "Solder here. Read this")
    renewed(preview)
    assert "Solder here." in reader.item("the-bench")


def test_pages_are_in_the_language_that_was_asked_for(preview_of_it: PreviewOf) -> None:
    page = Reader(preview_of_it("fr")).page("/")
    assert '<html lang="fr">' in page


def test_news_come_at_once_to_a_page_that_shows_something_else(preview: Preview, reader: Reader) -> None:
    assert reader.client.get("/preview/news?seen=").json == {"version": preview.editions.version}


def test_a_page_of_another_host_gets_nothing(reader: Reader) -> None:
    assert reader.client.get("/", headers={"Host": "rebound.example"}).status_code == 400


def test_a_form_without_its_token_is_refused(reader: Reader) -> None:
    assert reader.client.post("/preview/trainees").status_code == 400


def test_nothing_is_kept(author: Author, preview_of_it: PreviewOf) -> None:
    lies = sorted(author.folder.parent.rglob("*"))
    preview = preview_of_it()
    instance = preview.app.extensions["settings"].instance
    assert (instance / "etabli.sqlite3").exists()
    preview_of_it.end()
    assert not instance.exists()
    assert sorted(author.folder.parent.rglob("*")) == lies
