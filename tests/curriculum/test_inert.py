"""A page as something to read."""

from __future__ import annotations

import pytest

from app.curriculum.inert import inert


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ('<h2 id="a" class="x">A</h2><h6>B</h6>', '<h4 class="x">A</h4><h6>B</h6>'),
        ('<p>See <a href="/x" title="X > Y">that</a>.</p>', '<p>See <a title="X > Y">that</a>.</p>'),
        ('<step-list class="steps" data-count="1"><p>Do</p></step-list>', '<div class="steps"><p>Do</p></div>'),
        ('<p>A<label class="t"><input type="checkbox"><span>done</span></label>B</p>', "<p>AB</p>"),
        ('<button type="button" popovertarget="t">flux</button><input name="x">', ""),
        ('<img src="/images/1.svg" alt="" width="9"/><br>', '<img src="/images/1.svg" alt="" width="9"/><br>'),
        ('<p aria-labelledby="x" onclick="y" lang=fr>Oui</p>', "<p lang=fr>Oui</p>"),
        (
            '<section aria-label="Danger: fire" class="hazard"></section>',
            '<section aria-label="Danger: fire" class="hazard"></section>',
        ),
    ],
)
def test_what_leads_somewhere_or_is_pressed_goes_and_what_is_read_stays(html: str, read: str) -> None:
    assert inert(html, deeper=2) == read
