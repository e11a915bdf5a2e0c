"""The sweep through every page leaves none out."""

from __future__ import annotations

from app import create_app
from app.config import Settings
from tests.browser.pages import LOOKS, WITHOUT_A_PAGE


def test_the_sweep_goes_to_every_page(settings: Settings) -> None:
    rules = create_app(settings).url_map.iter_rules()
    pages = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - set(WITHOUT_A_PAGE)
    assert {look.endpoint for look in LOOKS if look.endpoint} == pages


def test_no_page_is_swept_twice() -> None:
    names = [(look.state, look.endpoint, look.who, look.address) for look in LOOKS]
    assert sorted(names) == sorted(set(names))
