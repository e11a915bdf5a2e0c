"""Pictures that authors bring into a draft."""

from __future__ import annotations

import random
import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from app.assessments.practicals.photos import MOST_BYTES, PhotoTooLarge
from app.authoring.models import Draft, DraftSave
from app.authoring.operations.drafts import DraftEnded, begin_draft, discard_draft
from app.authoring.operations.pictures import PictureInUse, bring_picture, remove_picture
from app.authoring.operations.saving import save_file
from app.authoring.pictures import (
    PictureTooLarge,
    UnreadablePicture,
    UnsafeDrawing,
    fit,
    path_for,
    uses,
)
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.pictures import pictures_of
from app.db import db
from app.shared.ids import new_id
from app.shared.storage import files
from tests.cast import NOON, Cast
from tests.conftest import ClientOf
from tests.curriculum.small_course import SVG

DRAWING = SVG.encode()
COURSE = "tiny-phone-repair"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    made = BytesIO()
    Image.new(mode, size, "red" if mode != "RGBA" else (255, 0, 0, 128)).save(made, kind, **more)
    return made.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def draft_of(cast: Cast) -> UUID:
    return begin_draft(COURSE, by=cast.author.id, at=NOON).id


def brought(cast: Cast, draft_id: UUID, data: bytes = DRAWING, name: str = "A cell") -> str:
    picture = fit(data)
    return bring_picture(draft_id, picture, name=name, act_id=new_id(), by=cast.author.id, at=NOON).path


def held(draft_id: UUID) -> dict[str, str]:
    return db.session.scalars(
        select(Draft.files).where(Draft.id == draft_id).execution_options(populate_existing=True)
    ).one()


def sent(name: str = "screen.png", data: bytes | None = None, **more: str) -> dict[str, Any]:
    return {"picture": (BytesIO(picture() if data is None else data), name), "act_id": str(new_id())} | more


@pytest.mark.parametrize(("kind", "ending"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp")])
def test_a_picture_keeps_its_kind_and_is_drawn_smaller_if_it_is_too_large(kind: str, ending: str) -> None:
    made = fit(picture(kind, (3200, 800)))
    assert made.ending == ending
    shown = opened(made.data)
    assert (shown.format, shown.size) == (kind, (1600, 400))
    assert opened(fit(picture(kind)).data).size == (40, 30)


def test_what_was_written_beside_the_pixels_is_left_out_and_a_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    shown = opened(fit(picture("JPEG", (40, 20), exif=exif, comment=b"said")).data)
    assert (shown.size, dict(shown.getexif()), shown.info.get("comment")) == ((20, 40), {}, None)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_can_be_seen_through_stays_so(kind: str) -> None:
    shown = opened(fit(picture(kind, mode="RGBA")).data).convert("RGBA")
    pixel = shown.getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert pixel[3] == 128


def test_a_picture_of_few_colours_is_made_smaller_without_losing_them() -> None:
    squares, sent = Image.linear_gradient("L").resize((3200, 800)).convert("1").convert("P"), BytesIO()
    squares.save(sent, "PNG")
    shown = opened(fit(sent.getvalue()).data)
    assert (shown.mode, shown.size) == ("RGB", (1600, 400))
    assert len(shown.convert("L").getcolors() or ()) > 2


def test_the_same_bytes_make_the_same_picture() -> None:
    assert fit(picture("JPEG")) == fit(picture("JPEG"))


def test_a_picture_that_stays_too_large_for_a_course_is_refused() -> None:
    noise, sent = Image.frombytes("RGBA", (1600, 1500), random.Random(1).randbytes(1600 * 1500 * 4)), BytesIO()
    noise.save(sent, "PNG", compress_level=0)
    with pytest.raises(PictureTooLarge):
        fit(sent.getvalue())


def test_a_drawing_stays_as_it_is() -> None:
    made = fit(b"\n" + DRAWING)
    assert (made.ending, made.data) == (".svg", b"\n" + DRAWING)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (DRAWING.replace(b"<path", b"<script/><path"), UnsafeDrawing),
        (DRAWING.replace(b"<path", b"<path onclick='a()'"), UnsafeDrawing),
        (b"<html></html>", UnsafeDrawing),
        (b"<svg", UnsafeDrawing),
        (b"<" + b" " * (8 * 1024 * 1024), PictureTooLarge),
        (b"GIF89a and then nothing", UnreadablePicture),
        (b"", UnreadablePicture),
        (picture()[:60], UnreadablePicture),
        (b"\x89PNG" + bytes(MOST_BYTES), PhotoTooLarge),
    ],
)
def test_what_is_no_sound_picture_is_refused(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        fit(data)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("A Cell", "images/a-cell.svg"),
        ("Écran cassé.PNG", "images/ecran-casse.svg"),
        ("C:\\photos\\Cell 2.jpg", "images/cell-2.svg"),
        ("../../etc/passwd", "images/passwd.svg"),
        ("…", "images/picture.svg"),
        ("", "images/picture.svg"),
        ("x" * 300, f"images/{'x' * 80}.svg"),
        ("taken", "images/taken-3.svg"),
    ],
)
def test_a_name_is_made_fit_and_is_nobody_elses(name: str, path: str) -> None:
    assert path_for(name, ".svg", {"images/Taken.svg", "images/taken-2.svg"}) == path


