"""Reading the pages of cohorts and places."""

from __future__ import annotations

import re
from html import unescape


def errors(page: str) -> list[tuple[str, str]]:
    """Field and sentence of each error beside its field."""
    found = re.findall(r'class="field-error" id="([\w-]+)-error"><span class="hidden">Error:</span> (.*?)</p>', page)
    return [(field, unescape(sentence)) for field, sentence in found]


def messages(page: str) -> list[str]:
    """The words of each message on the page."""
    found = re.findall(r'<div class="message message-\w+"[^>]*>(.*?)</div>\s*</div>', page, re.DOTALL)
    return [words(each) for each in found]


def words(markup: str) -> str:
    """What somebody reads of it, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def facts(page: str) -> list[tuple[str, str]]:
    """Name and value of each fact on the page."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    return [(words(name), words(value)) for name, value in found]


def refusal(page: str) -> str:
    """The sentence of a refusal's page."""
    found = re.search(r"</h1>(.*?)</main>", page, re.DOTALL)
    return words(found[1]) if found else ""
