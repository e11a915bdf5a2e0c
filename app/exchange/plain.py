"""Bytes to text, text to Markdown that shows it as it is, and what may be printed of it."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

from app.exchange.bank import ExchangeError
from app.shared.cleaning import TURNING

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SIGNS: Final = re.compile(r"[\\`*\[\]{}|]|(?<![^\W_])_|_(?![^\W_])")
_BEGINS: Final = re.compile(
    r"^(\s*)(#|>|[-+](?=\s|$)|-(?=-+\s*$)|\d{1,9}[.)](?=\s|$)|=|~(?=~~)|/(?=//)|:)", re.MULTILINE
)
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_NOT_ESCAPABLE: Final = {"=": "&#61;", "~": "&#126;", "/": "&#47;", ":": "&#58;", ")": "&#41;"}


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or, with its mark, UTF-16; its lines end at LF. Raises ExchangeError."""
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    mark, encoding = next(((mark, name) for mark, name in marks if data.startswith(mark)), (b"", "utf-8"))
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise ExchangeError(f"Line {line} is not {encoding.upper()}; save the file as UTF-8.") from fault
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise ExchangeError(f"Line {line} holds a control character (U+{ord(control[0]):04X}).")
    return text


def seen(text: str) -> str:
    """The text without what nobody sees; tabs and ends of lines stay."""
    return "".join(sign for sign in text if sign in "\t\n" or not _is_unseen(sign))


def on_one_line(text: str, most: int = 80) -> str:
    """A name as it may be printed: on one line, what isn't seen left out, and not too long."""
    line = " ".join(seen(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def as_markdown(text: str) -> str:
    """Markdown that shows the text as it is."""
    escaped = _SIGNS.sub(r"\\\g<0>", _ENTITY.sub("&amp;", text)).replace("<", "&lt;")
    return beginnings_escaped(escaped)


def beginnings_escaped(markdown: str) -> str:
    """Markdown in which no line begins a block by chance."""
    return _BEGINS.sub(lambda found: found[1] + _escaped(found[2]), markdown)


def _escaped(begin: str) -> str:
    last = begin[-1]
    return begin[:-1] + _NOT_ESCAPABLE.get(last, f"\\{last}")


def _is_unseen(sign: str) -> bool:
    return sign in TURNING or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
