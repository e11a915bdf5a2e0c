"""The picture of an Open Badge, and the credential baked into it, read by what didn't bake it."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET

import pytest
from openbadgeslib.baking import SVG_ELEMENT_OB3, extract_svg
from openbadgeslib.ob3 import OB3Verifier
from PIL import Image

from app.certificates.badge import SIDE, baked, picture
from tests.cast import Cast
from tests.certificates.badging import IN_TIME, Badge, badge_of, documents, new_keys
from tests.certificates.validators import Case, Said, needs_node, on_node

OPEN_BADGES = "https://purl.imsglobal.org/ob/v3p0"
SVG = "http://www.w3.org/2000/svg"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def badge(cast: Cast) -> Badge:
    """The trainee's badge."""
    return badge_of(cast, new_keys())


def test_a_baked_png_is_a_picture_and_holds_the_credential(badge: Badge) -> None:
    with Image.open(io.BytesIO(baked(badge.signed, ending="png"))) as image:
        image.load()
        assert (image.format, image.size) == ("PNG", (SIDE, SIDE))
        assert image.text == {"openbadgecredential": badge.signed.decode()}  # type: ignore[attr-defined]


def test_a_baked_svg_holds_the_credential_and_says_what_it_shows(badge: Badge) -> None:
    root = ET.fromstring(baked(badge.signed, ending="svg"))
    assert (root.tag, root.get("role"), root.get(LANGUAGE)) == (f"{{{SVG}}}svg", "img", "en")
    assert root.findtext(f"{{{SVG}}}title") == "Tiny phone repairer · École de la réparation"
    assert root[0].tag == f"{{{OPEN_BADGES}}}credential"
    assert (root[0].text, root[0].attrib) == (badge.signed.decode(), {})


def test_the_credential_stands_in_an_svg_as_the_specification_writes_it(badge: Badge) -> None:
    written = baked(badge.signed, ending="svg").decode()
    opening, _, rest = written.partition(">")
    assert opening.startswith(f'<svg xmlns:openbadges="{OPEN_BADGES}" ')
    assert rest.startswith(f"<openbadges:credential><![CDATA[{badge.signed.decode()}]]></openbadges:credential><title>")
    assert written.count("<openbadges:credential") == 1


def test_a_credential_that_says_the_end_of_a_section_stays_in_it(cast: Cast) -> None:
    badge = badge_of(cast, new_keys(), holder="Tara ]]><script> & Trainee")
    root = ET.fromstring(baked(badge.signed, ending="svg"))
    assert json.loads(root[0].text or "") == badge.credential


@needs_node
@pytest.mark.parametrize("ending", ["png", "svg"])
def test_what_other_software_takes_out_of_a_picture_verifies(cast: Cast, ending: str) -> None:
    keys = new_keys()
    picture_of_it = baked(badge_of(cast, keys).signed, ending=ending)  # type: ignore[arg-type]
    taken = OB3Verifier.extract_token_from_png(picture_of_it) if ending == "png" else from_svg(picture_of_it)
    known = documents(*keys.published(), keys=keys)
    (said,) = on_node([Case(json.loads(taken))], documents=known, at=IN_TIME)
    assert (said.proof, said.status) == (Said(verified=True), Said(verified=True, revoked=False))


def from_svg(svg: bytes) -> str:
    """What openbadgeslib, which didn't bake it, finds in an SVG."""
    return extract_svg(svg, element=SVG_ELEMENT_OB3, text_fallback=True) or ""


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_credential_gives_the_same_picture(badge: Badge, ending: str) -> None:
    assert baked(badge.signed, ending=ending) == baked(badge.signed, ending=ending)  # type: ignore[arg-type]


def test_a_picture_brings_its_letters_and_runs_nothing() -> None:
    root = ET.fromstring(picture("Réparation <b>&", school="École", language="fr", ending="svg"))
    assert root.findtext(f"{{{SVG}}}title") == "Réparation <b>& · École"
    used = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert used & {"text", "script", "foreignObject", "image", "style"} == set()


def test_a_long_title_stays_on_the_sheet() -> None:
    title = "Réparation et reconditionnement d’appareils électroménagers et de petits outils électroportatifs"
    with Image.open(io.BytesIO(picture(title, school=title, language="fr", ending="png"))) as image:
        sheet = image.convert("L")
    edges = [sheet.crop((x, 0, x + 8, SIDE // 2 - 8)) for x in (0, SIDE - 8)]
    assert [edge.getextrema() for edge in edges] == [(251, 251)] * 2
