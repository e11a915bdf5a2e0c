"""Takes the pictures of the README and of the guides: `make screenshots`.

Starts a server of its own with the demonstration school in a temporary folder, walks a few pages in a
browser, and writes what it sees into `docs/images/`. What differs from run to run is only what the day makes
differ: dates, and how far the cohorts have come.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
PHONE, DESK, TALL_DESK = (390, 844), (1280, 800), (1280, 1250)
PATIENCE = 300
"""Seconds that the server may take to publish the courses and make its school."""
READY = """() => document.fonts.status === "loaded" && [...document.images].every(
    (image) => image.complete || image.getBoundingClientRect().top > innerHeight)"""
"""Whether everything in view is there; drawings further down load when somebody comes near them."""
QUALITY = 82
"""Of the WebP files: text stays sharp, and a picture stays below 200 KiB."""
ADDRESS = "http://school.example"
"""What stands on the cards. Nothing is there: the pictures are taken at the server's own address."""
ROSTER = """\
Fatoumata Bâ, , fr
Yonas Tesfaye, yonas.tesfaye@school.example, en
Lucia Romano, lucia.romano@school, fr
Bruno Modèle, bruno.modele@etabli.example, fr
"""
"""A list with somebody known and with a mistake."""


@dataclass(frozen=True)
class School:
    """A running server, and how to sign in there."""

    address: str
    password: str


def main() -> None:
    """Take every picture again."""
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        _serving(Path(folder)) as school,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        _trainee(browser, school)
        _instructor(browser, school)
        _coordinator(browser, school)
        browser.close()


def _trainee(browser: Browser, school: School) -> None:
    phone = _signed_in(browser, school, "amina.fictive", PHONE)
    _keep(phone, "today")
    phone.goto(f"{_course_of(phone, school)}/items/static-electricity")
    _begin_at(phone, ".hazard")
    _keep(phone, "lesson")


def _instructor(browser: Browser, school: School) -> None:
    desk = _signed_in(browser, school, "ines.tournevis", DESK)
    desk.get_by_role("link", name="Appliances · autumn").first.click()
    _begin_at(desk, "h2:has-text('Trainees by items')")
    _keep(desk, "matrix")
    waiting = desk.locator('a[href*="/sign-offs/new"]').first.get_attribute("href")
    phone = _signed_in(browser, school, "ines.tournevis", PHONE)
    _keep(phone, "bench-today")
    phone.goto(school.address + (waiting or ""))
    _begin_at(phone, "form fieldset")
    _keep(phone, "sign-off")


def _coordinator(browser: Browser, school: School) -> None:
    desk = _signed_in(browser, school, "claire.exemple", TALL_DESK)
    _keep(desk, "overview")
    desk.get_by_role("link", name="Mobile · autumn").first.click()
    desk.get_by_role("link", name="Enrol from a list").click()
    desk.get_by_label("Paste the list").fill(ROSTER)
    desk.get_by_role("button", name="See what would happen").click()
    _keep(desk, "roster")
    desk.get_by_label("E-mail address").fill("lucia.romano@school.example")
    desk.get_by_role("button", name="Check again").click()
    desk.get_by_role("button", name="Enrol", exact=True).click()
    desk.set_viewport_size({"width": 1080, "height": 582})
    _keep(desk, "cards")


def _course_of(page: Page, school: School) -> str:
    """The address of the signed-in trainee's enrolment."""
    path = page.locator('a[href*="/enrolments/"]').first.get_attribute("href") or ""
    found = re.match(r"/enrolments/[0-9a-f-]{36}", path)
    if found is None:
        raise LookupError(f"no enrolment in {path}")
    return school.address + found[0]


def _signed_in(browser: Browser, school: School, who: str, size: tuple[int, int]) -> Page:
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=2,
        locale="en-GB",
        color_scheme="light",
    )
    page.goto(f"{school.address}/sign-in")
    page.get_by_label("E-mail address").fill(f"{who}@etabli.example")
    page.get_by_label("Password", exact=True).fill(school.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{school.address}/")
    if page.locator("html").get_attribute("lang") != "en":
        page.locator("details.menu > summary").click()
        page.locator('details.menu button[value="en"]').click()
        page.wait_for_selector('html[lang="en"]')
    return page


def _begin_at(page: Page, selector: str) -> None:
    """Bring the first thing that `selector` finds to the top of the page."""
    page.locator(f"main {selector}").first.evaluate(
        "(thing) => window.scrollTo(0, thing.getBoundingClientRect().top + scrollY - 16)"
    )


def _keep(page: Page, name: str) -> None:
    """Write what the page shows as a picture."""
    page.wait_for_function(READY)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.save(IMAGES / f"{name}.webp", quality=QUALITY, method=6)


@contextmanager
def _serving(folder: Path) -> Iterator[School]:
    """A production server over a demonstration school that lives in `folder`."""
    bind = f"127.0.0.1:{free_port()}"
    environment = {"PATH": os.environ["PATH"], "ETABLI_INSTANCE": str(folder), "ETABLI_BIND": bind}
    environment["ETABLI_PUBLIC_URL"] = ADDRESS
    command = [sys.executable, "-m", "app.serve", "--demo"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:  # noqa: S603 - our own command
        try:
            wait_for(f"http://{bind}/health")
            yield School(f"http://{bind}", _password_in(folder))
        finally:
            server.terminate()


def _password_in(folder: Path) -> str:
    first_line = (folder / "demonstration-sign-ins").read_text().splitlines()[0]
    return first_line.rsplit(" ", 1)[-1]


def free_port() -> int:
    """A port on which nothing listens."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(address: str) -> None:
    """Wait until a server answers there. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urlopen(address).close()  # noqa: S310 - our own server's address
        except URLError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"nothing answers at {address}")


if __name__ == "__main__":
    main()
