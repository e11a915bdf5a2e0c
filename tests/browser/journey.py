"""What people do at the school, by clicking what they see."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any, TypeVar

from playwright.sync_api import FilePayload, Locator, Page, expect

from app.curriculum.model import Case, Curriculum, Item, Lesson, Practical, Question, Quiz
from app.demo.answers import right_answer, wrong_answer
from app.demo.pictures import bench_photo
from app.people.sign_in_names import sign_in_names
from app.shared.clock import now

COORDINATOR = "claire.exemple@etabli.example"
INSTRUCTOR = "ines.tournevis@etabli.example"
INSTRUCTOR_NAME = "Inès Tournevis"
SITE = "Nantes"


LESSON, CHECK = "isolate-and-prove-dead", "dark-tester"
"""A lesson of the appliances course with a drawing, readings and twelve steps, and a practice question in it."""
SAID = """all => all.map((each) => {
  const copy = each.cloneNode(true);
  for (const image of copy.querySelectorAll("img")) image.replaceWith(image.alt);
  return copy.textContent.replace(/\\s+/g, " ").trim();
})"""

ItemKind = TypeVar("ItemKind", bound=Item)


def first_of(course: Curriculum, kind: type[ItemKind]) -> ItemKind:
    """The course's first item of that kind."""
    return next(item for item in course.items.values() if isinstance(item, kind))


def lesson_of(course: Curriculum) -> Lesson:
    """The lesson of the appliances course that is read in detail."""
    found = course.items[LESSON]
    assert isinstance(found, Lesson)
    return found


def button(page: Page, name: str) -> Locator:
    """The button with exactly that name."""
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    """The first link with exactly that name."""
    return page.get_by_role("link", name=name, exact=True).first


def has_heading(page: Page, title: str) -> None:
    """Wait until the page is the one with that heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in, and speak English."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    button(page, "Sign in").click()
    expect(page.locator(".menu-name")).to_be_visible()
    speak(page, "en")


def speak(page: Page, language: str) -> None:
    """Choose the language of the pages in the account's menu."""
    if page.locator("html").get_attribute("lang") == language:
        return
    page.locator(".menu summary").click()
    page.locator(f".menu button[value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def create_cohort(
    page: Page, name: str, course_title: str, *, site: str = SITE, instructor: str = INSTRUCTOR_NAME
) -> None:
    """A coordinator creates a cohort that began on this week's Monday."""
    link(page, "Create a cohort").click()
    page.get_by_label("Name of the cohort").fill(name)
    course = page.get_by_label("Course and revision")
    newest = course.locator("option", has_text=course_title).first.inner_text()
    assert newest.startswith(f"{course_title} · revision ")
    course.select_option(label=newest)
    page.get_by_label("Site").select_option(label=site)
    today = now().date()
    page.get_by_label("First day").fill((today - timedelta(days=today.weekday())).isoformat())
    page.get_by_label(instructor).check()
    button(page, "Create the cohort").click()
    has_heading(page, name)


def enrol(page: Page, name: str) -> str:
    """A coordinator, on the page of a cohort, enrols a trainee without a mailbox; returns the address of the
    invitation."""
    link(page, "Enrol a trainee").click()
    page.get_by_label("Name of the trainee").fill(name)
    page.get_by_label("Language of the pages").select_option("en")
    button(page, "Enrol").click()
    has_heading(page, f"Hand this to {name}")
    return page.locator(".invitation-address").inner_text()


def new_trainee(page: Page, password: str, course_title: str, name: str) -> str:
    """A coordinator signs in, creates a cohort and enrols its one trainee; returns the address of the invitation."""
    sign_in(page, COORDINATOR, password)
    create_cohort(page, f"Cohort of {name}", course_title)
    return enrol(page, name)


def sign_in_name_of(name: str) -> str:
    """What a trainee made by these tests types to sign in."""
    return next(sign_in_names(name))


def take_up(page: Page, invitation: str, name: str, password: str) -> None:
    """The invited trainee chooses a password."""
    page.goto(invitation)
    has_heading(page, f"Welcome, {name}")
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("New password, once more").fill(password)
    button(page, "Choose this password and start").click()
    has_heading(page, "Today")


def open_next(page: Page, verb: str, title: str) -> None:
    """From anywhere to today, and from there to what comes next."""
    link(page, "Today").click()
    expect(page.locator(".next-up-title")).to_have_text(title)
    link(page, verb).click()
    has_heading(page, title)


def open_in_course(page: Page, title: str) -> None:
    """From anywhere to an item that isn't what comes next, by the page of the whole course."""
    link(page, "Today").click()
    link(page, "The whole course, and what is missing").click()
    link(page, title).click()
    has_heading(page, title)


def work_through(page: Page, lesson: Lesson) -> None:
    """Declare the open lesson done."""
    button(page, "I have worked through this lesson").click()
    expect(page.locator("main").get_by_role("status").first).to_have_text(f"Done: {lesson.title}.")


def choose(within: Locator, place: int | str) -> None:
    """Click the words of the option with that value: of a question, its position."""
    within.locator(f".choice:has(input[value='{place}'])").click()


