"""Going through pages by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.browser.journey import SAID

FARTHEST = 150
"""How many times Tab is pressed before giving up."""

HAS_FOCUS = "element => element.contains(document.activeElement)"
FAULT = """element => {
  const focused = document.activeElement;
  if (!focused.matches(":focus-visible")) return "the browser does not show the focus";
  const shown = [focused, focused.closest("label")].find((each) => {
    if (!each) return false;
    const { outlineStyle, outlineWidth, opacity, clipPath } = getComputedStyle(each);
    const { width, height } = each.getBoundingClientRect();
    const seen = Number(opacity) > 0 && clipPath === "none" && width > 4 && height > 4;
    return seen && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  if (!shown) return "nothing around it tells that it has the focus";
  const [{ left, top, width, height }] = shown.getClientRects();
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  if (!above) return "it lies outside of the window";
  return shown.contains(above) ? "" : `it is covered by ${above.className || above.tagName}`;
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is on `target` or in it, and see that it is shown there, uncovered."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if target.evaluate(HAS_FOCUS):
            assert target.evaluate(FAULT) == "", target
            return
    raise AssertionError(f"the keyboard does not reach {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Tab to `target` and press a key on it."""
    tab_to(page, target)
    page.keyboard.press(key)


def write(page: Page, target: Locator, text: str) -> None:
    """Tab to a field and type."""
    tab_to(page, target)
    page.keyboard.type(text)


def choose_one(page: Page, group: Locator, place: int) -> None:
    """Tab to a group of radio buttons, which focuses one of them, and go by arrow to the one of that value."""
    tab_to(page, group.locator("input[type=radio]").locator("xpath=ancestor::fieldset[1]"))
    wanted = group.locator(f"input[value='{place}']")
    page.keyboard.press("Space")
    for _ in range(group.locator("input[type=radio]").count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    assert wanted.is_checked()


def tick(page: Page, group: Locator, places: list[int]) -> None:
    """Tab to the boxes of these values, in the order of the page, and tick them."""
    values: list[str] = group.locator("input[type=checkbox]").evaluate_all("all => all.map(each => each.value)")
    for value in values:
        if int(value) in places:
            press(page, group.locator(f"input[value='{value}']"), "Space")


def put_in_order(page: Page, group: Locator, wanted: list[str]) -> None:
    """Tab to whatever stands too low, always further down the page, and go up with it by arrow."""
    moved = False
    for place, words in enumerate(wanted):
        here = group.locator(".ordering-text").evaluate_all(SAID).index(words)
        if here > place:
            moved = True
            tab_to(page, group.locator("[data-by='-1']").nth(here))
        for _ in range(here - place):
            page.keyboard.press("ArrowUp")
    if not moved:
        press(page, group.get_by_role("button", name="Keep this order"))


def put_together(page: Page, group: Locator, wanted: list[str]) -> None:
    """Tab from menu to menu, and go by arrow to what belongs there."""
    rights = group.locator(".matching-right > div").evaluate_all(SAID)
    for left, words in enumerate(wanted):
        menu = group.locator("select").nth(left)
        tab_to(page, menu)
        for _ in range(rights.index(words) + 1):
            page.keyboard.press("ArrowDown")
        assert menu.input_value() == f"{left}:{rights.index(words)}"
