"""Rendering and cleaning Markdown."""

from __future__ import annotations

import threading
from html import unescape

import pytest

from app.shared.addresses import is_safe_address, scheme
from app.shared.markdown import RenderError, examine, plain, removed, render, render_inline


def test_markdown_becomes_html_with_tables_fences_and_definitions() -> None:
    assert render("*a* **b** `c`") == "<p><em>a</em> <strong>b</strong> <code>c</code></p>"
    assert (
        render("```python\nx < 1\n```") == '<pre class="highlight"><code class="language-python">x &lt; 1</code></pre>'
    )
    assert render("a\n:   b") == "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"
    assert render("ESD\n\n*[ESD]: discharge") == '<p><abbr title="discharge">ESD</abbr></p>'


def test_the_boxes_of_a_task_list_are_signs_and_no_controls() -> None:
    assert render("- [ ] a\n- [x] b") == (
        '<ul class="task-list">\n<li class="task-list-item"><span class="box">☐</span> a</li>\n'
        '<li class="task-list-item"><span class="box">☑</span> b</li>\n</ul>'
    )


def test_table_cells_carry_their_header_and_alignment_is_a_class() -> None:
    assert render("A & *b* | C\n---|:-:\n1 | 2\n") == (
        '<table>\n<thead>\n<tr>\n<th scope="col">A &amp; <em>b</em></th>\n'
        '<th class="align-center" scope="col">C</th>\n'
        '</tr>\n</thead>\n<tbody>\n<tr>\n<td data-label="A &amp; b">1</td>\n'
        '<td class="align-center" data-label="C">2</td>\n</tr>\n</tbody>\n</table>'
    )
    assert 'data-label="a &lt; b &quot;"' in render('a &lt; b " | c\n---|---\n1 | 2\n')
    assert render("<table><tr><td>1</td></tr></table>") == "<table><tbody><tr><td>1</td></tr></tbody></table>"


def test_a_heading_of_the_first_level_is_lowered() -> None:
    assert render("# A\n\n## B {#b}") == '<h2>A</h2>\n<h2 id="b">B</h2>'


def test_a_line_is_rendered_without_a_paragraph_and_without_blocks() -> None:
    assert render_inline("plain words, only (these)") == "plain words, only (these)"
    assert render_inline("a *b* & `c<d`") == "a <em>b</em> &amp; <code>c&lt;d</code>"
    for text in ("1. a", "# a", "- a", "> a", "| a | b |\n|--|--|", "a: b"):
        assert plain(render_inline(text)) == " ".join(text.split())


def test_links_and_images_can_be_rewritten() -> None:
    seen: list[tuple[str, dict[str, str]]] = []

    def rewrite(tag: str, attributes: object) -> dict[str, str]:
        seen.append((tag, dict(attributes)))  # type: ignore[call-overload]
        return {"href": 'x?a=1&b="2"'} if tag == "a" else {"loading": "lazy"}

    assert render("[a](b 'T & U') ![c](d)", rewrite) == (
        '<p><a href="x?a=1&amp;b=&quot;2&quot;" title="T &amp; U">a</a> <img alt="c" src="d" loading="lazy"></p>'
    )
    assert seen == [("a", {"href": "b", "title": "T & U"}), ("img", {"alt": "c", "src": "d"})]


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/b.png",
        "HTTPS:/a.example",
        "//a.example/b.png",
        "/\\a.example/b.png",
        "\\\\a.example/b.png",
        "http:b.png",
        "/&#9;/a.example/b.png",
        "&#x2f;/a.example/b.png",
        " //a.example/b.png",
        "mailto:a@b.example",
    ],
)
def test_an_image_elsewhere_is_asked_for_by_no_page(address: str) -> None:
    assert render_inline(f'<img src="{address}" alt="b">') == '<img alt="b">'
    assert render_inline('<img src="a.png" alt="b">', lambda *_: {"src": unescape(address)}) == '<img alt="b">'


@pytest.mark.parametrize("address", ["b.png", "/images/b.svg", "../images/b.svg?c=//d", "a/b:c.png", "#b", ""])
def test_an_image_here_stays(address: str) -> None:
    assert render_inline(f'<img src="{address}" alt="b">') == f'<img src="{address}" alt="b">'


