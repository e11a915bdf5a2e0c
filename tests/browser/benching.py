"""Judging at the bench on a phone, and looking at what became of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect
from sqlalchemy import create_engine, text

from app.demo.pictures import bench_photo
from tests.browser import journey, workbench
from tests.browser.answering import until
from tests.browser.journey import button
from tests.browser.serving import LiveSchool

KEPT = "Kept on this device, sealed for the school. It is delivered as soon as the network is there."
DELIVERED = re.compile(r"^Delivered: .+\.$")
DIGESTS = """async () => {
  const opening = indexedDB.open("records");
  const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const asking = database.transaction("photos").objectStore("photos").getAll();
  const photos = await new Promise((resolve) => (asking.onsuccess = () => resolve(asking.result)));
  database.close();
  return Promise.all(photos.map(async ({ photo }) => {
    const digest = await crypto.subtle.digest("SHA-256", await photo.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }));
}"""
EVERYTHING = """async () => {
  const parts = [];
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
    for (const shelf of database.objectStoreNames) {
      const asking = database.transaction(shelf).objectStore(shelf).getAll();
      const found = await new Promise((resolve) => (asking.onsuccess = () => resolve(asking.result)));
      const plain = (_key, value) => value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
      parts.push(JSON.stringify(found, plain));
    }
    database.close();
  }
  return [...parts, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join("\\n");
}"""
"""All that scripts can read on the device, except pages."""
_next_trainee = iter(workbench.TRAINEES[len(workbench.TRAINEES) // 4 :])
_next_with_pin = iter(workbench.TRAINEES[: len(workbench.TRAINEES) // 4])


@dataclass
class Thumb:
    """One thumb on a phone, and how often it has tapped."""

    page: Page
    taps: int = 0
    tapped: list[str] = field(default_factory=list)

    def tap(self, target: Locator) -> None:
        """Tap once."""
        target.click()
        self.note(target)

    def photo(self, picture: bytes) -> None:
        """Take a photo, which counts as one tap."""
        file: FilePayload = {"name": "camera.jpg", "mimeType": "image/jpeg", "buffer": picture}
        before = self.page.locator(".photos-shown img").count()
        self.page.locator(".bench-photos input").set_input_files([file])
        expect(self.page.locator(".photos-shown img")).to_have_count(before + 1)
        self.note("photo")

    def digits(self, pin: str) -> None:
        """Type a PIN into the field that has the focus; each digit is a tap."""
        for digit in pin:
            self.page.keyboard.press(digit)
            self.note("digit")

    def note(self, what: object) -> None:
        """Count it."""
        self.taps += 1
        self.tapped.append(str(what))


def trainee(*, with_pin: bool = False) -> str:
    """Somebody who is ready and whom no other test judges."""
    return next(_next_with_pin if with_pin else _next_trainee)


def board_of(school: LiveSchool) -> str:
    """The board's address."""
    return f"/bench/{school.places['cohorts'][workbench.COHORT]}"


def open_board(page: Page, school: LiveSchool) -> None:
    """Open it, and wait until it is ready for a journey without network."""
    page.goto(board_of(school))
    until(page, "(await (await caches.match(location.pathname))?.text())?.includes('<bench-board')")
    until(page, "(await navigator.serviceWorker.ready).active")


def signed_in(page: Page, school: LiveSchool, name: str = workbench.INSTRUCTOR) -> Page:
    """The page, at which an instructor has signed in."""
    journey.sign_in(page, workbench.email_of(name), school.password)
    return page


def row(page: Page, name: str) -> Locator:
    """The first row of that trainee on the board."""
    return page.locator(".board-row", has=page.get_by_role("link", name=name, exact=True)).first


def begin(page: Page, name: str) -> None:
    """Begin to judge them."""
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator("bench-sheet h1").first).to_have_text(name)


def judge(page: Page, *, missed: int | None = None) -> None:
    """Give everything its best, but the criterion at that place."""
    boxes = page.locator(".bench-criteria fieldset")
    expect(boxes.first).to_be_visible()
    for place in range(boxes.count()):
        box = boxes.nth(place)
        short = box.locator(".pick-met").count()
        best = box.locator(".pick-met") if short else box.locator(".pick-level").last
        (box.locator(".pick-not-met") if place == missed else best).click()


def name_device(page: Page, brand: str = "Exemplia", model: str = "Lavette 7") -> None:
    """What was worked on."""
    page.get_by_label("Brand").fill(brand)
    page.get_by_label("Model").fill(model)


def take_photos(page: Page, count: int = 2) -> None:
    """As many different ones."""
    for number in range(count):
        Thumb(page).photo(picture(number))


def picture(number: int) -> bytes:
    """A photo as the camera gives it."""
    return bench_photo(f"bench {number}")


