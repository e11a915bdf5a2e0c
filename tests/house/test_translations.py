"""Every text of the interface exists in French."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.config import ROOT

FRENCH = ROOT / "app" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
PAGES, LETTERS = "app/templates/**.html", "app/templates/mail/**.txt"
METHODS = [("app/templates/styleguide/**", "ignore"), ("app/**.py", "python"), (PAGES, "jinja2"), (LETTERS, "jinja2")]
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "N_": None}


def _texts() -> set[str]:
    found = extract_from_dir(
        ROOT,
        method_map=METHODS,
        options_map={PAGES: JINJA, LETTERS: JINJA},
        keywords=KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in {".venv", "node_modules", "instance"},
    )
    return {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found}


def _translations() -> dict[str, Message]:
    with FRENCH.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    return {_id(message): message for message in catalogue if message.id}


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> Iterator[str]:
    yield from [message.string] if isinstance(message.string, str) else message.string or [""]


def test_every_text_is_translated() -> None:
    assert sorted(_texts() - set(_translations())) == []


def test_no_translation_is_empty_or_guessed() -> None:
    assert [text for text, message in _translations().items() if not all(_strings(message)) or message.fuzzy] == []


def test_no_translation_is_left_over() -> None:
    assert sorted(set(_translations()) - _texts()) == []


def test_translations_keep_the_placeholders() -> None:
    wrong = [text for text, message in _translations().items() if message.python_format and list(message.check())]
    assert wrong == []
