"""Texts of another system as Markdown of this format: what they say, and the images in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from app.exchange.album import Album, from_base64
from app.exchange.bank import CantSayError
from app.exchange.foreign import Rich
from app.exchange.from_html import check_bearable, markdown_of
from app.exchange.plain import as_markdown, on_one_line, seen
from app.shared.addresses import scheme
from app.shared.markdown import RenderError, examine, plain

IMAGE: Final = re.compile(r"(!\[(?:[^\[\]\\\n]|\\.)*\]\()([^()\s]+)((?:\s+\"[^\"\n]*\")?\))")
"""An image in Markdown: what stands before its address, the address, what stands behind."""

_PLUGIN: Final = "@@PLUGINFILE@@"
_EMBEDDED: Final = re.compile(r"data:image/(\w+)[\w.+;=-]*;base64,([A-Za-z0-9+/=]+)|data:image/(\w+)[^\"')\s>]*")
_BLOCKS: Final = re.compile(r"<(?:p|br|div|ul|ol|table|pre|h[1-6]|blockquote)\b", re.IGNORECASE)
_NOT_A_TITLE: Final = re.compile(r" {4}| {0,3}(?:[-*+>#|]|\d+[.)] |```|~~~|<(?!sub|sup|br|kbd|q|abbr)|=|:)|.*!\[")
_ENDING_HASHES: Final = re.compile(r"(?:\\?#)+\Z")  # a heading's own would end it
_LONGEST_TITLE: Final = 300


class Texts:
    """Turns the texts of one question into Markdown, and collects what is lost on the way."""

    def __init__(self, album: Album, images_at: str) -> None:
        self.album = album
        self.images_at = images_at
        """From the page that is written to the course's folder: `../`."""
        self.without_alternative = False

    def markdown(self, rich: Rich) -> str:
        """The text as Markdown. Raises CantSayError."""
        text, files = _without_embedded(rich)
        check_bearable(text)
        match rich.format:
            case "markdown":
                return self.as_written(text, files)
            case "plain":
                return _plain_paragraphs(text)
            case "moodle" if not _BLOCKS.search(text):
                return self.from_html("".join(f"<p>{_broken(part)}</p>" for part in _paragraphs(text)), files)
            case _:
                return self.from_html(text, files)

    def line(self, rich: Rich) -> str:
        """The text as Markdown of one line. Raises CantSayError when it is more."""
        text = self.markdown(rich).replace("<br>\n", " ").replace("<br>", " ")
        if "\n\n" in text or any(_NOT_A_TITLE.match(line) and "![" not in line for line in text.split("\n")):
            raise CantSayError("one of its parts is more than a line of text")
        return " ".join(text.split())

    def title_and_stem(self, rich: Rich, name: str) -> tuple[str, str]:
        """What is asked in a line, and what else stands above the answers.

        The first paragraph asks; when it is more than a question can be, the question's name stands for it.
        """
        text = self.markdown(rich)
        if not text:
            raise CantSayError("it has no text")
        first, _, rest = text.partition("\n\n")
        lines = first.replace("<br>", " ").split("\n")
        asked = " ".join(line.strip() for line in lines if line.strip())
        if asked and len(asked) <= _LONGEST_TITLE and not any(_NOT_A_TITLE.match(line) for line in lines):
            return _ending_escaped(asked), rest.strip("\n")
        title = as_markdown(on_one_line(name or plain(canonical_html(text))) or "…")
        return _ending_escaped(title), text

    def as_written(self, markdown: str, files: Mapping[str, str]) -> str:
        """Markdown with the addresses of its images made those of the course."""
        text = IMAGE.sub(lambda found: found[1] + self.address(found[2], files) + found[3], seen(markdown))
        if _PLUGIN in text:
            return self.from_html(canonical_html(text), files)
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()

    def from_html(self, html: str, files: Mapping[str, str]) -> str:
        """The Markdown of HTML."""

        def picture(address: str, alternative: str) -> tuple[str, str]:
            where = self.address(address, files)
            self.without_alternative = self.without_alternative or not alternative
            return where, alternative or where.rpartition("/")[2].rpartition(".")[0]

        return markdown_of(html, picture)

    def address(self, written: str, files: Mapping[str, str]) -> str:
        """The address of an image, seen from the page."""
        if written.startswith(f"{self.images_at}images/"):
            return written  # ours already: the text is gone through a second time
        if scheme(written):
            raise CantSayError("one of its images lies elsewhere on the web")
        name = unquote(written.removeprefix(_PLUGIN).partition("?")[0]).lstrip("/")
        data = files.get(name) or files.get(name.rpartition("/")[2])
        if not data:
            raise CantSayError("the file lacks one of its images")
        return self.images_at + self.album.path(name.rpartition("/")[2], from_base64(data))


def canonical_html(markdown: str) -> str:
    """The cleaned HTML of Markdown. Raises CantSayError."""
    check_bearable(markdown)
    try:
        return examine(markdown).html
    except RenderError:
        raise CantSayError("one of its texts can't be rendered") from None


def _without_embedded(rich: Rich) -> tuple[str, Mapping[str, str]]:
    """The text with the images that were written into it taken out, and all its files."""
    if "data:image" not in rich.text:
        return rich.text, rich.files
    files = dict(rich.files)

    def take(found: re.Match[str]) -> str:
        if not found[2]:
            raise CantSayError("one of its images is written in a way that is not understood")
        name = f"image-{len(files) + 1}.{found[1].replace('jpeg', 'jpg')}"
        files[name] = found[2]
        return f"{_PLUGIN}/{name}"

    return _EMBEDDED.sub(take, rich.text), files


def _plain_paragraphs(text: str) -> str:
    return "\n\n".join(as_markdown(part).replace("\n", "<br>\n") for part in _paragraphs(seen(text)))


def _paragraphs(text: str) -> list[str]:
    parts = re.split(r"\n\s*\n", text.strip())
    return ["\n".join(line.strip() for line in part.split("\n")) for part in parts if part.strip()]


def _ending_escaped(title: str) -> str:
    return _ENDING_HASHES.sub(lambda found: "&#35;" * found[0].count("#"), title)


def _broken(text: str) -> str:
    return text.replace("\n", "<br>")
