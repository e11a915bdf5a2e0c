"""Every page, at 390 and 1280 px, light and dark, in English and French: accessible, in its place, quiet, translated.

Run by `make sweep`; `make test` leaves it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, BrowserContext, Page

from app.config import ROOT
from app.curriculum.folder import courses_in
from app.curriculum.model import Practical, Quiz
from tests.browser import journey
from tests.browser.conftest import DESK, PATIENCE, PHONE, compiled, listen
from tests.browser.pages import LOOKS, NOBODY, Look
from tests.browser.serving import LiveSchool, another_server

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RUN_AXE = """async () => {
  const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
  const rules = { "target-size": { enabled: true } };
  const { violations } = await axe.run({ runOnly: { type: "tag", values }, rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) => {
    const [reason] = [...any, ...all, ...none];
    return `${id}: ${target.join(" ")}: ${reason ? reason.message : ""}`;
  }));
}"""
OVERFLOW = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const all = [...document.body.querySelectorAll("*")];
  const wide = all.filter((each) => each.getBoundingClientRect().right > clientWidth + 1);
  const names = wide.slice(0, 3).map((each) => `${each.tagName.toLowerCase()}.${each.className}`);
  return [`${scrollWidth} px wide, because of ${names.join(", ")}`];
}"""
TEXTS = """() => {
  const french = (element) => element.closest("[lang]").lang === "fr";
  const where = (element) => {
    const named = element.closest("[class]");
    return `${named ? "." + named.className : ""} ${element.tagName.toLowerCase()}`;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (french(parentElement)) texts.push([data, where(parentElement)]);
  }
  for (const name of ["aria-label", "alt", "title", "placeholder"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (french(element)) texts.push([element.getAttribute(name), `${where(element)}[${name}]`]);
    }
  }
  return texts.map(([text, place]) => [text.replace(/\\s+/g, " ").trim(), place]).filter(([text]) => text);
}"""
MADE_FAULTS = """() => {
  const [image, wide, untranslated, unmarked] = ["img", "div", "p", "p"].map((name) => document.createElement(name));
  wide.style.minInlineSize = "500px";
  wide.style.blockSize = "10px";
  untranslated.textContent = "Change your password";
  unmarked.textContent = "Which tool proves that no voltage is left?";
  document.querySelector("main").append(image, wide, untranslated, unmarked);
}"""
FRENCH = ROOT / "app" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\\\((\w+)\\\)s|%%")
NUMBERS = {"all", "count", "done", "left", "level", "minutes", "num", "number", "of", "percent", "top", "weeks"}
"""Placeholders that only numbers come in."""

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass
class Seat:
    """A browser at which one person sits who speaks one language."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)


class Sweep:
    """The browsers of everybody, each opened when it is first needed."""

    def __init__(self, school: LiveSchool, styleguide_at: str, browser: Browser) -> None:
        self.school = school
        self.styleguide_at = styleguide_at
        self.browser = browser
        self.seats: dict[tuple[str, str], Seat] = {}

    def seat(self, who: str, language: str) -> Seat:
        """The browser of `who` in that language."""
        if (who, language) not in self.seats:
            self.seats[who, language] = self._new_seat(who, language)
        return self.seats[who, language]

    def go(self, look: Look, language: str) -> Seat:
        """Bring the page before its reader, in that language."""
        seat = self.seat(look.who, language)
        address = look.address.format(**self.school.places)
        show(seat.page, PHONE, "light")
        seat.page.goto(self.styleguide_at if look.endpoint == "web.styleguide" else address)
        if look.act:
            look.act(seat.page)
            seat.page.wait_for_load_state()
        return seat

    def _new_seat(self, who: str, language: str) -> Seat:
        locale = "fr-FR" if who == NOBODY and language == "fr" else "en-GB"
        context = self.browser.new_context(base_url=self.school.address, viewport=PHONE, locale=locale)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(path=AXE)
        seat = Seat(context, context.new_page())
        listen(seat.page, seat.complaints)
        if who != NOBODY:
            journey.sign_in(seat.page, who, self.school.password)
            journey.speak(seat.page, language)
        return seat


@pytest.fixture(scope="module")
def sweep(school: LiveSchool, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sweep]:
    """The school, served besides by a server that shows the style guide."""
    with another_server(school, tmp_path_factory.mktemp("styleguide"), ETABLI_MODE="development") as address:
        sweep = Sweep(school, f"{address}/styleguide", browser)
        yield sweep
        for seat in sweep.seats.values():
            seat.context.close()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.endpoint or 'page'} {look.state} {look.who}")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_is_accessible_fits_and_speaks_one_language(look: Look, language: str, sweep: Sweep) -> None:
    seat = sweep.go(look, language)
    faults = [f"{width} px, {scheme}: {fault}" for width, scheme, fault in seen(seat.page)]
    spoken = look.speaks or language
    assert seat.page.locator("html").get_attribute("lang") == spoken
    if spoken == "fr" and look.endpoint != "web.styleguide":
        faults += in_english(seat.page.evaluate(TEXTS))
    faults += seat.complaints
    seat.complaints.clear()
    assert faults == []


def test_the_sweep_finds_faults_where_there_are_some(sweep: Sweep) -> None:
    page = sweep.go(LOOKS[0], "fr").page
    page.evaluate(MADE_FAULTS)
    found = {(width, scheme, fault.split(":")[0].split(" ")[-1]) for width, scheme, fault in seen(page)}
    assert found == {
        *((width, scheme, "image-alt") for width in (390, 1280) for scheme in SCHEMES),
        *((390, scheme, "div.") for scheme in SCHEMES),
    }
    english = [fault.split(":")[0] for fault in in_english(page.evaluate(TEXTS))]
    assert english == ["not translated", "not marked as English"]


def seen(page: Page) -> Iterator[tuple[int, str, str]]:
    """What is wrong with the page at each width, in each scheme."""
    for size in (PHONE, DESK):
        for scheme in SCHEMES:
            show(page, size, scheme)
            faults: list[str] = page.evaluate(RUN_AXE) + page.evaluate(OVERFLOW)
            yield from ((size["width"], scheme, fault) for fault in faults)


def show(page: Page, size: Any, scheme: Scheme) -> None:
    """Look at the page in a window of that size, in that scheme."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def in_english(texts: Sequence[tuple[str, str]]) -> list[str]:
    """Which of the texts and their places would be read out as French and are not: what the catalogue should have
    translated, and what a course written in English says without being marked so (WCAG 3.1.2)."""
    untranslated = [f"not translated: {place}: {text}" for text, place in texts if english().fullmatch(text)]
    return untranslated + [f"not marked as English: {place}: {text}" for text, place in texts if text in taught()]


