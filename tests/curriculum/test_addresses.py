"""Links and images: where they lead on the page, and what is told of those that lead nowhere."""

from __future__ import annotations

from hashlib import sha256

import pytest

from app.curriculum.compiler import compile_course
from app.curriculum.model import Prose
from tests.curriculum.small_course import (
    LESSON,
    QUESTION,
    SVG,
    Changes,
    compiled,
    course,
    lesson,
    lesson_page,
    quiz,
    sources,
    told,
    told_of,
)

SHA = sha256(SVG.encode()).hexdigest()
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x01\xe0\x02\x80"
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 "


def html(body: str) -> str:
    (part,) = lesson(body)
    assert isinstance(part, Prose)
    return part.html


def test_an_image_is_addressed_by_its_digest_and_has_its_size() -> None:
    attributes = f'alt="A cell" src="/images/{SHA}.svg" width="120" height="80" loading="lazy" decoding="async"'
    expected = f"<p><img {attributes}></p>"
    assert html("![A cell](../images/cell.svg)") == expected
    assert html("![A cell](images/cell.svg)") == expected
    assert html("![A cell][c]\n\n[c]: ../images/cell.svg") == expected
    assert course().images == {"images/cell.svg": SHA}


def test_images_are_where_the_caller_serves_them() -> None:
    changed = sources({LESSON: lesson_page("![A cell](images/cell.svg)")})
    made = compile_course(changed, track_id="t", course_id="c", images_at="/preview/7/").curriculum
    assert made is not None
    (part,) = made.items["the-bench"].body
    assert isinstance(part, Prose)
    assert f'src="/preview/7/{SHA}.svg"' in part.html


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", PNG, 'width="640" height="480" '),
        ("a.jpg", JPEG, 'width="640" height="480" '),
        ("a.jpeg", b"\xff\xd8\xff\xe0", ""),
        ("a.jpg", b"\xff\xd8\xff\xdb\x00\x02zz", ""),
        ("a.webp", WEBP, ""),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', ""),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 5"/>', ""),
        ("a.png", PNG[:16], ""),
    ],
)
def test_the_size_of_an_image_is_read_where_it_is_cheap(name: str, data: bytes, size: str) -> None:
    changes: Changes = {f"images/{name}": data, LESSON: lesson_page(f"![A](images/{name})")}
    (part,) = course(changes).items["the-bench"].body
    assert isinstance(part, Prose)
    address = f"/images/{sha256(data).hexdigest()}{name[1:]}"
    assert part.html == f'<p><img alt="A" src="{address}" {size}loading="lazy" decoding="async"></p>'


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("safety-quiz", "safety-quiz"),
        ("safety-quiz#top", "safety-quiz#top"),
        ("80-safety-quiz.md", "safety-quiz"),
        ("../week-02/10-lesson-2.md#a", "lesson-2#a"),
        ("week-02/10-lesson-2.md", "lesson-2"),
        ("../images/cell.svg", f"/images/{SHA}.svg"),
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+33123456789", "tel:+33123456789"),
    ],
)
def test_a_link_leads_to_an_item_a_file_or_the_world(address: str, href: str) -> None:
    assert html(f"[there]({address})") == f'<p><a href="{href}">there</a></p>'


def test_a_link_within_the_page_needs_its_target() -> None:
    assert html("## Here {#here}\n\n[up](#here)") == '<h2 id="here">Here</h2>\n<p><a href="#here">up</a></p>'
    assert told_of(LESSON, lesson_page("## Here {#here}\n\n[up](#her)\n")) == [(8, "leads-nowhere")]


def test_footnotes_of_two_parts_dont_mix() -> None:
    parts = lesson("One[^1].\n\n[^1]: A.\n\n/// note\nTwo[^1].\n\n[^1]: B.\n///\n")
    assert ['id="fn:6-1"' in str(part) for part in parts] == [True, False]
    assert ['id="fn:11-1"' in str(part) for part in parts] == [False, True]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("One.\n\n![](../images/cell.svg)\n", [(8, "no-text-alternative")]),
        ('One.\n\n<img src="images/cell.svg">\n', [(8, "no-text-alternative")]),
        ("One\n![A](../images/cel.svg)\n", [(7, "leads-nowhere")]),
        ("![A](cell.gif)\n", [(6, "not-an-image-name")]),
        ("![A](safety-quiz)\n", [(6, "not-an-image-name")]),
        ("![A](https://example.org/a.png)\n", [(6, "image-elsewhere")]),
        ("![A](/images/cell.svg)\n", [(6, "absolute-address")]),
        ("![A](../../../etc/passwd.png)\n", [(6, "out-of-folder")]),
        ("![A](data:image/png;base64,AAAA)\n", [(6, "unsafe-html")]),
        ("[a](safty-quiz)\n", [(6, "leads-nowhere")]),
        ("[a](week-09/10-none.md)\n", [(6, "leads-nowhere")]),
        ("[a](/etc/passwd)\n", [(6, "absolute-address")]),
        ("[a](//example.org/x)\n", [(6, "absolute-address")]),
        ("[a](%5C%5Cexample.org)\n", [(6, "absolute-address")]),
        ("[a](%2e%2e/../../x)\n", [(6, "out-of-folder")]),
        ("[a](../../../x)\n", [(6, "out-of-folder")]),
        ("One\n[a](nowhere) two\n\nThree [b](nowhere)\n", [(7, "leads-nowhere"), (9, "leads-nowhere")]),
    ],
)
def test_an_address_that_leads_nowhere_is_told_at_its_line(body: str, problems: list[tuple[int, str]]) -> None:
    assert told_of(LESSON, lesson_page(body)) == problems


