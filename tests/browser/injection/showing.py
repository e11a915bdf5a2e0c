"""A browser that shows pages of a school as somebody in it gets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias

from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from tests.browser.injection.detector import Sent, Watch, watching
from tests.browser.injection.reading import Reader
from tests.browser.injection.whole_school import School

Shown: TypeAlias = dict[str, TestResponse]
"""Pages by the address under which the browser asks for them."""
LOOKS: Final = re.compile(rb'<link rel="(?:preload|stylesheet|icon)" href="/assets/[^>]*>| list="[a-z_-]+"')
"""Runs nothing, and would take most of the time: Chromium compares what a field holds with what its list suggests,
which takes minutes with texts a hundred times longer than any that a form takes."""
TOGETHER: Final = 12
"""At most so many pages are opened at once."""
LARGE: Final = 8_000_000
"""Bytes, after which no page is added to those."""


@contextmanager
def showing(school: School, browser: Browser, name: str) -> Iterator[tuple[Watch, Reader, Shown]]:
    """A browser that shows the answers in the last of these, and asks that member's requests for all else."""
    shown: Shown = {}
    reader = school.reader(name)

    def answer(path: str) -> Sent:
        return sent(shown.get(path) or reader.get(path))

    with watching(browser, answer) as watch:
        yield watch, reader, shown


def sent(response: TestResponse) -> Sent:
    """The answer as the browser gets it."""
    return Sent(LOOKS.sub(b"", response.data), response.content_type, response.status_code)


def told_by(watch: Watch, shown: Shown, *, laid_out: bool = True) -> list[str]:
    """What all these pages tell; of those that are alike, one."""
    unlike = {response.data: path for path, response in shown.items()}
    told: list[str] = []
    together: list[str] = []
    for path in unlike.values():
        if together and (len(together) == TOGETHER or sum(len(shown[each].data) for each in together) > LARGE):
            told += watch.open_together(together, laid_out=laid_out)
            together = []
        together.append(path)
    return told + watch.open_together(together, laid_out=laid_out)