@cache
def english() -> re.Pattern[str]:
    """Matches each English text of the interface that has another French one."""
    with FRENCH.open("rb") as file:
        messages = [message for message in read_po(file, locale="fr") if message.id]
    ids = {text for message in messages for text in forms(message.id)}
    same = {text for message in messages for text in forms(message.string)}
    # A text of hardly more than placeholders would match French ones too.
    telling = [text for text in ids - same - named() if re.search(r"[a-z]{4}", re.sub(r"%\(\w+\)s", "", text))]
    return re.compile("|".join(PLACEHOLDER.sub(filled, re.escape(text)) for text in telling))


def forms(text: str | Sequence[str] | None) -> Sequence[str]:
    """A text of the catalogue, or its singular and plural."""
    return [text] if isinstance(text, str) else text or []


@cache
def named() -> set[str]:
    """The names of the courses' items, which may say in English what the interface says too."""
    return {item.title for folder in courses_in(ROOT / "content") for item in compiled(folder).items.values()}


@cache
def taught() -> set[str]:
    """The sentences of the courses' questions and criteria. Titles of courses, weeks and items are names, which need
    no mark."""
    items = [item for folder in courses_in(ROOT / "content") for item in compiled(folder).items.values()]
    questions = [question for item in items if isinstance(item, Quiz) for question in item.questions]
    criteria = [criterion for item in items if isinstance(item, Practical) for criterion in item.criteria]
    return {re.sub(r"<[^>]+>", "", question.title_html) for question in questions} | {each.title for each in criteria}


def filled(placeholder: re.Match[str]) -> str:
    """What may stand in place of a placeholder."""
    return r"[\d\s.,–]+" if placeholder[1] in NUMBERS else ".+"