def test_a_former_id_leads_nowhere_but_brings_the_new_one() -> None:
    made = compiled({LESSON: lesson_page("[x](old)", "minutes: 5\naliases: [old]\ncompetences: [B1.1, B1.2]")})
    assert [(problem.code, problem.values["nearest"]) for problem in made.problems] == [("leads-nowhere", "the-bench")]


def test_another_drawing_under_the_same_name_makes_another_question() -> None:
    text = QUESTION + "\n## Q? {#q .text}\n![A](images/cell.svg)\n\n= a\n\n> ![B](images/b.svg)\n"
    changes = {"week-01/80-safety-quiz.md": f"---\ntitle: Q\nkind: quiz\ngate: safety\n---\n{text}"}

    def digest(cell: str, b: str) -> str:
        made = course({**changes, "images/cell.svg": cell, "images/b.svg": b})
        return made.items["safety-quiz"].by_id["q"].digest  # type: ignore[attr-defined, no-any-return]

    other = SVG.replace("120", "121")
    assert digest(SVG, SVG) == digest(SVG, other)
    assert digest(SVG, SVG) != digest(other, SVG)
    assert quiz().questions[0].digest == quiz().questions[0].digest


def svg(inside: str, attributes: str = "") -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:h="http://www.w3.org/1999/xhtml" {attributes}>\n{inside}\n</svg>'
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (svg("<script>alert(1)</script>"), (2, "unsafe-svg")),
        (svg("<SCRIPT/>"), (2, "unsafe-svg")),
        (svg("<h:p/>"), (2, "unsafe-svg")),
        (svg("<foreignObject/>"), (2, "unsafe-svg")),
        (svg("", 'onload="x"'), (1, "unsafe-svg")),
        (svg('\n<path onClick="x"/>'), (3, "unsafe-svg")),
        (svg('<use href="other.svg#a"/>'), (2, "unsafe-svg")),
        (svg('<a xlink:href="javascript:x"/>'), (2, "unsafe-svg")),
        (svg('<a href="#a" ping="https://example.org/"/>'), (2, "unsafe-svg")),
        (svg('<image href="data:image/png;base64,AA"/>'), (2, "unsafe-svg")),
        (svg('<set attributeName="href" to="javascript:x"/>'), (2, "unsafe-svg")),
        (svg('<path fill="url(http://x/y)"/>'), (2, "unsafe-svg")),
        (svg('<path style="fill: u\\72l(x)"/>'), (2, "unsafe-svg")),
        (svg("<style>@import 'x';</style>"), (2, "unsafe-svg")),
        (svg("<style>a{fill:url(http://x)}</style>"), (2, "unsafe-svg")),
        (svg("<style>a{fill:ur<!-- -->l(http://x)}</style>"), (2, "unsafe-svg")),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]>\n" + svg("&a;"), (1, "unsafe-svg")),
        ("<?xml-stylesheet href='x'?>\n" + svg(""), (1, "unsafe-svg")),
        (svg("<path>"), (3, "svg-not-xml")),
        ("", (1, "svg-not-xml")),
        ("<svg/>", (1, "not-an-image")),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", (1, "not-an-image")),
    ],
)
def test_a_drawing_that_runs_or_reaches_outside_is_refused(text: str, problem: tuple[int, str]) -> None:
    assert told_of("images/cell.svg", text) == [problem]


def test_a_drawing_may_point_into_itself() -> None:
    inside = '<defs><path id="a"/></defs><use href="#a"/><path fill="url(#a)" style="stroke: red"/>'
    assert told({"images/cell.svg": svg(inside + "<style>a{fill:url(#a)}</style>")}) == []


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_an_image_has_to_be_what_its_name_says(name: str) -> None:
    assert told({f"images/{name}": b"GIF89a"}) == [(f"images/{name}", 1, "not-an-image")]


def test_an_image_over_the_limit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.images.IMAGE_BYTES", 100)
    assert told({"images/a.png": PNG + b"0" * 100}) == [("images/a.png", 1, "too-large")]
