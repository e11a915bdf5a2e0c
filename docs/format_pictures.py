"""Takes the pictures of `curriculum-format.md`: what trainees see of each of its examples. Part of `make screenshots`.

Writes a course of all of them into a temporary folder, and looks at its preview.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageChops
from playwright.sync_api import FloatRect, Locator, Page, sync_playwright

from app.curriculum.writing import write_course
from docs.format_examples import DRAWN, PICTURES, Example, course_around, examples
from docs.screenshots import CHROMIUM, QUALITY, READY, ROOT, free_port, wait_for

WIDTH, HEIGHT = 390, 2400
"""A phone's, so tall that nothing is left to load."""
SCALE = 2
LOW = 760
"""Where what opens at the bottom of the screen is wanted."""
MARGIN = 12
TRACK, COURSE = "bench", "manual"
PLACE = uuid5(NAMESPACE_URL, f"{TRACK}/{COURSE}/0")
"""The enrolment as which the preview shows the course."""


def main() -> None:
    """Take every picture again."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    shown = [example for example in examples() if example.name]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        write_course(Path(folder), track_id=TRACK, course_id=COURSE, sources=course_around(*shown))
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with _previewing(Path(folder)) as address:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT},
                device_scale_factor=SCALE,
                locale="en-GB",
                color_scheme="light",
            )
            for example in shown:
                page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
                page.goto(f"{address}/enrolments/{PLACE}/items/{example.name}")
                _keep(page, _part_of(page, example), example.name)
    DRAWN.write_text(json.dumps({example.name: example.digest for example in shown}, indent=2, sort_keys=True) + "\n")


def _part_of(page: Page, example: Example) -> Locator:
    """What the example became."""
    match example.part:
        case "quiz":
            page.get_by_role("button", name="the quiz").click()
            return page.locator("fieldset.question").first
        case "case":
            page.locator("form[action$='/case-runs'] button").click()
            page.get_by_label("Isolate the machine").check()
            page.get_by_role("button", name="Do this test").click()
            return page.locator("main").first
        case "lesson" if page.locator("main .term").count():
            page.set_viewport_size({"width": WIDTH, "height": LOW})
            page.locator("main .term").first.click()
            return page.locator("main")
        case "practical":
            return page.locator("main").first
        case _:
            return page.locator("article .stack").first


def _keep(page: Page, part: Locator, name: str) -> None:
    """Write what the part shows as a picture."""
    page.wait_for_function(READY)
    box = part.bounding_box()
    if box is None:
        raise LookupError(f"nothing to be seen of {name}")
    size = page.viewport_size or {"width": WIDTH, "height": HEIGHT}
    top, bottom = max(box["y"] - MARGIN, 0), min(box["y"] + box["height"], size["height"])
    clip: FloatRect = {"x": 0, "y": top, "width": WIDTH, "height": bottom - top}
    picture = Image.open(BytesIO(page.screenshot(animations="disabled", clip=clip))).convert("RGB")
    _trimmed(picture).save(PICTURES / f"{name}.webp", quality=QUALITY, method=6)


def _trimmed(picture: Image.Image) -> Image.Image:
    """The picture with one margin of empty rows at its end."""
    ground = picture.getpixel((0, picture.height - 1))
    empty = Image.new("RGB", picture.size, ground)
    seen = ImageChops.difference(picture, empty).getbbox() or (0, 0, *picture.size)
    trimmed = Image.new("RGB", (picture.width, seen[3] + MARGIN * SCALE), ground)
    trimmed.paste(picture.crop((0, 0, picture.width, seen[3])))
    return trimmed


@contextmanager
def _previewing(content: Path) -> Iterator[str]:
    """The address of a preview of the courses in `content`."""
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "ETABLI_CONTENT": str(content), "ETABLI_LANGUAGE": "en"}
    command = [sys.executable, "-m", "flask", "content", "preview", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:  # noqa: S603 - our own command
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