def test_a_picture_is_used_where_a_text_names_it() -> None:
    sources = {
        "images/a.svg": b"",
        "images/b.svg": b"images/a.svg",
        "week-01/10-x.md": b"![A](../images/a.svg) ![B](../images/ab.svg)",
        "course.md": b"![A](images/a.svg)\n![A][1]\n\n[1]: images/a.svg 'B'\n",
        "notes.yaml": b"images/b.svg",
    }
    assert uses(sources) == {"images/a.svg": ("course.md", "week-01/10-x.md"), "images/b.svg": ()}


def test_a_picture_is_brought_into_the_draft_once(cast: Cast) -> None:
    draft_id = draft_of(cast)
    path = brought(cast, draft_id)
    assert (path, files.get(held(draft_id)[path])) == ("images/a-cell.svg", DRAWING)
    assert brought(cast, draft_id, name="Another name") == path
    assert brought(cast, draft_id, picture(), "A cell") == "images/a-cell.png"
    saves = db.session.execute(
        select(DraftSave.act, DraftSave.path).where(DraftSave.draft_id == draft_id).order_by(DraftSave.number)
    )
    assert [tuple(row) for row in saves] == [("drew", path), ("drew", "images/a-cell.png")]


def test_two_pictures_of_one_name_are_both_kept(cast: Cast) -> None:
    draft_id = draft_of(cast)
    first, second = brought(cast, draft_id), brought(cast, draft_id, DRAWING + b"\n")
    assert (first, second) == ("images/a-cell.svg", "images/a-cell-2.svg")


def test_a_picture_is_taken_away_only_where_no_text_shows_it(cast: Cast) -> None:
    draft_id = draft_of(cast)
    path = brought(cast, draft_id)
    text = files.get(held(draft_id)["course.md"]) + b"\n![A cell](images/a-cell.svg)\n"
    who: dict[str, Any] = {"by": cast.author.id, "at": NOON}
    save_file(draft_id, "course.md", text, before=held(draft_id)["course.md"], act_id=new_id(), **who)
    with pytest.raises(PictureInUse):
        remove_picture(draft_id, path, act_id=new_id(), **who)
    save_file(draft_id, "course.md", b"---\n---\n", before=held(draft_id)["course.md"], act_id=new_id(), **who)
    for _again in range(2):
        remove_picture(draft_id, path, act_id=new_id(), **who)
    assert path not in held(draft_id)
    remove_picture(draft_id, "course.md", act_id=new_id(), **who)
    assert "course.md" in held(draft_id)


def test_nothing_is_brought_into_a_draft_that_ended(cast: Cast) -> None:
    draft_id = draft_of(cast)
    brought(cast, draft_id)
    discard_draft(draft_id, by=cast.author.id, at=NOON)
    for data in (DRAWING, picture()):
        with pytest.raises(DraftEnded):
            brought(cast, draft_id, data)
    with pytest.raises(DraftEnded):
        remove_picture(draft_id, "images/a.svg", act_id=new_id(), by=cast.author.id, at=NOON)


