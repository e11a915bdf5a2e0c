"""A sign-off at the bench, with one thumb on a phone: quick, signed by both, and nothing of it lost on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import benching, workbench
from tests.browser.benching import (
    DELIVERED,
    DIGESTS,
    Recorded,
    Thumb,
    begin,
    board_of,
    fill_in,
    give_back,
    held,
    judge,
    name_device,
    open_board,
    picture,
    recorded,
    row,
    sign,
    trainee,
    trainee_signs,
)
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.journey import button, has_heading
from tests.browser.keys import press, tab_to, write
from tests.browser.serving import LiveSchool
from tests.browser.weight import visit

pytestmark = pytest.mark.browser

MOST_TAPS = 12


def told(page: Page) -> None:
    """Wait until the school has it."""
    expect(page.locator(".bench-told")).to_have_text(DELIVERED)


def with_a_known_device(bench: Page, school: LiveSchool) -> None:
    """The board of an instructor who has judged somebody before: the phone knows what was worked on."""
    open_board(bench, school)
    fill_in(bench, trainee())
    sign(bench)
    told(bench)


def test_a_sign_off_with_three_photos_takes_at_most_twelve_taps_besides_the_criteria(
    bench: Page, school: LiveSchool
) -> None:
    with_a_known_device(bench, school)
    name = trainee()
    thumb = Thumb(bench)
    thumb.tap(row(bench, name).get_by_role("link"))
    expect(bench.locator("bench-sheet h1").first).to_have_text(name)
    judge(bench)
    for number in range(3):
        thumb.photo(picture(number))
    thumb.tap(button(bench, "Sign"))
    thumb.digits(workbench.PIN)
    thumb.tap(bench.locator("button[value=later]"))
    told(bench)
    assert [(each.outcome, len(each.photos)) for _, each in recorded(school, name)] == [("competent", 3)]
    assert thumb.taps <= MOST_TAPS, thumb.tapped


def test_both_sign_on_the_instructors_phone(bench: Page, school: LiveSchool) -> None:
    name = trainee(with_pin=True)
    open_board(bench, school)
    fill_in(bench, name)
    digests = tuple(bench.evaluate(DIGESTS))
    sign(bench, passed=True)
    expect(bench.locator("bench-sheet h1:visible")).to_have_text(name)
    expect(bench.locator(".bench-verdict:visible")).to_have_text("Competent")
    trainee_signs(bench, name)
    give_back(bench).click()
    told(bench)
    assert recorded(school, name) == [(name, Recorded("competent", False, "pin", None, digests, ("pin", True)))]


def test_what_is_missing_in_a_signature_stands_at_its_field(bench: Page, school: LiveSchool) -> None:
    name = trainee(with_pin=True)
    open_board(bench, school)
    fill_in(bench, name)
    sign(bench, pin="12", passed=True)
    assert faults(bench, ".bench-own") == {"Your PIN": "A PIN has 4 to 8 digits."}
    bench.locator("#bench-own-pin").fill(workbench.PIN)
    assert faults(bench, ".bench-own") == {}
    bench.locator("button[value=pass]").click()
    button(bench, "I sign").click()
    assert faults(bench, ".bench-theirs") == {"Do you agree?": "Say whether you agree."}
    bench.get_by_label("I have seen this, and I don’t agree").click()
    button(bench, "I sign").click()
    disagrees = "Say in your own words what you don’t agree with."
    assert faults(bench, ".bench-theirs") == {"What do you not agree with?": disagrees}
    expect(bench.get_by_label("What do you not agree with?")).to_be_focused()
    bench.get_by_label("I have seen this, and I agree").click()
    bench.get_by_label(f"Your PIN, {name}").fill("12 34 x")
    button(bench, "I sign").click()
    assert faults(bench, ".bench-theirs")[f"Your PIN, {name}"] == "A PIN has 4 to 8 digits."
    expect(bench.get_by_label(f"Your PIN, {name}")).to_have_accessible_description("A PIN has 4 to 8 digits.")
    trainee_signs(bench, name)
    give_back(bench).click()
    told(bench)


def faults(page: Page, form: str) -> dict[str, str]:
    """What is said at the fields of that form, by their labels."""
    wrong = page.locator(f"{form} .field-wrong")
    labels = [each.locator(".field-label").inner_text() for each in wrong.all()]
    return dict(zip(labels, wrong.locator(".field-error").all_inner_texts(), strict=True))


def test_whoever_has_signed_sees_nothing_of_the_board_until_the_phone_is_back(bench: Page, school: LiveSchool) -> None:
    name = trainee(with_pin=True)
    open_board(bench, school)
    fill_in(bench, name)
    sign(bench, passed=True)
    trainee_signs(bench, name)
    for meanwhile in (lambda: None, bench.go_back, bench.reload):
        meanwhile()
        back = give_back(bench)
        expect(bench.locator("h1:focus")).to_have_count(1)
        words = f"Give the device back to {workbench.INSTRUCTOR}\n\nI am {workbench.INSTRUCTOR}: go on"
        assert bench.locator("main").inner_text().strip() == words
        for elsewhere in bench.locator(".board, .header, .footer, what-waits").all():
            expect(elsewhere).to_be_hidden()
    back.click()
    expect(bench.get_by_role("heading", level=1, name="Bench")).to_be_visible()
    bench.reload()
    expect(bench.get_by_role("heading", level=1, name="Bench")).to_be_visible()
    assert [each.acknowledged for _, each in recorded(school, name)] == [("pin", True)]


def test_a_trainee_who_does_not_sign_now_gives_the_phone_back_too(bench: Page, school: LiveSchool) -> None:
    name = trainee(with_pin=True)
    open_board(bench, school)
    fill_in(bench, name)
    sign(bench, passed=True)
    bench.get_by_role("link", name="Back to the instructor").click()
    give_back(bench).click()
    expect(bench.locator(".bench-outcome:visible")).to_have_text("Competent")
    sign(bench, passed=True)
    button(bench, "I sign later, on my own").click()
    give_back(bench).click()
    told(bench)
    assert [each.acknowledged for _, each in recorded(school, name)] == [None]


def test_passed_over_it_takes_the_instructor_at_most_twelve_taps_besides_the_criteria(
    bench: Page, school: LiveSchool
) -> None:
    with_a_known_device(bench, school)
    name = trainee(with_pin=True)
    thumb = Thumb(bench)
    thumb.tap(row(bench, name).get_by_role("link"))
    judge(bench)
    for number in range(3):
        thumb.photo(picture(number))
    thumb.tap(button(bench, "Sign"))
    thumb.digits(workbench.PIN)
    thumb.tap(bench.locator("button[value=pass]"))
    trainee_signs(bench, name)
    thumb.tap(give_back(bench))
    expect(bench.locator(".bench-told")).to_have_text(f"Delivered: {name}.")
    assert thumb.taps <= MOST_TAPS, thumb.tapped


def test_a_trainee_who_disagrees_says_so_in_their_own_words(bench: Page, school: LiveSchool) -> None:
    name = trainee(with_pin=True)
    open_board(bench, school)
    fill_in(bench, name, missed=0, photos=0)
    expect(bench.locator(".bench-outcome")).to_have_text("Not yet competent")
    expect(bench.locator(".bench-change")).to_contain_text("Critical, and not met: Tester proved on a known source")
    sign(bench, passed=True)
    bench.get_by_label("I have seen this, and I don’t agree").click()
    bench.get_by_label(f"Your PIN, {name}").fill(workbench.TRAINEES_PIN)
    button(bench, "I sign").click()
    expect(bench.get_by_text("Say in your own words what you don’t agree with.")).to_be_visible()
    bench.get_by_label("What do you not agree with?").fill("I did prove the tester.")
    button(bench, "I sign").click()
    give_back(bench).click()
    told(bench)
    assert [(each.outcome, each.acknowledged) for _, each in recorded(school, name)] == [
        ("not_yet_competent", ("pin", False))
    ]


def test_what_is_missing_is_marked_before_anybody_signs(bench: Page, school: LiveSchool) -> None:
    name = trainee()
    open_board(bench, school)
    begin(bench, name)
    button(bench, "Sign").click()
    criteria = bench.locator(".bench-criteria fieldset").count()
    expect(bench.locator(".bench-criteria .field-wrong")).to_have_count(criteria)
    judge(bench)
    expect(bench.locator(".bench-criteria .field-wrong")).to_have_count(0)
    expect(bench.locator(".bench-outcome")).to_have_text("2 photos are missing")
    expect(bench.locator(".bench-change")).to_have_text("“Competent” needs 2 more photos.")
    button(bench, "Sign").click()
    faults = bench.locator(".field-wrong > .field-error, .field-wrong > * > .field-error")
    expect(faults).to_have_text(
        [
            "Write the brand of the device.",
            "Write the model of the device.",
            "“Competent” needs 2 more photos.",
        ]
    )
    assert recorded(school, name) == []


def test_an_unsafe_act_ends_it_at_once_with_a_reason(bench: Page, school: LiveSchool) -> None:
    name = trainee()
    open_board(bench, school)
    begin(bench, name)
    bench.locator(".bench-criteria .pick-met").first.click()
    button(bench, "Stop: unsafe").click()
    expect(bench.locator(".bench-outcome")).to_have_text("Stopped: unsafe")
    expect(bench.get_by_label("What was unsafe?")).to_be_focused()
    button(bench, "Sign").click()
    expect(bench.get_by_text("Say what was unsafe.")).to_be_visible()
    bench.get_by_label("What was unsafe?").fill("Touched the bus without measuring.")
    sign(bench)
    told(bench)
    assert recorded(school, name) == [
        (name, Recorded("not_yet_competent", True, "pin", "Touched the bus without measuring.", (), None))
    ]
    show_all(bench)
    expect(row(bench, name).locator(".state")).to_have_text("Locked")


def test_a_practical_that_is_locked_takes_a_reason(bench: Page, school: LiveSchool) -> None:
    open_board(bench, school)
    show_all(bench)
    begin(bench, workbench.LOCKED)
    expect(bench.locator(".bench-why")).to_contain_text("quiz")
    judge(bench)
    name_device(bench)
    benching.take_photos(bench)
    button(bench, "Sign").click()
    expect(bench.get_by_text("Say why it is assessed although it is locked.")).to_be_visible()
    bench.get_by_label("Why is it assessed although it is locked?").fill("Passed it on paper yesterday.")
    sign(bench)
    told(bench)
    assert [each.outcome for _, each in recorded(school, workbench.LOCKED)] == ["competent"]


def test_what_comes_back_is_told_with_a_link(bench: Page, school: LiveSchool) -> None:
    name = trainee()
    open_board(bench, school)
    fill_in(bench, name)
    sign(bench, pin="9305")
    expect(bench.locator(".waits-held")).to_be_visible()
    assert (recorded(school, name), held(school, name)) == ([], ["wrong-pin"])
    bench.goto("/")
    bench.locator(".waits-held").get_by_role("link", name="Look at it").click()
    expect(bench).to_have_url(re.compile("/held-records/"))
    expect(bench.get_by_role("heading", level=1)).to_be_visible()
    bench.goto("/")
    expect(bench.locator(".menu-name")).to_be_visible()
    expect(bench.locator(".waits-held")).to_have_count(0)


def test_a_photo_is_turned_right_and_made_smaller_and_can_be_removed(bench: Page, school: LiveSchool) -> None:
    open_board(bench, school)
    begin(bench, trainee())
    thumb = Thumb(bench)
    thumb.photo(picture(0))
    thumb.photo(benching.turned_picture())
    size = "image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"
    assert bench.locator(".photos-shown img").last.evaluate(size) == [1067, 1600]
    button(bench, "Remove photo 1").click()
    expect(bench.locator(".photos-shown img")).to_have_count(1)
    bench.reload()
    expect(bench.locator(".photos-shown img")).to_have_count(1)
    assert bench.locator(".photos-shown img").evaluate(size) == [1067, 1600]
    throw_away(bench)


def test_a_photo_that_the_phone_cannot_read_is_sent_as_it_is(bench: Page, school: LiveSchool) -> None:
    open_board(bench, school)
    begin(bench, trainee())
    Thumb(bench).photo(b"no picture that a browser reads")
    assert bench.evaluate(DIGESTS) == [benching.sha256(b"no picture that a browser reads")]
    throw_away(bench)


def test_the_sheet_survives_a_reload_and_the_back_button_leads_to_the_board(bench: Page, school: LiveSchool) -> None:
    name = trainee()
    open_board(bench, school)
    fill_in(bench, name)
    bench.reload()
    expect(bench.locator(".bench-outcome")).to_have_text("Competent")
    expect(bench.get_by_label("Model")).to_have_value("Lavette 7")
    expect(bench.locator(".photos-shown img")).to_have_count(2)
    bench.go_back()
    expect(row(bench, name).locator(".state")).to_have_text("Being assessed")
    expect(bench.locator("bench-sheet")).to_have_count(0)
    begin(bench, name)
    expect(bench.locator(".bench-outcome")).to_have_text("Competent")
    throw_away(bench)
    expect(row(bench, name).locator(".state")).to_have_text("Ready")
    assert recorded(school, name) == []


def test_the_time_is_told_against_the_time_allowed(bench: Page, school: LiveSchool) -> None:
    open_board(bench, school)
    begin(bench, trainee())
    bench.clock.install()
    bench.reload()
    expect(bench.locator(".bench-time")).to_contain_text(" of 15 min")
    bench.clock.fast_forward("16:00")
    expect(bench.locator(".bench-time")).to_contain_text("of 15 min: over the time")
    throw_away(bench)


def test_the_board_works_without_javascript(school: LiveSchool, open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    benching.signed_in(page, school)
    page.goto(board_of(school))
    name = trainee()
    link = row(page, name).get_by_role("link")
    expect(row(page, name).locator(".state")).to_have_text("Ready")
    link.click()
    has_heading(page, name)
    expect(page).to_have_url(re.compile("/sign-offs/new$"))


def test_a_sign_off_by_keyboard_alone(bench: Page, school: LiveSchool) -> None:
    name = trainee(with_pin=True)
    open_board(bench, school)
    press(bench, row(bench, name).get_by_role("link"))
    expect(bench.locator("bench-sheet h1").first).to_be_focused()
    for box in bench.locator(".bench-criteria fieldset").all():
        tab_to(bench, box)
        for _ in range(box.locator("input").count()):
            bench.keyboard.press("ArrowDown")
            if box.locator(".pick-met :checked, .pick-level:nth-last-child(2) :checked").count():
                break
    write(bench, bench.get_by_label("Brand"), "Exemplia")
    write(bench, bench.get_by_label("Model"), "Lavette 7")
    tab_to(bench, bench.locator(".bench-camera"))
    benching.take_photos(bench)
    expect(bench.locator(".bench-outcome")).to_have_text("Competent")
    press(bench, button(bench, "Sign"))
    bench.keyboard.type(workbench.PIN)
    bench.keyboard.press("Enter")
    expect(bench.locator("bench-sheet h1:visible")).to_be_focused()
    tab_to(bench, bench.get_by_label("I have seen this, and I agree").locator("xpath=ancestor::fieldset[1]"))
    bench.keyboard.press("Space")
    write(bench, bench.get_by_label(f"Your PIN, {name}"), workbench.TRAINEES_PIN)
    bench.keyboard.press("Enter")
    press(bench, give_back(bench))
    told(bench)
    assert [(each.outcome, each.acknowledged) for _, each in recorded(school, name)] == [("competent", ("pin", True))]


def test_a_first_visit_to_the_board_is_light_and_a_later_one_much_lighter(
    open_page: OpenPage, school: LiveSchool
) -> None:
    signing_in = benching.signed_in(open_page(), school)
    page = open_page(viewport=PHONE, storage_state=signing_in.context.storage_state())
    first, later = visit(page, board_of(school)), visit(page, board_of(school))
    assert first.kib <= 120, first
    assert first.kib > later.kib


def show_all(page: Page) -> None:
    """Open what stands by practical."""
    closed = page.locator(".board-practical:not([open]) > summary")
    while closed.count():
        closed.first.click()


def throw_away(page: Page) -> None:
    """End it without a record."""
    page.get_by_text("Throw this sheet away").click()
    button(page, "Throw away").click()
    expect(page.locator(".bench-told")).to_have_text("Thrown away. Nothing was recorded.")