def test_footnotes_of_two_texts_have_ids_of_their_own() -> None:
    assert 'id="fn:3-1"' in examine("a[^1]\n\n[^1]: b", mark=3).html
    assert 'id="fn:4-1"' in examine("a[^1]\n\n[^1]: b", mark=4).html


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>alert(1)</script>", ("<script>",)),
        ("a <SCRIPT SRC=//x></SCRIPT>", ("<script>",)),
        ("<img src=x onerror=alert(1)>", ("onerror",)),
        ("<p style='color: red'>a</p>", ("style",)),
        ("<iframe src=x></iframe>", ("<iframe>",)),
        ("<form action=x><button>a</button></form>", ("<form>", "<button>")),
        ("<input type=text>", ("<input>",)),
        ("<svg onload=alert(1)>", ("<svg>",)),
        ("<object data=x></object>", ("<object>",)),
        ("<style>a{}</style>", ("<style>",)),
        ("<base href=//x>", ("<base>",)),
        ("<meta http-equiv=refresh>", ("<meta>",)),
        ("[a](javascript:alert(1))", ("javascript:alert(1)",)),
        ("[a](javascript:123)", ("javascript:123",)),
        ("[a](JaVaScRiPt:x)", ("JaVaScRiPt:x",)),
        ("[a](&#106;avascript:x)", ("javascript:x",)),
        ("[a](java&#9;script:x)", ("java\tscript:x",)),
        ("[a](java&#x200b;script:x)", ("java\u200bscript:x",)),
        ("<a href=' javascript:x'>a</a>", (" javascript:x",)),
        ("[a](vbscript:x)", ("vbscript:x",)),
        ("[a](data:text/html,x)", ("data:text/html,x",)),
        ("![a](data:image/svg+xml,x)", ("data:image/svg+xml,x",)),
        ("[a][b]\n\n[b]: javascript:x", ("javascript:x",)),
        ("<javascript:alert(1)>", ("<javascript:alert(1)>",)),
        ("[a](b){onclick=x}", ("onclick",)),
        ("a {: style=x }\n{: onclick=y }", ("onclick",)),
        ("## a {onclick=x}", ("onclick",)),
        ("```{.python onclick=x}\na\n```", ("onclick",)),
        ("## a {.danger}", ("class",)),
        ("[a](b \"c' onmouseover='x\")", ()),
        ('![a" onerror="x](b)', ()),
        ("<a href=b src=c>a</a>", ("c",)),
        ("<ol start=x><li>a</ol>", ("start",)),
        ("<td align=evil>", ("align",)),
        ("a <?php x ?>", ("<?php>",)),
        ("<!DOCTYPE html>", ("<!DOCTYPE>",)),
        ("a <b>c</b> <kbd>d</kbd> <!-- e -->", ()),
        ("`<script>` and &lt;script&gt;", ()),
        ("[a](//b) [c](#d) [e](f:g/h)", ("f:g/h",)),
    ],
)
def test_what_cleaning_removes_is_told_and_is_gone(text: str, what: tuple[str, ...]) -> None:
    assert removed(text) == what
    # What is left holds nothing that would be removed from it.
    assert removed(render(text)) == ()


@pytest.mark.parametrize(
    ("address", "name", "safe"),
    [
        ("https://a", "https", True),
        ("a/b:c", "", True),
        ("#a:b", "", True),
        ("?a:b", "", True),
        ("mailto:a@b", "mailto", True),
        ("\x01javascript:a", "javascript", False),
        ("java\nscript:a", "javascript", False),
        (":a", "", False),
        ("file:///etc", "file", False),
    ],
)
def test_an_address_is_safe_by_its_scheme(address: str, name: str, safe: bool) -> None:
    assert (scheme(address), is_safe_address(address)) == (name, safe)


def test_the_text_of_html_has_no_tags_and_single_spaces() -> None:
    assert plain("<p>a <b>b</b>\n&lt;c&gt; &amp;</p>") == "a b <c> &"


def test_what_cant_be_rendered_is_told_by_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("app.shared.markdown._convert", fail)
    with pytest.raises(RenderError):
        render("*a*")


def test_threads_dont_share_a_renderer() -> None:
    pages: list[str] = []
    threads = [threading.Thread(target=lambda n=n: pages.append(render(f"*{n}* [a](b)"))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(pages) == [f'<p><em>{n}</em> <a href="b">a</a></p>' for n in range(4)]