def test_a_script_brings_a_picture_and_learns_what_to_put_into_the_text(cast: Cast, client_of: ClientOf) -> None:
    draft_id = draft_of(cast)
    client = client_of(cast.author)
    headers = {"Accept": "application/json"}
    answer = client.post(f"/drafts/{draft_id}/pictures", data=sent("Main Rail.PNG"), headers=headers)
    digest = held(draft_id)["images/main-rail.png"]
    assert answer.json == {
        "path": "images/main-rail.png",
        "text": "![](../images/main-rail.png)",
        "address": f"/drafts/{draft_id}/images/{digest}.png",
    }
    shown = client.get(answer.json["address"])
    assert (shown.mimetype, opened(shown.data).size) == ("image/png", (40, 30))
    refused = client.post(f"/drafts/{draft_id}/pictures", data=sent(data=b"no picture"), headers=headers)
    assert (refused.status_code, list(refused.json or {})) == (422, ["refused"])
    assert refused.json is not None
    assert refused.json["refused"].startswith("This file can’t be read as a picture.")
    nothing = client.post(f"/drafts/{draft_id}/pictures", data={"act_id": "x"}, headers=headers)
    assert (nothing.status_code, nothing.json) == (422, {"refused": "Choose a picture."})


def test_a_form_brings_a_picture_and_its_page_shows_it(cast: Cast, client_of: ClientOf) -> None:
    draft_id = draft_of(cast)
    client = client_of(cast.author)
    answer = client.post(f"/drafts/{draft_id}/pictures", data=sent(name="Main rail"))
    digest = held(draft_id)["images/main-rail.png"]
    assert (answer.status_code, answer.location) == (303, f"/drafts/{draft_id}/pictures#{digest}")
    page = client.get(f"/drafts/{draft_id}/pictures").text
    assert 'value="![](../images/main-rail.png)"' in page
    assert "No text shows it." in page
    removed = client.post(f"/drafts/{draft_id}/pictures/removals", data={"path": "images/main-rail.png"})
    assert (removed.status_code, "images/main-rail.png" in held(draft_id)) == (303, False)
    refused = client.post(f"/drafts/{draft_id}/pictures", data=sent(data=DRAWING.replace(b"<path", b"<script/><path")))
    assert refused.status_code == 422
    assert re.search(r'id="picture-error".*can’t be taken \(line 1\): The drawing holds', refused.text)


def test_a_drawing_that_is_opened_by_itself_may_load_and_run_nothing(cast: Cast, client_of: ClientOf) -> None:
    draft_id = draft_of(cast)
    path = brought(cast, draft_id)
    shown = client_of(cast.author).get(f"/drafts/{draft_id}/images/{held(draft_id)[path]}.svg")
    assert (shown.mimetype, shown.data) == ("image/svg+xml", DRAWING)
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    assert shown.headers["Content-Security-Policy"] == policy


def test_a_picture_that_was_taken_away_is_still_shown_and_no_other_file_is(cast: Cast, client_of: ClientOf) -> None:
    draft_id = draft_of(cast)
    path = brought(cast, draft_id)
    digest, text = held(draft_id)[path], held(draft_id)["course.md"]
    remove_picture(draft_id, path, act_id=new_id(), by=cast.author.id, at=NOON)
    address = f"/drafts/{draft_id}/images"
    client = client_of(cast.author)
    statuses = [
        client.get(f"{address}/{name}").status_code for name in (f"{digest}.svg", f"{digest}.png", f"{text}.md")
    ]
    assert statuses == [200, 404, 404]
    assert client.get(f"{address}/{'0' * 64}.svg").status_code == 404
    assert client_of(cast.trainee).get(f"{address}/{digest}.svg").status_code == 404


def test_the_pictures_of_a_published_course_are_listed_with_where_they_are_used(cast: Cast) -> None:
    draft = draft_seen_by(cast.author, draft_id=draft_of(cast))
    assert draft is not None
    listed = {each.path: each.used_in for each in pictures_of(draft)}
    assert list(listed) == sorted(path for path in draft.files if path.startswith("images/"))
    assert any(listed.values())
