"""The detector sees what runs: own examples of each way, and the published payloads as they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.injection.detector import HOST, Sent, Watch, watching
from tests.browser.injection.payloads import payloads, shares

pytestmark = pytest.mark.browser

CLEAN = (
    '<p id="a"><a href="/there?a=b#c" title="&lt;script&gt;">A</a> <a href="tel:1">B</a> &lt;b onload=x&gt;'
    '<script type="application/json">{"a": "alert(1)"}</script>'
)
UNCLEAN = {
    "<script>alert(1)</script>": "ran alert(1)",
    "<img src=x onerror=confirm(2)>": "ran confirm(2)",
    "<a href='javascript:prompt(3)'>x</a>": "ran prompt(3)",
    "<svg><a xlink:href='javascript:print()'><text>x</text></a></svg>": "ran print()",
    "<b onmouseover=alert(4)>x</b>": "ran alert(4)",
    "<input onfocus=alert(5)>": "ran alert(5)",
    "<details ontoggle=alert(6)><summary>x</summary></details>": "ran alert(6)",
    "<iframe srcdoc='<script>alert(7)</script>'></iframe>": "ran alert(7)",
    "<script>document.write('x')</script>": "ran document.write(x)",
    "<script>missing.thing</script>": "ran a script that failed: Uncaught ReferenceError: missing is not defined",
    "<script>Promise.reject(8)</script>": "ran a promise that failed: 8",
    "<img src=//evil.example/x.png>": "asked for http://evil.example/x.png (image)",
    "<script>fetch('//evil.example/a')</script>": "asked for http://evil.example/a (fetch)",
    "<link rel=stylesheet href=//evil.example/a.css>": "asked for http://evil.example/a.css (stylesheet)",
    "<style>@import '//evil.example/b.css'</style>": "asked for http://evil.example/b.css (stylesheet)",
    "<meta http-equiv=refresh content='0;url=//evil.example/c'>": "asked for http://evil.example/c (document)",
    "<script>location='//evil.example/d'</script>": "asked for http://evil.example/d (document)",
    '<script type="text/plain">x</script>': "there is <script>x",
    "<base href=//evil.example/>": "there is <base>",
    "<form action=//evil.example/><button>x</button></form>": "there is <form> to elsewhere",
    "<object data=/x></object>": "there is <object>",
    "<p style='color:red'>x</p>": "there is p style=color:red",
    "<p onzoom=x>x</p>": "there is p onzoom=x",
    "<template><b onclick=x></b></template>": "there is b onclick=x",
    "<a href='data:text/html,x'>x</a>": "there is a href=data:text/html,x",
    "<button formaction=vbscript:x>x</button>": "there is button formaction=vbscript:x",
}
SAMPLE = 20
"""Every so many of the payloads is shown as it is."""
pages: dict[str, str] = {}


@pytest.fixture(scope="module")
def watch(browser: Browser) -> Iterator[Watch]:
    """A page that shows what stands in `pages`."""
    with watching(browser, lambda path: Sent(pages.get(path, "").encode())) as watch:
        yield watch


def test_a_clean_page_tells_nothing(watch: Watch) -> None:
    pages["/clean"] = f"<!doctype html><title>x</title>{CLEAN}"
    assert watch.open("/clean") == []


@pytest.mark.parametrize("html", list(UNCLEAN))
def test_an_unclean_page_sets_it_off(watch: Watch, html: str) -> None:
    pages["/unclean"] = f"<!doctype html><title>x</title><body>{html}"
    assert [told for told in watch.open("/unclean") if told.startswith(UNCLEAN[html])] != []


def test_published_payloads_set_it_off_where_nothing_stops_them(watch: Watch) -> None:
    ran = set()
    for share in shares(payloads()[::SAMPLE], 60):
        for number, payload in enumerate(share):
            pages[f"/frame/{number}"] = f"<!doctype html><title>x</title><body>{payload}"
        told = watch.open_together([f"/frame/{number}" for number in range(len(share))])
        ran |= {
            payload
            for number, payload in enumerate(share)
            if any(each.endswith(f" in {HOST}/frame/{number}") for each in told)
        }
    assert len(ran) > 50  # the others are for other places: JSON, templates, addresses, elder browsers
