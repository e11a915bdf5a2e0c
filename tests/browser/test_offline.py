"""No answer is ever lost: offline, after a reload, in a closed tab, on a second device, at the end of the time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Error, Page, expect

from app.shared.clock import now
from tests.browser import journey, sampler
from tests.browser.answering import (
    GIVEN,
    KEPT,
    ONCE,
    SAVED,
    answer,
    at_the_school,
    end_at,
    kept,
    look,
    online,
    saves,
    shown,
    signed_in,
    start,
    state,
    until,
)
from tests.browser.benching import settled
from tests.browser.conftest import OpenPage
from tests.browser.cutting import Line
from tests.browser.journey import button
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser


def test_what_is_answered_offline_waits_on_the_device_and_is_delivered_once(
    open_page: OpenPage, device: Page, line: Line, school: LiveSchool
) -> None:
    desk = signed_in(open_page(), school)
    attempt = start(device, school)
    answer(device, "one")
    state(device, SAVED)
    line.down = True
    for question in GIVEN:
        if question != "one":
            answer(device, question)
    state(device, KEPT)
    assert at_the_school(desk, attempt) == {"one": ["1"]}
    line.down = False
    online(device)
    state(device, SAVED)
    assert at_the_school(desk, attempt) == GIVEN
    assert saves(desk, attempt) in ONCE


def test_a_closed_tab_loses_nothing_and_the_page_opens_without_the_network(
    open_page: OpenPage, device: Page, line: Line, school: LiveSchool
) -> None:
    desk = signed_in(open_page(), school)
    attempt = start(device, school)
    answer(device, "one")
    state(device, SAVED)
    line.down = True
    for question in ("number", "swap", "readings", "connector"):
        answer(device, question)
    state(device, KEPT)
    device.close()
    again = device.context.new_page()
    again.goto(attempt)
    state(again, KEPT)
    given = {question: GIVEN[question] for question in ("one", "number", "swap", "readings", "connector")}
    assert shown(again) == given
    expect(again.locator("#unanswered")).to_have_text("5 questions without an answer")
    again.locator(".hotspot-picture img").first.scroll_into_view_if_needed()  # what is far away loads later
    until(again, "document.querySelector('.hotspot-picture img').naturalWidth > 0")
    again.close()
    line.down = False
    elsewhere = device.context.new_page()
    with elsewhere.expect_response(lambda response: response.url.endswith("/responses")):
        elsewhere.goto("/")
    assert at_the_school(desk, attempt) == given


def test_a_reload_shows_what_was_typed_a_moment_ago(device: Page, school: LiveSchool) -> None:
    start(device, school)
    device.locator("#question-word").get_by_label("Your answer").fill("no pa")
    device.reload()
    state(device, SAVED)
    assert shown(device) == {"word": ["no pa"]}


def test_of_two_devices_the_later_answer_counts_and_the_other_page_is_told(
    open_page: OpenPage, device: Page, line: Line, school: LiveSchool
) -> None:
    desk = signed_in(open_page(), school)
    attempt = start(device, school)
    desk.goto(attempt)
    line.down = True
    device.locator("#question-word").get_by_label("Your answer").fill("earlier")
    device.locator("#question-number").get_by_label("Your answer").fill("1")
    state(device, KEPT)
    answer(desk, "word")
    state(desk, SAVED)
    line.down = False
    online(device)
    expect(device.locator(".answer-sheet-told")).to_contain_text("Answered on another device")
    state(device, SAVED)
    look(desk)
    expect(desk.locator(".answer-sheet-told")).to_contain_text("Answered on another device")
    both = {"word": ["no path"], "number": ["1"]}
    assert (shown(device), shown(desk), at_the_school(desk, attempt)) == (both, both, both)


def test_when_the_time_is_up_the_page_shows_the_mark_and_keeps_what_came_late(
    open_page: OpenPage, device: Page, line: Line, school: LiveSchool
) -> None:
    attempt = start(device, school)
    answer(device, "one")
    state(device, SAVED)
    line.down = True
    answer(device, "word")
    state(device, KEPT)
    end_at(school, now() - timedelta(seconds=1))
    line.down = False
    online(device)
    expect(device.locator(".score-word")).to_have_text("Not passed yet")
    expect(device.get_by_text("1 answer came late")).to_be_visible()
    instructor = open_page()
    journey.sign_in(instructor, sampler.email_of(sampler.INSTRUCTOR), school.password)
    instructor.goto(f"{attempt}/late-answers")
    expect(instructor.get_by_label("Count the late answer to question")).to_be_checked()
    instructor.get_by_label("Why?").fill("The network was down.")
    button(instructor, "Count the chosen answers").click()
    expect(instructor.get_by_text("The late answers count now.")).to_be_visible()


def test_the_time_runs_out_while_the_page_is_open(device: Page, school: LiveSchool) -> None:
    start(device, school)
    answer(device, "one")
    state(device, SAVED)
    end_at(school, now() + timedelta(seconds=3))
    device.reload()
    expect(device.locator(".score-word")).to_have_text("Not passed yet")


def test_a_page_from_the_device_knows_how_much_time_is_left(device: Page, line: Line, school: LiveSchool) -> None:
    attempt = start(device, school)
    end_at(school, now() + timedelta(minutes=20, seconds=30))
    device.reload()
    kept(device, "quiz-timer")
    line.down = True
    device.close()
    again = device.context.new_page()
    again.clock.install(time=now() + timedelta(minutes=5))
    again.goto(attempt)
    expect(again.locator(".timer-time")).to_have_text(re.compile(r"15:\d\d left"))


def test_more_time_is_shown_on_a_page_that_is_open(device: Page, school: LiveSchool) -> None:
    start(device, school)
    end_at(school, now() + timedelta(minutes=5, seconds=30))
    device.reload()
    expect(device.locator(".timer-time")).to_have_text(re.compile(r"5:\d\d left"))
    end_at(school, now() + timedelta(minutes=50, seconds=30))
    look(device)
    expect(device.locator(".timer-time")).to_have_text(re.compile(r"50:\d\d left"))


def test_what_another_window_brings_to_the_school_is_saved_here_too(
    device: Page, line: Line, school: LiveSchool
) -> None:
    attempt = start(device, school)
    line.down = True
    answer(device, "one")
    state(device, KEPT)
    line.down = False
    device.context.new_page().goto("/")
    online(device)
    state(device, SAVED)
    assert (at_the_school(device, attempt), saves(device, attempt)) == ({"one": ["1"]}, {"one": 1})


def test_a_device_that_is_full_says_that_nothing_is_kept_on_it_and_delivers_all_the_same(
    open_page: OpenPage, device: Page, line: Line, school: LiveSchool
) -> None:
    desk = signed_in(open_page(), school)
    attempt = start(device, school)
    line.down = True
    answer(device, "one")
    state(device, KEPT)
    device.evaluate("() => { IDBObjectStore.prototype.add = () => { throw new DOMException('full') } }")
    answer(device, "word")
    state(device, "Not saved yet. Keep this page open.")
    line.down = False
    online(device)
    state(device, SAVED)
    given = {question: GIVEN[question] for question in ("one", "word")}
    assert (at_the_school(desk, attempt), saves(desk, attempt)) == (given, dict.fromkeys(given, 1))


def test_where_a_network_lets_nothing_through_the_page_opens_nevertheless(
    device: Page, line: Line, school: LiveSchool
) -> None:
    attempt = start(device, school)
    with line.stuck():
        device.goto(attempt)
        expect(button(device, "Hand in")).to_be_visible()
        answer(device, "one")
        state(device, "Saving…")
    state(device, SAVED)


def test_whoever_was_signed_out_meanwhile_is_told_and_loses_nothing(device: Page, school: LiveSchool) -> None:
    attempt = start(device, school)
    device.context.clear_cookies()
    answer(device, "word")
    state(device, "Not saved yet: load the page again and sign in. Your answers are kept on this device.")
    button(device, "Hand in").click()
    expect(device.locator(".answer-sheet-told")).to_contain_text("Not handed in yet: load the page again")
    device.goto("/sign-in")
    signed_in(device, school)
    settled(device)  # the first page that somebody is signed in on brings it
    device.goto(attempt)
    expect(device.locator("#question-word").get_by_label("Your answer")).to_have_value(GIVEN["word"][0])
    assert (at_the_school(device, attempt), saves(device, attempt)) == ({"word": GIVEN["word"]}, {"word": 1})


def test_without_the_network_nothing_is_handed_in_and_the_page_says_so(
    device: Page, line: Line, school: LiveSchool
) -> None:
    start(device, school)
    line.down = True
    answer(device, "one")
    button(device, "Hand in").click()
    expect(device.locator(".answer-sheet-told")).to_contain_text("Not handed in yet")
    line.down = False
    for name in ("Hand in", "Hand in anyway"):
        button(device, name).click()
    expect(device.locator(".score-word")).to_be_visible()


def test_after_signing_out_a_shared_phone_shows_nothing_of_the_attempt(
    device: Page, line: Line, school: LiveSchool
) -> None:
    attempt = start(device, school)
    answer(device, "one")
    state(device, SAVED)
    device.locator(".menu summary").click()
    button(device, "Sign out").click()
    expect(button(device, "Sign in")).to_be_visible()
    until(device, "!(await caches.keys()).length")
    line.down = True
    with pytest.raises(Error, match="net::ERR_"):
        device.goto(attempt)