def answer(within: Locator, question: Question, given: Any) -> None:
    """Answer the question in `within`, with and without scripts: positions of options or parts as they are written,
    or text."""
    match question.type:
        case "order":
            put_in_order(within, [words_of(question.ordered[place]) for place in given])
        case "match":
            put_together(within, [words_of(question.pairs[place].right_html) for place in given])
        case "single" | "multiple" | "hotspot":
            for place in given:
                choose(within, place)
        case _:
            within.get_by_label("Your answer").fill(given)
            within.get_by_label("Your answer").press("Tab")


def words_of(markup: str) -> str:
    """What an author's HTML says, pictures in the words that stand for them."""
    spoken = re.sub(r'<img[^>]* alt="([^"]*)"[^>]*>', r"\1", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", spoken)).split())


def put_in_order(within: Locator, wanted: list[str]) -> None:
    """Bring each up to its place; where no scripts run, choose its number."""
    for place, words in enumerate(wanted):
        here = within.locator(".ordering-text").evaluate_all(SAID).index(words)
        thing = within.locator(".ordering-item").nth(here)
        if thing.locator("select").is_visible():
            thing.locator("select").select_option(label=str(place + 1))
        else:
            up = thing.locator("[data-by='-1']").element_handle()
            for _ in range(here - place):
                up.click()
    keep = within.get_by_role("button", name="Keep this order")
    if keep.is_visible():
        keep.click()


def put_together(within: Locator, wanted: list[str]) -> None:
    """Choose what belongs to each left cell, from top to bottom."""
    rights = within.locator(".matching-right > div").evaluate_all(SAID)
    for left, words in enumerate(wanted):
        within.locator("select").nth(left).select_option(value=f"{left}:{rights.index(words)}")


def asked(page: Page, quiz: Quiz) -> list[Question]:
    """The questions of the attempt that is open, in the order of the page."""
    ids = page.locator("fieldset.question").evaluate_all("all => all.map(each => each.id)")
    return [quiz.by_id[each.removeprefix("question-")] for each in ids]


def answer_and_wait(page: Page, question: Question, *, right: bool, left: int) -> None:
    """Answer, and wait until the server has the answer and says how many are `left`."""
    box = page.locator(f"#question-{question.id}")
    answer(box, question, right_answer(question) if right else wrong_answer(question))
    words = f"{left} question{'s' if left > 1 else ''} without an answer" if left else "Every question has an answer"
    expect(page.locator("#unanswered")).to_have_text(words)
    expect(page.locator("save-state")).to_have_text("Saved")


def start_quiz(page: Page, quiz: Quiz) -> list[Question]:
    """Start an attempt at the open quiz; returns what is asked."""
    page.get_by_role("button", name="the quiz").click()
    expect(button(page, "Hand in")).to_be_visible()
    return asked(page, quiz)


def take_quiz(page: Page, quiz: Quiz, *, right: bool = True) -> None:
    """An attempt at the open quiz, from its start to its mark."""
    questions = start_quiz(page, quiz)
    for number, question in enumerate(questions, 1):
        answer_and_wait(page, question, right=right, left=len(questions) - number)
    hand_in(page, passed=right)


def hand_in(page: Page, *, passed: bool) -> None:
    """Hand the attempt in and read the mark."""
    button(page, "Hand in").click()
    expect(page.locator(".score-word")).to_have_text("Passed" if passed else "Not passed yet")


def solve(page: Page, case: Case) -> None:
    """A run through the open case, by its shortest safe way."""
    button(page, "Go to the bench").click()
    for number, test_id in enumerate(case.shortest_way, 1):
        choose(page.locator("#test"), test_id)
        button(page, "Do this test").click()
        expect(page.locator(".bench-sheet > li")).to_have_count(number)
    choose(page.locator("#cause"), case.cause.id)
    button(page, "Name the cause, and end the run").click()
    expect(page.locator(".score-word")).to_have_text("Passed")


def open_waiting(page: Page, name: str) -> None:
    """An instructor finds who is ready on today's page, below those who have waited the longest too."""
    link(page, "Today").click()
    has_heading(page, "Today")
    ready = page.locator("section", has=page.get_by_role("heading", name="Ready to be assessed"))
    for more in ready.locator(".more summary").all():
        more.click()
    ready.get_by_role("link", name=name, exact=True).first.click()
    has_heading(page, name)


def declare_ready(page: Page) -> None:
    """Declare ready for the open practical."""
    button(page, "I am ready").click()
    expect(page.get_by_text("Waiting for your instructor", exact=True)).to_be_visible()


def judge(page: Page, practical: Practical) -> None:
    """An instructor fills in the open sign-off: everything at its best level, device, photos where they are asked."""
    for criterion in practical.criteria:
        best = str(len(criterion.levels) - 1) if criterion.levels else "met"
        page.locator(f"#criterion-{criterion.id} .pick:has(input[value='{best}'])").click()
    page.get_by_label("Brand").fill("Exemplia")
    page.get_by_label("Model").fill("Lavette 7")
    if practical.photos:
        photo: FilePayload = {"name": "bench.jpg", "mimeType": "image/jpeg", "buffer": bench_photo(practical.id)}
        page.locator("input[type=file]").set_input_files([photo] * practical.photos)
    page.get_by_label("Remark").fill("Calm, in the right order.")
