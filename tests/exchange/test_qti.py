"""The QTI package: its files, and what each item says."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.exchange.xml_tree import Element, read_xml
from tests.curriculum.small_course import SVG
from tests.exchange.bank_quiz import QUIZ_PAGE
from tests.exchange.banks import exported, told


@pytest.fixture(scope="module")
def package() -> dict[str, bytes]:
    """The files of the package by path."""
    with ZipFile(BytesIO(exported(QUIZ_PAGE, "qti").data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _item(package: dict[str, bytes], name: str) -> Element:
    return read_xml(package[f"item-{name}.xml"])


def _found(element: Element, name: str) -> list[Element]:
    """The elements of a name, however deep."""
    return [
        found for child in element.children for found in ([child] if child.name == name else []) + _found(child, name)
    ]


def test_the_package_holds_what_its_manifest_names(package: dict[str, bytes]) -> None:
    manifest = read_xml(package["imsmanifest.xml"])
    assert manifest.attributes["xmlns"] == "http://www.imsglobal.org/xsd/imscp_v1p1"
    files = {each.attributes["href"] for each in _found(manifest, "file")}
    assert files == set(package) - {"imsmanifest.xml"}
    named = {each.attributes["identifier"] for each in _found(manifest, "resource")}
    assert {each.attributes["identifierref"] for each in _found(manifest, "dependency")} == named - {"test"}


def test_images_come_along_as_they_are(package: dict[str, bytes]) -> None:
    assert package["images/cell.svg"] == SVG.encode()


def test_the_same_quiz_makes_the_same_bytes() -> None:
    assert exported(QUIZ_PAGE, "qti").data == exported(QUIZ_PAGE, "qti").data


def test_the_test_draws_from_pools_within_its_time(package: dict[str, bytes]) -> None:
    test = read_xml(package["test.xml"])
    assert [each.attributes["maxTime"] for each in test.all("timeLimits")] == ["1200"]
    sections = _found(test, "assessmentSection")
    assert [
        (
            section.attributes["identifier"],
            [each.attributes["select"] for each in section.all("selection")],
            len(list(section.all("assessmentItemRef"))),
        )
        for section in sections
    ] == [("always-asked", [], 8), ("pool-spare", ["1"], 2)]


@pytest.mark.parametrize(
    ("name", "cardinality", "base", "right"),
    [
        ("pierced-cell", "single", "identifier", ["choice-2"]),
        ("which", "multiple", "identifier", ["choice-1", "choice-2", "choice-3"]),
        ("how-much", "single", "float", ["3.85"]),
        ("say", "single", "string", ["open circuit"]),
        ("put", "ordered", "identifier", ["choice-1", "choice-2", "choice-3"]),
        ("match", "multiple", "directedPair", ["left-1 right-1", "left-2 right-2"]),
        ("where", "single", "identifier", ["choice-1"]),
    ],
)
def test_each_item_declares_its_response(
    package: dict[str, bytes], name: str, cardinality: str, base: str, right: list[str]
) -> None:
    declared = _item(package, name).first("responseDeclaration")
    assert declared is not None
    assert (declared.attributes["cardinality"], declared.attributes["baseType"]) == (cardinality, base)
    assert [value.text for value in _found(declared, "value")] == right


def test_several_right_options_earn_what_they_earn_here(package: dict[str, bytes]) -> None:
    mapping = _item(package, "which").first("responseDeclaration", "mapping")
    assert mapping is not None
    assert mapping.attributes == {"lowerBound": "0", "upperBound": "1", "defaultValue": "0"}
    assert [each.attributes["mappedValue"] for each in mapping.all("mapEntry")] == [
        *["0.333333333333"] * 3,
        "-0.5",
        "-0.5",
    ]
    assert _item(package, "all").first("responseDeclaration", "mapping") is None


def test_a_number_is_compared_with_its_tolerance(package: dict[str, bytes]) -> None:
    compared = _found(_item(package, "how-much"), "equal")
    assert [each.attributes for each in compared] == [{"toleranceMode": "absolute", "tolerance": "0.05 0.05"}]
    assert [each.attributes for each in _found(_item(package, "how-many"), "equal")] == [{"toleranceMode": "exact"}]


def test_places_lie_on_the_picture_in_pixels(package: dict[str, bytes]) -> None:
    item = _item(package, "where")
    assert [(each.attributes["data"], each.attributes["width"], each.text) for each in _found(item, "object")] == [
        ("images/cell.svg", "120", "The board")
    ]
    places = _found(item, "hotspotChoice")
    assert [(each.attributes["hotspotLabel"], each.attributes["coords"]) for each in places] == [
        ("U1", "12,8,36,24"),
        ("U2", "60,40,90,56"),
    ]


def test_every_item_is_in_the_order_that_the_schema_has(package: dict[str, bytes]) -> None:
    order = "(responseDeclaration )(outcomeDeclaration )+(itemBody )(responseProcessing )(modalFeedback )*"
    for name in package:
        if name.startswith("item-"):
            children = "".join(f"{child.name} " for child in read_xml(package[name]).children)
            assert re.fullmatch(order, children), name


def test_what_qti_cannot_say_is_told() -> None:
    assert [(name, why) for _, name, _, why in told(exported(QUIZ_PAGE, "qti"))] == [
        ("safety-quiz", "the target can't say what passes (75 %)"),
        ("safety-quiz", "the target can't say its introduction"),
        ("pierced-cell", "QTI can't say that it is critical"),
        ("pierced-cell", "QTI can't say its competence (B1.2)"),
        ("say", "accents and spaces are not folded when answers are compared there"),
        ("put", "only the whole order earns its points there"),
    ]


def test_a_picture_whose_size_nobody_knows_leaves_its_question_out() -> None:
    webp = b"RIFF\x00\x00\x00\x00WEBPVP8 "
    page = QUIZ_PAGE.replace("![The board](../images/cell.svg)", "![The board](../images/board.webp)")
    made = exported(page, "qti", files={"images/board.webp": webp})
    assert [(name, why) for _, name, fate, why in told(made) if fate == "left out"] == [
        ("where", "the picture's size is not known, and QTI counts places in pixels")
    ]


def test_a_pictures_alternative_is_written_as_it_is_shown() -> None:
    page = QUIZ_PAGE.replace("![The board]", '![A \\[1\\] & "B"]')
    with ZipFile(BytesIO(exported(page, "qti").data)) as package:
        item = read_xml(package.read("item-where.xml"))
    assert [each.text for each in _found(item, "object")] == ['A [1] & "B"']
