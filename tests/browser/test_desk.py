"""A course is written from nothing at the desk, published and taken, and goes on through the other door, the folder;
and two cohorts on two revisions don't notice one another."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.curriculum.model import Curriculum
from tests.browser import desk, handwritten, journey
from tests.browser.conftest import PHONE, OpenPage, compiled
from tests.browser.journey import button, has_heading, link
from tests.browser.serving import LiveSchool
from tests.browser.test_main_job import complete
from tests.tokens import without_tokens

pytestmark = pytest.mark.browser

PASSWORD = "a dry kettle on a dry bench"
TRAINEE = "Bérénice Bouilloire"
COURSE = f"{handwritten.TRACK_ID}/{handwritten.COURSE_ID}"
NOTE = "The first week, with all that is in it."
RENAMED = "week-01/80-kettle-safety-quiz.md"
EDITIONS, EDITIONS_TITLE = "two-editions", "Kettles in two editions"
OLD, NEW = "Let it cool for ten minutes.", "Let it cool for an hour."
SMALLER = (1200, 750)


def test_a_course_is_written_from_nothing_taken_carried_away_changed_and_published_again(
    open_page: OpenPage, school: LiveSchool, tmp_path: Path
) -> None:
    author, coordinator, trainee = open_page(), open_page(), open_page(viewport=PHONE)
    journey.sign_in(author, desk.AUTHOR, school.password)
    draft = desk.begin_course(author)
    write_everything(author, draft)
    publish(author, draft)
    folder = desk.carried_away(school, tmp_path, COURSE, 1)
    assert texts_in(folder) == handwritten.TEXTS
    take(coordinator, trainee, open_page(viewport=PHONE), school, compiled(folder))
    done = records(trainee)
    draft = desk.begin_draft(author, handwritten.COURSE_ID)
    change(folder)
    said = desk.flask_content(school, tmp_path, "publish", COURSE)
    assert f"{handwritten.COURSE_ID}: revision 2 (new)" in said
    bring_together(author, draft)
    assert records(trainee) == done
    follow(coordinator)
    assert records(trainee) == done
    read(trainee)


def write_everything(page: Page, draft: str) -> None:
    """Every file of the course through its page: the lesson with keys and the menu, a mistake in the quiz that is found
    and mended, and the translation."""
    for path, text in handwritten.TEXTS.items():
        if path not in (*handwritten.TITLES, handwritten.TRANSLATION, "course.fr.md"):
            desk.open_file(page, draft, path)
            desk.write_over(page, text)
    for kind, title in handwritten.TITLES.values():
        desk.add_item(page, draft, week=1, kind=kind, title=title)
    desk.open_file(page, draft, handwritten.LESSON)
    put_together(page)
    desk.open_file(page, draft, handwritten.QUIZ)
    mend(page)
    for path in (handwritten.CASE, handwritten.PRACTICAL):
        desk.open_file(page, draft, path)
        desk.write_over(page, handwritten.TEXTS[path])
    for original in ("course.md", handwritten.LESSON):
        translate(page, draft, original)


def put_together(page: Page) -> None:
    """The lesson, piece by piece, and what trainees will see of it."""
    desk.content(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    for way, name, text in handwritten.LESSON_PIECES:
        match way:
            case "type":
                page.keyboard.type(text)
            case "block":
                desk.insert_block(page, name, text)
            case "offer":
                desk.insert(page, name)
            case "picture":
                desk.paste_picture(page, handwritten.picture(), name)
    assert desk.written(page) == handwritten.TEXTS[handwritten.LESSON]
    desk.save(page)
    shown = desk.preview(page)
    expect(shown.get_by_role("heading", level=1)).to_have_text("Water and mains")
    expect(shown.get_by_text("Never open a kettle that is plugged in.")).to_be_visible()
    expect(shown.get_by_alt_text(handwritten.PICTURE_ALT)).to_be_visible()
    picture = shown.get_by_alt_text(handwritten.PICTURE_ALT)
    expect(picture).to_have_js_property("naturalWidth", 1600)


def mend(page: Page) -> None:
    """The quiz with two right answers to a question that has one, which is told at its line, and put right there."""
    wrong, right = "- [x] The switch", "- [ ] The switch"
    text = handwritten.TEXTS[handwritten.QUIZ]
    desk.write_over(page, text.replace(right, wrong))
    told = desk.problems(page).filter(has_text="Error")
    expect(told).to_have_count(1)
    told.get_by_role("link").click()
    expect(desk.content(page)).to_be_focused()
    page.keyboard.press("Control+a")
    desk.paste(page, text)
    expect(told).to_have_count(0)
    desk.save(page)


def translate(page: Page, draft: str, original: str) -> None:
    """The French translation of that file, beside it, and what French trainees will see of it."""
    page.goto(draft)
    link(page, "Translations").click()
    page.get_by_label("Another language").fill("fr")
    button(page, "Translate into it").click()
    has_heading(page, "French")
    page.locator(f"main a.item-title[href$='/{original}']").click()
    button(page, "Begin the translation").click()
    desk.ready(page)
    text = handwritten.TEXTS[original.replace(".md", ".fr.md")]
    desk.write_over(page, text)
    expect(desk.preview(page).get_by_role("heading", level=1)).to_have_text(title_of(text))


def title_of(text: str) -> str:
    """The title that the front matter of a file says."""
    return text.partition("title: ")[2].partition("\n")[0]


def publish(page: Page, draft: str) -> None:
    """What will change, for whom, and with which note."""
    page.goto(draft)
    link(page, "Publish…").click()
    has_heading(page, "Publish")
    button(page, "Publish").click()
    expect(page.locator("#note-error")).to_be_visible()
    page.locator("#note").fill(NOTE)
    button(page, "Publish").click()
    expect(page.get_by_text("It is revision 1. Cohorts keep theirs until a coordinator takes it.")).to_be_visible()
    expect(page.locator("main")).to_contain_text(NOTE)


def texts_in(folder: Path) -> dict[str, str]:
    """The texts of the course in that folder."""
    files = [each for each in folder.rglob("*") if each.suffix in (".md", ".yaml")]
    texts = {each.relative_to(folder).as_posix(): each.read_text() for each in files}
    return texts | {"../track.yaml": (folder.parent / "track.yaml").read_text()}


def take(coordinator: Page, trainee: Page, instructor: Page, school: LiveSchool, course: Curriculum) -> None:
    """A coordinator makes a cohort and enrols somebody, who takes all of the course."""
    invitation = journey.new_trainee(coordinator, school.password, course.title, TRAINEE)
    journey.take_up(trainee, invitation, TRAINEE, PASSWORD)
    journey.sign_in(instructor, journey.INSTRUCTOR, school.password)
    for item in course.items.values():
        complete(trainee, instructor, item, name=TRAINEE)


def records(page: Page) -> list[str]:
    """What the trainee is told of what they have done, item by item."""
    link(page, "Today").click()
    link(page, "The whole course, and what is missing").click()
    expect(page.locator(".item-title")).to_have_text([title for _, title in handwritten.TITLES.values()])
    return page.locator(".item").all_inner_texts()


def change(folder: Path) -> None:
    """Another word in the lesson, and another name for the quiz, as in any editor of files."""
    lesson, translation = folder / handwritten.LESSON, folder / handwritten.TRANSLATION
    lesson.write_text(lesson.read_text().replace(OLD, NEW))
    for each in (lesson, translation):
        each.write_text(each.read_text().replace("(the-kettle-quiz)", "(kettle-safety-quiz)"))
    quiz = (folder / handwritten.QUIZ).rename(folder / RENAMED)
    quiz.write_text(quiz.read_text().replace("gate: ", "aliases: [the-kettle-quiz]\ngate: "))


def bring_together(page: Page, draft: str) -> None:
    """The draft that the author has begun meanwhile says that the folder was published, and goes on from that."""
    page.goto(draft)
    notice = page.locator(".message", has_text="Somebody published this course by another way")
    notice.get_by_role("link", name="Bring both together").click()
    button(page, "Bring them together").click()
    expect(page.get_by_text("The draft goes on from revision 2.")).to_be_visible()
    expect(notice).to_have_count(0)


def follow(page: Page) -> None:
    """The coordinator lets the cohort take all of the newer revision."""
    link(page, "Today").click()
    link(page, f"Cohort of {TRAINEE}").click()
    link(page, "A newer revision is there: see what changed").click()
    button(page, "Take what is ticked").click()
    expect(page.get_by_text("The cohort has what you ticked. What was completed stays completed.")).to_be_visible()


def read(page: Page) -> None:
    """The lesson as the trainee has it now: with the new word, a term, the picture, and in French."""
    journey.open_in_course(page, "Water and mains")
    expect(page.locator("main")).to_contain_text(NEW)
    expect(page.locator("main .term").first).to_contain_text(handwritten.TERM)
    expect(page.get_by_alt_text(handwritten.PICTURE_ALT)).to_be_visible()
    journey.speak(page, "fr")
    has_heading(page, "L’eau et le secteur")


def test_what_a_cohort_is_served_stays_the_same_when_another_one_gets_a_newer_revision(
    open_page: OpenPage, school: LiveSchool, tmp_path: Path
) -> None:
    sources = handwritten.sources()
    title = sources["course.md"].replace(handwritten.COURSE_TITLE.encode(), EDITIONS_TITLE.encode())
    desk.publish_as_folder(school, tmp_path, sources | {"course.md": title}, EDITIONS)
    first = newcomer(open_page, school, "Prune Première")
    before = served(first)
    publish_newer(open_page(), school)
    assert served(first) == before
    newer = served(newcomer(open_page, school, "Denise Deuxième"))
    assert [OLD.encode() in before[0], NEW.encode() in newer[0]] == [True, True]
    assert before[-1] != newer[-1]
    assert served(first) == before


def publish_newer(page: Page, school: LiveSchool) -> None:
    """An author changes the lesson, the quiz and the picture at the desk, and publishes that."""
    journey.sign_in(page, desk.AUTHOR, school.password)
    draft = desk.begin_draft(page, EDITIONS)
    desk.open_file(page, draft, handwritten.LESSON)
    shown = f"![{handwritten.PICTURE_ALT}](../{handwritten.PICTURE})\n"
    desk.write_over(page, handwritten.TEXTS[handwritten.LESSON].replace(OLD, NEW).replace(shown, ""))
    desk.paste_picture(page, handwritten.picture(SMALLER), handwritten.PICTURE_ALT)
    desk.save(page)
    desk.open_file(page, draft, handwritten.QUIZ)
    desk.write_over(page, handwritten.TEXTS[handwritten.QUIZ].replace("One question", "A question"))
    desk.publish(page, draft, "An hour, not ten minutes.")


def newcomer(open_page: OpenPage, school: LiveSchool, name: str) -> Page:
    """Somebody in a new cohort on the newest revision who has begun the quiz; their page."""
    page = open_page(viewport=PHONE)
    invitation = journey.new_trainee(open_page(), school.password, EDITIONS_TITLE, name)
    journey.take_up(page, invitation, name, PASSWORD)
    journey.open_in_course(page, "The kettle quiz")
    page.get_by_role("button", name="the quiz").click()
    expect(button(page, "Hand in")).to_be_visible()
    return page


def served(page: Page) -> list[bytes]:
    """What a trainee's device gets, but for the tokens: the lesson, the quiz, the attempt under way, the picture."""
    journey.open_in_course(page, "Water and mains")
    lesson, picture = page.url, page.get_by_alt_text(handwritten.PICTURE_ALT).get_attribute("src")
    journey.open_in_course(page, "The kettle quiz")
    quiz, attempt = page.url, link(page, "Continue the quiz").get_attribute("href")
    assert attempt
    assert picture
    pages = [without_tokens(page.request.get(address).text()).encode() for address in (lesson, quiz, attempt)]
    return [*pages, page.request.get(picture).body()]
