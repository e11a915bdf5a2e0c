"""Reading pages."""

from __future__ import annotations

import re
from html import unescape

from werkzeug.test import TestResponse

ERROR = re.compile(r'<p class="field-error"[^>]*><span class="hidden">Error:</span> (.*?)</p>')
FLASHED = re.compile(r'<div class="message message-info" role="status">.*?<p>(.*?)</p>', re.DOTALL)


def errors_of(page: TestResponse) -> list[str]:
    """What the page says beside its fields, in their order."""
    return [unescape(error) for error in ERROR.findall(page.text)]


def told_by(page: TestResponse) -> list[str]:
    """What the page says about the act before it."""
    return [unescape(text) for text in FLASHED.findall(page.text)]