def turned_picture() -> bytes:
    """A large photo of a phone that was held upright: its pixels lie on their side."""
    image = Image.new("RGB", (3000, 2000), "#4d7b86")
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, quality=99)
    return out.getvalue()


def fill_in(page: Page, name: str, *, photos: int = 2, missed: int | None = None) -> None:
    """Begin to judge them and put everything down."""
    begin(page, name)
    judge(page, missed=missed)
    name_device(page)
    take_photos(page, photos)


def sign(page: Page, *, pin: str = workbench.PIN, passed: bool = False) -> None:
    """Sign; pass the phone over, or let the trainee sign later."""
    button(page, "Sign").click()
    page.locator("#bench-own-pin").fill(pin)
    page.locator(f"button[value={'pass' if passed else 'later'}]").click()


def trainee_signs(page: Page, name: str) -> None:
    """The trainee, who has the phone, agrees and signs with their PIN."""
    page.get_by_label("I have seen this, and I agree").click()
    page.get_by_label(f"Your PIN, {name}").fill(workbench.TRAINEES_PIN)
    button(page, "I sign").click()


def give_back(page: Page) -> Locator:
    """Where the phone shows nothing but whom it belongs to: what the instructor taps when they have it again."""
    expect(page.locator("h1:visible")).to_have_text(f"Give the device back to {workbench.INSTRUCTOR}")
    return button(page, f"I am {workbench.INSTRUCTOR}: go on")


def sign_off(page: Page, name: str, *, photos: int = 2) -> None:
    """The whole of it, until it is kept; for a phone that can't deliver it at once."""
    fill_in(page, name, photos=photos)
    sign(page)
    expect(page.locator(".bench-told")).to_have_text(KEPT)


def waits(page: Page, number: int) -> None:
    """Wait until that many sign-offs wait on the device, as the page says."""
    settled(page)
    words = {0: "", 1: "1 sign-off waits on this device to be delivered."}
    expect(page.locator("what-waits")).to_have_text(
        words.get(number, f"{number} sign-offs wait on this device to be delivered.")
    )


def settled(page: Page) -> None:
    """Wait until the page has brought what it could, or has to wait."""
    until(page, "customElements.get('what-waits') && !document.querySelector('what-waits').bringing")


@dataclass(frozen=True)
class Recorded:
    """A sign-off as the school has it."""

    outcome: str
    stopped: bool
    signed_with: str
    remark: str | None
    photos: tuple[str, ...]
    """The digests of what the phone sent, in their order."""
    acknowledged: tuple[str, bool] | None
    """With what the trainee signed, and whether they agree."""


def recorded(school: LiveSchool, *names: str) -> list[tuple[str, Recorded]]:
    """The sign-offs of these trainees in the order in which they were delivered."""
    sign_offs = """
        SELECT person.name, sign_off.id, outcome, stopped, sign_off.signed_with, text,
            acknowledgement.signed_with, agrees
        FROM sign_off JOIN enrolment ON enrolment.id = enrolment_id JOIN person ON person.id = person_id
        LEFT JOIN sign_off_remark ON sign_off_remark.sign_off_id = sign_off.id
        LEFT JOIN acknowledgement ON acknowledgement.sign_off_id = sign_off.id
        ORDER BY delivered_at"""
    photos = "SELECT sign_off_id, received_digest FROM evidence ORDER BY position"
    digests: dict[Any, list[str]] = {}
    for sign_off_id, digest in _asked(school, photos):
        digests.setdefault(sign_off_id, []).append(digest)
    return [
        (name, Recorded(outcome, bool(stopped), signed, remark, tuple(digests.get(key, ())), _word(theirs, agrees)))
        for name, key, outcome, stopped, signed, remark, theirs, agrees in _asked(school, sign_offs)
        if name in names
    ]


def held(school: LiveSchool, name: str) -> list[str]:
    """Why records of that trainee are held."""
    sql = """SELECT why FROM held_record JOIN enrolment ON enrolment.id = enrolment_id
        JOIN person ON person.id = person_id WHERE name = :name"""
    return [why for (why,) in _asked(school, sql, name=name)]


def sha256(content: bytes) -> str:
    """The digest as records write it."""
    return hashlib.sha256(content).hexdigest()


def _word(signed_with: str | None, agrees: object) -> tuple[str, bool] | None:
    return None if signed_with is None else (signed_with, bool(agrees))


def _asked(school: LiveSchool, sql: str, **values: Any) -> list[Any]:
    file = f"sqlite:///{school.environment['ETABLI_INSTANCE']}/etabli.sqlite3"
    engine = create_engine(school.environment.get("ETABLI_DATABASE_URL", file))
    with engine.connect() as connection:
        found = connection.execute(text(sql), values).all()
    engine.dispose()
    return list(found)
