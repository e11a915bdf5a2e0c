"""The bench without network: opened, judged, kept sealed through closed tabs, and delivered once, in order."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser import benching, workbench
from tests.browser.answering import online, until
from tests.browser.benching import (
    DELIVERED,
    DIGESTS,
    EVERYTHING,
    KEPT,
    board_of,
    fill_in,
    open_board,
    recorded,
    row,
    settled,
    sign,
    sign_off,
    signed_in,
    trainee,
    waits,
)
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.cutting import Cut, Line
from tests.browser.journey import button
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

OLDER = "An earlier version of this sheet had arrived already, and that one counts. Look at what is in it."


def test_what_was_judged_offline_survives_a_closed_tab_and_is_delivered_in_order(
    bench: Page, line: Line, school: LiveSchool
) -> None:
    first, second = trainee(), trainee()
    open_board(bench, school)
    line.down = True
    bench.reload()
    digests = []
    for name in (first, second):
        fill_in(bench, name)
        digests.append(tuple(bench.evaluate(DIGESTS)))
        sign(bench)
        expect(bench.locator(".bench-told")).to_have_text(KEPT)
        expect(row(bench, name).locator(".state")).to_have_text("Waiting to be delivered")
    waits(bench, 2)
    bench.close()
    again = bench.context.new_page()
    again.goto(board_of(school))
    waits(again, 2)
    for name in (first, second):
        expect(row(again, name).locator(".state")).to_have_text("Waiting to be delivered")
    again.close()
    assert recorded(school, first, second) == []
    line.down = False
    elsewhere = bench.context.new_page()
    elsewhere.goto("/")
    waits(elsewhere, 0)
    assert [(name, each.photos) for name, each in recorded(school, second, first)] == [
        (first, digests[0]),
        (second, digests[1]),
    ]


def test_the_page_notices_by_itself_that_the_network_is_back(bench: Page, line: Line, school: LiveSchool) -> None:
    name = trainee()
    open_board(bench, school)
    line.down = True
    sign_off(bench, name)
    waits(bench, 1)
    line.down = False
    expect(bench.locator(".bench-told")).to_have_text(DELIVERED, timeout=15_000)
    waits(bench, 0)
    expect(bench.get_by_role("link", name=name)).to_have_count(0)
    assert len(recorded(school, name)) == 1


@pytest.mark.parametrize("cut", ["on the way there", "on the way back"])
def test_wherever_the_network_is_cut_there_is_exactly_one_record(
    bench: Page, line: Line, school: LiveSchool, cut: Cut
) -> None:
    open_board(bench, school)
    requests, place = 1, 0
    while place < requests:
        name = trainee()
        line.cut_from_now(cut, place)
        fill_in(bench, name)
        sign(bench)
        expect(bench.locator(".bench-told")).to_have_text(DELIVERED, timeout=15_000)
        until(bench, "!document.querySelector('bench-board').refreshing")
        assert [len(each.photos) for _, each in recorded(school, name)] == [2], (place, line.asked)
        requests = len(line.asked)
        line.cut_at = -1
        place += 1
    assert place >= 2  # the record, and the board as it is then


def test_two_windows_that_bring_the_same_record_bring_it_once(bench: Page, line: Line, school: LiveSchool) -> None:
    name = trainee()
    open_board(bench, school)
    other = bench.context.new_page()
    other.goto(board_of(school))
    expect(row(other, name)).to_be_visible()
    bench.bring_to_front()  # a window behind another takes taps slowly
    line.down = True
    sign_off(bench, name)
    expect(row(other, name).locator(".state")).to_have_text("Waiting to be delivered")
    line.down = False
    online(other)
    online(bench)
    waits(bench, 0)
    waits(other, 0)
    assert len(recorded(school, name)) == 1


def test_two_devices_bring_what_each_has_judged(
    bench: Page, line: Line, open_page: OpenPage, school: LiveSchool
) -> None:
    first, second = trainee(), trainee()
    tablet = signed_in(open_page(viewport={"width": 820, "height": 1180}), school)
    open_board(bench, school)
    open_board(tablet, school)
    line.down = True
    sign_off(bench, first)
    fill_in(tablet, second)
    sign(tablet)
    expect(tablet.locator(".bench-told")).to_have_text(DELIVERED)
    line.down = False
    online(bench)
    expect(bench.locator(".bench-told")).to_have_text(DELIVERED)
    assert [name for name, _ in recorded(school, first, second)] == [second, first]
    expect(bench.locator(".bench-told")).to_have_text(f"Delivered: {first}.")


def test_the_phone_itself_cannot_read_what_was_signed(bench: Page, line: Line, school: LiveSchool) -> None:
    name = trainee()
    open_board(bench, school)
    line.down = True
    fill_in(bench, name, missed=0)
    bench.get_by_label("Remark").fill("Forgot to prove the tester.")
    until(bench, "document.querySelector('bench-sheet').saving.then(() => true)")
    assert "Forgot to prove" in bench.evaluate(EVERYTHING)  # not signed yet
    sign(bench)
    expect(bench.locator(".bench-told")).to_have_text(KEPT)
    left = bench.evaluate(EVERYTHING)
    readable = [words for words in (name, "Forgot to prove", "not_met", workbench.PIN, '"pin"') if words in left]
    assert readable == []
    line.down = False


def test_what_somebody_else_judged_waits_for_them_and_tells_only_their_name(
    bench: Page, line: Line, school: LiveSchool
) -> None:
    name = trainee()
    open_board(bench, school)
    line.down = True
    sign_off(bench, name)
    bench.goto("about:blank")  # before the line is back: the page still open would deliver it
    bench.context.clear_cookies()
    line.down = False
    bench.goto("/sign-in")
    words = f"1 sign-off waits on this device for {workbench.INSTRUCTOR}."
    expect(bench.locator("what-waits")).to_have_text(words)
    signed_in(bench, school, workbench.COLLEAGUE)
    bench.goto("/notices")
    expect(bench.locator("what-waits")).to_have_text(words)
    assert recorded(school, name) == []
    bench.context.clear_cookies()
    signed_in(bench, school)
    waits(bench, 0)
    assert len(recorded(school, name)) == 1


def test_after_signing_out_a_phone_shows_neither_the_board_nor_what_was_begun(
    bench: Page, line: Line, school: LiveSchool
) -> None:
    name = trainee()
    open_board(bench, school)
    fill_in(bench, name)
    bench.locator(".menu summary").click()
    button(bench, "Sign out").click()
    expect(button(bench, "Sign in")).to_be_visible()
    until(bench, "!(await caches.keys()).length")
    settled(bench)
    assert name not in bench.evaluate(EVERYTHING)
    line.down = True
    with pytest.raises(Error, match="net::ERR_"):
        bench.goto(board_of(school))


def test_a_device_without_room_clears_nothing_and_says_so(bench: Page, line: Line, school: LiveSchool) -> None:
    name = trainee()
    open_board(bench, school)
    fill_in(bench, name)
    line.down = True
    fill_up(bench)
    sign(bench)
    expect(bench.locator(".bench-fault:visible")).to_contain_text("Not kept: this device has no room left")
    expect(bench.locator(".bench-verdict:visible")).to_have_text("Competent")
    assert recorded(school, name) == []
    line.down = False
    bench.locator("#bench-own-pin").fill(workbench.PIN)
    bench.locator("button[value=later]").click()
    expect(bench.locator(".bench-told")).to_have_text(DELIVERED)
    assert [len(each.photos) for _, each in recorded(school, name)] == [2]


def test_a_sheet_that_is_changed_after_a_try_of_unknown_fate_is_told_that_the_first_version_counts(
    bench: Page, line: Line, school: LiveSchool
) -> None:
    name = trainee()
    open_board(bench, school)
    fill_in(bench, name)
    fill_up(bench)
    line.cut_from_now("on the way back", 0)
    sign(bench)
    expect(bench.locator(".bench-fault:visible")).to_contain_text("Not kept: this device has no room left")
    assert [each.outcome for _, each in recorded(school, name)] == ["competent"]  # which nobody here knows
    line.cut_at = -1
    bench.get_by_role("link", name="Change something").click()
    bench.locator(".bench-criteria .pick-not-met").first.click()
    sign(bench)
    told = bench.locator(".bench-told")
    expect(told).to_have_text(f"{OLDER} Look at it")
    assert [each.outcome for _, each in recorded(school, name)] == ["competent"]
    told.get_by_role("link", name="Look at it").click()
    expect(bench.get_by_text("Competent").first).to_be_visible()


def test_a_device_that_is_nearly_full_says_so_before_anything_is_lost(bench: Page, school: LiveSchool) -> None:
    open_board(bench, school)
    bench.evaluate("navigator.storage.estimate = async () => ({ quota: 100e6, usage: 92e6 })")
    benching.begin(bench, trainee())
    expect(bench.locator(".bench-room")).to_contain_text("This device has only 8 MB left.")


def test_where_a_browser_keeps_nothing_the_board_leads_to_the_schools_own_form(
    school: LiveSchool, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE)
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('private') }")
    signed_in(page, school)
    page.goto(board_of(school))
    expect(page.locator(".bench-told")).to_contain_text("This browser keeps nothing on the device")
    name = trainee()
    row(page, name).get_by_role("link").click()
    expect(button(page, "Sign off")).to_be_visible()


def test_whoever_was_signed_out_meanwhile_loses_nothing(bench: Page, school: LiveSchool) -> None:
    name = trainee()
    open_board(bench, school)
    bench.context.clear_cookies()
    sign_off(bench, name)
    expect(bench.locator("what-waits")).to_have_text(
        "1 sign-off waits on this device to be delivered. Load the page again, and sign in if you are asked to."
    )
    signed_in(bench, school)
    waits(bench, 0)
    assert len(recorded(school, name)) == 1


def fill_up(page: Page) -> None:
    """Let nothing more be kept on the device."""
    full = "throw new DOMException('full', 'QuotaExceededError')"
    page.evaluate(f"() => {{ IDBObjectStore.prototype.add = () => {{ {full} }} }}")
