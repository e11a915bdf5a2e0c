"""What is put in order, matched, and found on a picture: by thumb, by keyboard, and in a browser without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from app.curriculum.model import Curriculum, Quiz
from tests.browser import journey, sampler
from tests.browser.conftest import PHONE, OpenPage, compiled
from tests.browser.journey import button
from tests.browser.keys import press, tab_to
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

TARGET = 44
"""Pixels that a thumb needs."""
PARTS = {"connector": (21, 28), "bottom": (30, 73)}
"""A point in a right place of each picture, in percent."""
WITHOUT_BUTTONS = "order-list button:visible"
TEXTS = (
    ".question-title, .choice-text, .ordering-text, .matching-heads > div, .matching-left, .matching-right > div, "
    ".marked-option > div, .compared:not(.compared-order) th, .compared td > div"
)
"""Whatever authors write in questions and answers."""
FILL = """([word, texts]) => {
  const all = [...document.querySelectorAll(texts)];
  for (const each of all) each.append(` ${word}`);
  return all.length;
}"""
TOO_WIDE = """(texts) => {
  const edge = document.documentElement.clientWidth;
  const all = [...document.querySelectorAll(`${texts}, .ordering-move, .question select`)];
  const boxes = all.filter((each) => getComputedStyle(each).display !== "inline");
  const out = boxes.filter((each) => each.scrollWidth > each.clientWidth + 1);
  const beyond = all.filter((each) => each.getBoundingClientRect().right > edge);
  return [...out, ...beyond].map((each) => `${each.tagName} ${each.className}: ${each.textContent.slice(0, 40)}`);
}"""


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    """The quiz with a question of every type."""
    course: Curriculum = compiled(sampler.FOLDER)
    found = course.items[sampler.QUIZ]
    assert isinstance(found, Quiz)
    return found


def start(page: Page, school: LiveSchool) -> None:
    """A new attempt of the trainee whose last one is marked."""
    journey.sign_in(page, sampler.email_of(sampler.ANSWERED), school.password)
    page.goto(f"/enrolments/{school.places['enrolments'][sampler.ANSWERED]}/items/{sampler.QUIZ}")
    page.get_by_role("button", name="the quiz").or_(page.get_by_role("link", name="Continue the quiz")).first.click()
    expect(button(page, "Hand in")).to_be_visible()


def texts(box: Locator) -> list[str]:
    """What stands in the list to put in order, from top to bottom."""
    return [text.strip() for text in box.locator(".ordering-text").all_inner_texts()]


def first_words(quiz: Quiz) -> list[str]:
    """The beginnings of what is put in order, as it belongs."""
    return [text.split()[0] for text in quiz.by_id["swap"].ordered]


def saved(page: Page) -> None:
    expect(page.locator("save-state")).to_have_text("Saved")


def hand_in(page: Page) -> None:
    """Hand in, although not everything is answered."""
    button(page, "Hand in").click()
    button(page, "Hand in anyway").click()
    expect(page.locator(".score-word")).to_be_visible()


def mark_of(page: Page, question_id: str) -> str:
    """How the question was marked."""
    return page.locator(f"#question-{question_id} .verdict-word").inner_text()


def sort_by(box: Locator, quiz: Quiz, move: str) -> None:
    """Bring what is to be put in order into its order: each up to its place, with `move` on its button."""
    for place, word in enumerate(first_words(quiz)):
        item = box.locator(".ordering-item").filter(has_text=word)
        while [text.split()[0] for text in texts(box)].index(word) > place:
            up = item.locator("[data-by='-1']")
            if move == "tap":
                up.tap()
            else:
                up.focus()
                box.page.keyboard.press(move)


def put(box: Locator, left: int, right: str) -> None:
    """Choose what stands on the right from the menu of that left cell."""
    menu = box.locator("select").nth(left)
    menu.select_option(value=menu.locator("option", has_text=right).get_attribute("value"))


def tap_at(box: Locator, across: float, down: float) -> None:
    """Tap the picture at that point, in percent."""
    picture = box.locator(".hotspot-picture")
    picture.scroll_into_view_if_needed()
    size = picture.bounding_box()
    assert size is not None
    picture.tap(position={"x": size["width"] * across / 100, "y": size["height"] * down / 100})


def test_every_type_is_answered_with_a_thumb(open_page: OpenPage, school: LiveSchool, quiz: Quiz) -> None:
    page = open_page(viewport=PHONE, has_touch=True)
    start(page, school)
    swap, readings = page.locator("#question-swap"), page.locator("#question-readings")
    sort_by(swap, quiz, "tap")
    if swap.get_by_role("button", name="Keep this order").is_visible():
        swap.get_by_role("button", name="Keep this order").tap()
    saved(page)
    for left, pair in enumerate(quiz.by_id["readings"].pairs):
        put(readings, left, pair.right_html)
    saved(page)
    tap_at(page.locator("#question-connector"), *PARTS["connector"])
    tap_at(page.locator("#question-bottom"), *PARTS["bottom"])
    tap_at(page.locator("#question-bottom"), 74, 76)
    expect(page.locator("#question-bottom .hotspot-state")).to_have_text("Chosen: The part at the bottom right")
    saved(page)
    page.reload()
    assert [text.split()[0] for text in texts(page.locator("#question-swap"))] == first_words(quiz)
    expect(page.locator("#question-bottom .hotspot-chosen")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    hand_in(page)
    assert [mark_of(page, name) for name in ("swap", "readings", "connector", "bottom")] == [
        "Right · 3 / 3",
        "Right · 3 / 3",
        "Right · 2 / 2",
        "Right · 2 / 2",
    ]


def test_whatever_a_thumb_must_hit_is_large_enough(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport=PHONE, has_touch=True)
    start(page, school)
    targets = page.locator("fieldset :is(.ordering-move, select, .choice):visible")
    sizes = targets.evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect()).map(({ width, height }) => [width, height])"
    )
    assert len(sizes) > 20
    assert [size for size in sizes if min(size) < TARGET] == []


def test_a_tap_beside_every_place_says_so_and_chooses_nothing(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport=PHONE, has_touch=True)
    start(page, school)
    box = page.locator("#question-connector")
    chosen = box.locator("input:checked").count()
    tap_at(box, 50, 3)
    expect(box.locator(".hotspot-state")).to_have_text(
        "There is nothing to choose just there. Tap a part, or choose from the list."
    )
    assert box.locator("input:checked").count() == chosen


def test_a_second_tap_takes_one_of_several_places_back(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport=PHONE, has_touch=True)
    start(page, school)
    box = page.locator("#question-bottom")
    before = box.locator("input:checked").count()
    tap_at(box, 21, 28)
    expect(box.locator("input[value='0']")).to_be_checked()
    tap_at(box, 21, 28)
    expect(box.locator(".hotspot-state")).to_have_text("No longer chosen: The part at the top left")
    assert box.locator("input:checked").count() == before


def test_places_are_not_drawn_before_they_are_chosen(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page()
    start(page, school)
    for box in page.locator("hot-spots").all():
        chosen = box.locator("input:checked").count()
        expect(box.locator("rect.hotspot-line:visible")).to_have_count(chosen)


def test_every_type_is_answered_with_keys(open_page: OpenPage, school: LiveSchool, quiz: Quiz) -> None:
    page = open_page(viewport=PHONE)
    start(page, school)
    swap = page.locator("#question-swap")
    tab_to(page, swap)
    sort_by(swap, quiz, "Enter")
    down = swap.locator(".ordering-item").first.locator("[data-by='1']")
    down.focus()
    page.keyboard.press("ArrowDown")
    expect(swap.get_by_role("status")).to_have_text("Discharge the phone below 25 %.: now number 2 of 4")
    assert texts(swap)[1].startswith("Discharge")
    expect(swap.locator(".ordering-item").nth(1).locator("[data-by='1']")).to_be_focused()
    page.keyboard.press("ArrowUp")
    assert [text.split()[0] for text in texts(swap)] == first_words(quiz)
    expect(swap.locator(".ordering-item").first.locator("[data-by='1']")).to_be_focused()
    saved(page)
    first = page.locator("#question-readings select").first
    first.focus()
    short = first.locator("option", has_text="Short to ground").inner_text()
    page.keyboard.type(short[0])
    expect(first.locator("option:checked")).to_have_text(short)
    box = page.locator("#question-bottom")
    boxes = box.locator("input:not(:checked)")
    for value in boxes.evaluate_all("all => all.map((each) => each.value)"):
        if value in "23":
            press(page, box.locator(f"input[value='{value}']"), "Space")
    expect(box.locator("[data-place='2'].hotspot-chosen")).to_have_count(1)
    saved(page)


def test_an_order_that_stands_right_already_can_be_kept(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport=PHONE)
    journey.sign_in(page, sampler.email_of(sampler.ASKED), school.password)
    page.goto(f"/enrolments/{school.places['enrolments'][sampler.ASKED]}/items/practise")
    box = page.locator("#check-practise-order")
    before = texts(box)
    press(page, box.get_by_role("button", name="Keep this order"))
    expect(box.get_by_role("status").first).to_have_text("This order is your answer.")
    expect(box.get_by_role("button", name="Keep this order")).to_have_count(0)
    press(page, box.get_by_role("button", name="Check"))
    expect(box.locator(".compared tbody tr")).to_have_count(3)
    assert texts(box) == before


def test_a_practice_order_can_be_tried_again_after_its_verdict(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport=PHONE)
    journey.sign_in(page, sampler.email_of(sampler.ASKED), school.password)
    page.goto(f"/enrolments/{school.places['enrolments'][sampler.ASKED]}/items/practise")
    box = page.locator("#check-practise-order")
    words = ["Discharge", "Power", "Take"]
    box.get_by_role("button", name="Keep this order").click()
    box.get_by_role("button", name="Check").click()
    expect(box.locator(".verdict-word")).not_to_have_text("Right")
    for place, word in enumerate(words):
        while [text.split()[0] for text in texts(box)].index(word) > place:
            box.locator(".ordering-item").filter(has_text=word).locator("[data-by='-1']").click()
    box.get_by_role("button", name="Check again").click()
    expect(box.locator(".verdict-word")).to_have_text("Right")
    expect(box.locator(".compared")).to_have_count(0)


def test_every_type_is_answered_without_scripts(open_page: OpenPage, school: LiveSchool, quiz: Quiz) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    start(page, school)
    swap = page.locator("#question-swap")
    assert page.locator(WITHOUT_BUTTONS).count() == 0
    for number, word in enumerate(first_words(quiz), 1):
        number = 1 if number == 2 else number
        swap.locator(".ordering-item").filter(has_text=word).locator("select").select_option(label=str(number))
    button(page, "Save my answers for now").click()
    expect(swap.locator(".field-error")).to_have_text("Give each one a number of its own.")
    swap.locator(".ordering-item").filter(has_text="Power off").locator("select").select_option(label="2")
    readings, connector = page.locator("#question-readings"), page.locator("#question-connector")
    for left, pair in enumerate(quiz.by_id["readings"].pairs):
        put(readings, left, pair.right_html)
    expect(connector.locator(".hotspot-hint")).to_be_hidden()
    journey.choose(connector, 0)
    button(page, "Hand in").click()
    button(page, "Hand in anyway").click()
    assert [mark_of(page, name) for name in ("swap", "readings", "connector")] == [
        "Right · 3 / 3",
        "Right · 3 / 3",
        "Right · 2 / 2",
    ]


@pytest.mark.parametrize("marked", [False, True], ids=["asked", "marked"])
def test_long_words_stay_inside(open_page: OpenPage, school: LiveSchool, *, marked: bool) -> None:
    page = open_page(viewport=PHONE)
    start(page, school)
    if marked:
        hand_in(page)
    assert page.evaluate(FILL, ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter", TEXTS]) > 30
    assert page.evaluate(TOO_WIDE, TEXTS) == []


def test_drawings_among_the_answers_are_on_a_light_panel_by_night(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport=PHONE, color_scheme="dark")
    start(page, school)
    page.evaluate("""() => {
      const drawing = document.querySelector(".matching-right img");
      for (const box of document.querySelectorAll(".choice-text")) box.append(drawing.cloneNode());
    }""")
    drawings = page.locator(":is(.choice-text, .matching-right) img")
    colours = drawings.evaluate_all("all => [...new Set(all.map((each) => getComputedStyle(each).backgroundColor))]")
    assert colours == ["rgb(236, 230, 218)"]


def test_on_paper_there_are_boxes_to_fill_in_and_everything_to_choose_from(
    open_page: OpenPage, school: LiveSchool
) -> None:
    page = open_page()
    start(page, school)
    page.emulate_media(media="print")
    assert page.locator("order-list button:visible").count() == 0
    expect(page.locator("#question-swap select:visible")).to_have_count(4)
    rights = page.locator("#question-readings .matching-right:visible")
    assert sorted(text.split()[1] for text in rights.all_inner_texts()) == ["As", "Open:", "Short"]
