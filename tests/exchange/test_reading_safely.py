"""Whatever stands in a file, reading it ends with questions, with reasons, or with a refusal in a sentence."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.bank import CantSayError, ExchangeError
from app.exchange.from_html import markdown_of
from app.exchange.limits import SECONDS
from app.exchange.plain import decoded
from app.exchange.xml_tree import read_xml
from tests.exchange.bank_quiz import QUIZ_PAGE
from tests.exchange.banks import answer, asked, brought, compiled, ended, exported, moodle, reasons

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY b{at} "{(f"&b{at - 1};" if at else "&a;") * 10}">' for at in range(9))
    + "]><quiz>&b8;</quiz>"
)
NOT_DECLARED = "The file declares a document type (<!DOCTYPE>), which no question bank has."
NO_ENCODING = "The file says an encoding that is not known; save it as UTF-8."
REFUSED = {
    BOMB.encode(): NOT_DECLARED,
    b'<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>': NOT_DECLARED,
    b"<!DOCTYPE q [<!ENTITY x SYSTEM 'http://example.org/'>]><quiz>&x;</quiz>": NOT_DECLARED,
    b"<quiz>&lol;</quiz>": "Line 1 is not well-formed XML: undefined entity.",
    b"<quiz>\n<question></quiz>": "Line 2 is not well-formed XML: mismatched tag.",
    b"<quiz>\x00</quiz>": "Line 1 is not well-formed XML: not well-formed (invalid token).",
    b"<quiz>\xff</quiz>": "Line 1 is not well-formed XML: not well-formed (invalid token).",
    b"": "Line 1 is not well-formed XML: no element found.",
    b"<quiz>" + b"<a>" * 100: "Line 1 is nested more than 60 deep.",
    b"<quiz>" + b"<a/>" * 300_000 + b"</quiz>": "The file has more than 300,000 elements; export it in parts.",
    b"<quiz>" + b"<question/>" * 5_001 + b"</quiz>": "The file has more than 5,000 questions; export it in parts.",
    b" " * (64 * 1024 * 1024 + 1): "The file is larger than 64 MiB; export it in parts.",
    b'<?xml version="1.0" encoding="rot13"?><quiz/>': NO_ENCODING,
    b'<?xml version="1.0" encoding="bz2"?><quiz/>': NO_ENCODING,
    b'<?xml version="1.0" encoding="utf-7"?><quiz>+ADw-</quiz>': NO_ENCODING,
    b"<html/>": "The file is XML, but no Moodle XML: it begins with <html>, not <quiz>.",
}
REFUSED_GIFT = {
    b"One?{T}\n\nTwo\x00?{T}": "Line 3 holds a control character (U+0000).",
    b"One?{T}\n\n\xe9?{T}": "Line 3 is not UTF-8; save the file as UTF-8.",
    b"\xff\xfea": "Line 1 is not UTF-16-LE; save the file as UTF-8.",
    b"a" * (16 * 1024 * 1024 + 1): "The file is larger than 16 MiB; split it.",
    b"q{T}\n\n" * 5_001: "The file has more than 5,000 questions; split it.",
}
SLOW_HTML = ["<!--", "<", "<a ", '<a href="', "<b>", "<ul><li>", "<p>", "&", "&#", "*", "[", "<?", "<![CDATA[", "</a"]
SLOW_HTML += ["<script>", "_", "`", "<table><tr><td>", "<img ", "<br>\n", "<!x", "<![x", " ", "\n\n"]
SLOW_GIFT = [
    "{",
    "::",
    "q{~a",
    "q{=a",
    "#",
    "->",
    "\\",
    "// [id:",
    "[h",
    "data:image/",
    "%1",
    "$CATEGORY: a/",
    "{#9",
    "\n\n",
]
PIECES = [
    "<p>",
    "</p>",
    "<li>",
    "<ul>",
    "<table><tr><td>",
    "- [x] ",
    "## ",
    "```\n",
    "> ",
    "///",
    "= 3",
    "1. ",
    "| a |",
]
PIECES += [
    "{#x .single}",
    "<img src='@@PLUGINFILE@@/x'>",
    "<script>",
    "<",
    "&lt;",
    "]]>",
    "*",
    "**",
    "`",
    "[a](b)",
    "\n",
]
PIECES += [
    "<!--",
    "---\n",
    "|---|---|",
    "\u202e",
    "javascript:",
    "<b onclick=1>",
    "*[A]: b\n",
    "[^1]",
    "[a]: b",
    "    ",
]
PIECES += [
    "{",
    "}",
    "=",
    "~",
    "#",
    "->",
    "\\",
    "%50%",
    "[html]",
    "\n\n",
    "word",
    "Ω 3 V",
    "<![x",
    "<?php",
    ":  d",
    "\x85",
]
TRICKY = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
FORMATS = st.sampled_from(["html", "markdown", "plain_text", "moodle_auto_format"])
KINDS = st.sampled_from(["multichoice", "shortanswer", "truefalse", "ordering"])


@pytest.mark.parametrize("data", list(REFUSED), ids=range(len(REFUSED)))
def test_xml_that_no_bank_is_made_of_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(ExchangeError) as refusal:
        brought(data, "moodle-xml")
    assert str(refusal.value) == REFUSED[data]


@pytest.mark.parametrize("data", list(REFUSED_GIFT), ids=range(len(REFUSED_GIFT)))
def test_gift_that_cannot_be_read_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(ExchangeError) as refusal:
        brought(data, "gift")
    assert str(refusal.value) == REFUSED_GIFT[data]


@pytest.mark.parametrize("data", ["é".encode(), b"\xef\xbb\xbf\xc3\xa9", "\ufeffé".encode("utf-16-le")])
def test_marks_of_encodings_are_understood(data: bytes) -> None:
    assert decoded(data) == "é"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_xml_may_have_an_encoding_of_its_own(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><quiz><name>Été</name></quiz>'
    assert read_xml(text.encode(encoding)).text_at("name") == "Été"


@pytest.mark.parametrize("piece", SLOW_HTML)
@pytest.mark.parametrize("form", ["html", "markdown", "plain_text", "moodle_auto_format"])
def test_no_text_of_a_question_takes_long(piece: str, form: str) -> None:
    began = time.process_time()
    brought(
        moodle(asked("shortanswer", answer("100", "a"), text=piece * (60_000 // len(piece)), form=form)), "moodle-xml"
    )
    assert time.process_time() - began < 5


@pytest.mark.parametrize("piece", SLOW_GIFT)
def test_no_gift_takes_long(piece: str) -> None:
    began = time.process_time()
    brought(piece * (500_000 // len(piece)) + "}", "gift")
    assert time.process_time() - began < SECONDS / 10


@given(st.binary(max_size=200), st.sampled_from(["gift", "moodle-xml"]))
@settings(deadline=None, max_examples=50)
def test_bytes_of_any_kind_end_with_files_or_a_sentence(data: bytes, form: str) -> None:
    end = ended(data, form)
    assert not isinstance(end, str) or end.endswith(".")


@given(TRICKY, FORMATS, KINDS, st.lists(TRICKY, min_size=2, max_size=2), TRICKY)
@settings(deadline=None, max_examples=150)
def test_texts_of_any_kind_become_files_that_compile_or_are_left_out(
    text: str, form: str, kind: str, options: list[str], feedback: str
) -> None:
    answers = (answer(percent, option, feedback) for percent, option in zip(("100", "0"), options, strict=True))
    imported = brought(moodle(asked(kind, *answers, text=text, form=form)), "moodle-xml")
    assert len(compiled(imported)) + len(reasons(imported)) == 1


@given(TRICKY)
@settings(deadline=None, max_examples=150)
def test_gift_of_any_kind_becomes_files_that_compile(text: str) -> None:
    assert not isinstance(ended(text.replace("\x85", ""), "gift"), str)


@given(st.lists(st.tuples(st.integers(0, 10_000), TRICKY), max_size=4), st.sampled_from(["gift", "moodle-xml"]))
@settings(deadline=None, max_examples=50)
def test_a_damaged_bank_ends_with_files_that_compile_or_a_sentence(damage: list[tuple[int, str]], form: str) -> None:
    text = exported(QUIZ_PAGE, form).data.decode()
    for at, piece in damage:
        text = text[: at % len(text)] + piece + text[at % len(text) :]
    end = ended(text, form)
    assert not isinstance(end, str) or end.endswith(".")


@given(st.text(st.sampled_from("<>/abp!-[]?&;='\" \n") | st.characters(codec="utf-8"), max_size=80))
@settings(deadline=None)
def test_html_of_any_kind_is_written_or_refused(html: str) -> None:
    with suppress(CantSayError):
        assert isinstance(markdown_of(html, lambda address, alternative: (address, alternative)), str)
