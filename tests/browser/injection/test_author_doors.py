"""What authors write outside of Markdown: values in YAML, files' names, question banks; what is told of mistakes."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Connection

from app.config import Settings
from app.courses.operations.revisions import publish
from app.curriculum.archive import ArchiveError, unpack
from app.curriculum.checking import CheckedCourse
from app.curriculum.compiler import compile_course
from app.curriculum.folder import read_course
from app.curriculum.problems import Problem
from app.db import db
from app.exchange.bank import Imported
from app.preview.editions import Edition
from app.preview.serving import Preview, preview_of
from app.shared.keys import keys
from app.shared.storage import files
from app.wiring import wired
from tests.browser.injection.detector import Sent, watching
from tests.browser.injection.payloads import bundles, payloads, shares
from tests.browser.injection.reading import Reader
from tests.browser.injection.showing import Shown, sent, showing, told_by
from tests.browser.injection.whole_school import School, whole_school
from tests.cast import NOON, Cast
from tests.curriculum.rich_course import RICH
from tests.curriculum.small_course import lesson_page, sources
from tests.exchange.banks import NAMES, answer, asked, brought, moodle
from tests.preview.author import Author

pytestmark = pytest.mark.browser

FRONT: Final = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)
TEXTS: Final = frozenset({"title", "summary", "means", "term", "name", "outcomes"})
"""The keys in YAML whose values are words; in which language is a key too."""
MISTAKES: Final = (
    "---\ntitle: x\nminutes: 1\n{1}: x\nkind: {1}\n---\nx\n",
    lesson_page("[x]({1}) ![{1}]({1}) <{1}>\n\n{0}\n\n/// {1} | {1}\n    type: {1}\n///\n", front="minutes: 1"),
    lesson_page("/// check\n### Q {{#{1} .{1} competence={1}}}\n\n- [x] a\n- [ ] b\n///\n", front="requires: [{1}]"),
    "---\ntitle: Q\nkind: quiz\ndraw: {{{2}: 1}}\ngate: {2}\n---\n\n## Q {{#q .numeric}}\n= {1}\n",
)
"""Pages that the checker says something about, of a payload as it is, on one line, and as a string in YAML."""


@pytest.fixture
def school(app: Flask, cast: Cast, connection: Connection) -> School:
    """A school whose author publishes."""
    return whole_school(app, cast, connection)


@pytest.fixture
def preview(tmp_path: Path, settings: Settings) -> Iterator[Preview]:
    """A preview of the rich course."""
    author = Author(tmp_path / "mobile" / "phone-repair")
    with preview_of([author.folder], settings=settings, wired=wired, language="en") as preview:
        yield preview
    # There is one store and one key a process: other tests go on with theirs.
    files.open(settings.files_url)
    keys.open(settings.secret_key)


def test_nothing_runs_of_values_in_yaml(school: School, browser: Browser) -> None:
    places = (
        "",
        "/glossary",
        "/coverage",
        *(f"/items/{item}" for item in ("the-bench", "battery-swap", "case-dead-phone")),
    )
    with showing(school, browser, "author") as (watch, reader, shown):
        for bundle in bundles(15_000):
            written = {path: _with_values(path, text, _seen(" ".join(bundle))) for path, text in RICH.items()}
            address = _published(written)
            for path in (
                *(f"{address}{place}" for place in places),
                "/courses",
                "/catalogue",
                "/catalogue/phone-repair",
            ):
                _show(reader, path, f"{path}?{len(shown)}", shown)
        assert told_by(watch, shown, laid_out=False) == []
    given = [each for each in shown.values() if "&lt;script&gt;" in each.text]
    assert len(given) > len(shown) * 0.3


@pytest.mark.parametrize("form", ["html", "markdown", "gift"])
def test_nothing_runs_of_imported_questions(school: School, browser: Browser, form: str) -> None:
    count = 0
    with showing(school, browser, "author") as (watch, reader, shown):
        for share in shares(payloads(), 300):
            imported = _imported([_seen(payload) for payload in share], form)
            count += imported.questions
            address = _published({**sources(), **imported.files})
            for path in imported.files:
                item = path.rpartition("/")[2].partition("-")[2].removesuffix(".md")
                if path.endswith(".md"):
                    _show(reader, f"{address}/items/{item}", f"{address}/items/{item}", shown)
        assert told_by(watch, shown) == []
    assert count > 1_500


def test_nothing_runs_of_what_a_preview_tells_of_files_by_their_names(
    preview: Preview, browser: Browser, tmp_path: Path
) -> None:
    checked = []
    for number, share in enumerate(shares(payloads(), 1_500)):  # a course has at most 5,000 files
        folder = tmp_path / "mobile" / f"course-{number}"
        assert sum(_is_written(folder, name) for payload in share for name in _names(payload)) > len(share)
        read = read_course(folder)
        checked.append(CheckedCourse(folder, (*read.problems, *_problems(read.sources))))
    assert sum(len(each.problems) for each in checked) > len(payloads())
    assert _told_by_preview(preview, browser, checked) == []


def test_nothing_runs_of_what_a_preview_tells_of_files_in_a_zip(preview: Preview, browser: Browser) -> None:
    """Names that a zip is refused for are shown too: a page may not rest on what another door keeps out."""
    named: dict[str, bytes] = {}
    taken = 0
    for payload in payloads():
        name = f"week-01/{payload}.md"
        with suppress(ArchiveError, ValueError, UnicodeError):
            named |= unpack(_zipped(f"mobile/phone-repair/{name}")).sources
            taken += 1
        named.setdefault(_seen(name), b"x")
    assert taken > 100
    checked = [
        CheckedCourse(Path(f"mobile/phone-{number}"), _problems({**sources(), **dict(share)}))
        for number, share in enumerate(shares(list(named.items()), 1_500))  # a course has at most 5,000 files
    ]
    assert sum("<script>" in problem.file for each in checked for problem in each.problems) > 100
    assert _told_by_preview(preview, browser, checked) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_nothing_runs_of_what_a_preview_tells_of_mistakes(preview: Preview, browser: Browser, mistake: str) -> None:
    checked = [
        CheckedCourse(
            Path(f"mobile/{name}"),
            _problems({**sources(), **dict(_mistaken(number, mistake, each) for number, each in enumerate(share))}),
        )
        for name, share in enumerate(shares(payloads(), 400))
    ]
    assert sum(len(each.problems) for each in checked) > len(payloads()) * 0.5
    assert _told_by_preview(preview, browser, checked) == []


def _names(payload: str) -> tuple[str, ...]:
    return f"images/{payload}.svg", f"week-01/{payload}.md", payload


def _is_written(folder: Path, name: str) -> bool:
    """Whether there is such a file in the folder now: not everything can be a name, nor leads into it."""
    path = folder / name.strip("/")
    try:
        if folder in path.resolve().parents:
            path.parent.mkdir(parents=True, exist_ok=True)
            return path.write_text("<script>alert(1)</script>") > 0
    except (OSError, ValueError):
        pass
    return False


def _seen(text: str) -> str:
    """The text without what no file of a course, and no XML, may hold."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))


def _show(reader: Reader, path: str, name: str, shown: Shown) -> None:
    shown[name] = reader.get(path)
    assert shown[name].status_code == 200, path


def _published(written: Mapping[str, str | bytes]) -> str:
    """The address of a revision with these sources, in which the checker found no error."""
    data = {path: text.encode() if isinstance(text, str) else text for path, text in written.items()}
    revision, _ = publish(data, course_id="phone-repair", track_id="mobile", by=None, at=NOON)
    db.session.flush()
    return f"/revisions/{revision.id}"


def _with_values(path: str, text: str, said: str) -> str:
    """The file with that said in every value of its YAML that is words."""
    if path.endswith(".yaml"):
        return _values(text, said)
    return FRONT.sub(lambda found: f"---\n{_values(found[1], said)}\n---", text) if path.endswith(".md") else text


def _values(text: str, said: str) -> str:
    return json.dumps(_said(yaml.safe_load(text), said, ""), ensure_ascii=False)


def _said(value: Any, said: str, key: str) -> Any:
    if isinstance(value, dict):
        return {name: _said(each, said, key if name in ("en", "fr") else name) for name, each in value.items()}
    if isinstance(value, list):
        return [_said(each, f"{place} {said}", key) for place, each in enumerate(value)]
    return said if key in TEXTS and isinstance(value, str) else value


def _imported(texts: Sequence[str], form: str) -> Imported:
    if form == "gift":
        questions = (re.sub(r"([~=#{}:\\])", r"\\\1", text) for text in texts)
        return brought("\n\n".join(f"::{each}::{each}{{={each}#{each} ~b}}" for each in questions), "gift")
    wrong = answer("0", "b")
    answers = (answer("100", text, text).replace('"html"', f'"{form}"') for text in texts)
    return brought(
        moodle(
            *(
                asked("multichoice", "<single>true</single>", right, wrong, text=text, form=form, name=text)
                for text, right in zip(texts, answers, strict=True)
            )
        ),
        "moodle-xml",
    )


def _mistaken(number: int, mistake: str, payload: str) -> tuple[str, bytes]:
    line = " ".join(payload.split())
    page = mistake.format(payload, line, json.dumps(line))
    return f"week-01/{100 + number}-l-{number}.md", page.encode("utf-8", "replace")


def _problems(written: Mapping[str, bytes]) -> tuple[Problem, ...]:
    return compile_course(written, track_id=NAMES[0], course_id=NAMES[1]).problems


def _zipped(name: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, "x")
    return data.getvalue()


def _told_by_preview(preview: Preview, browser: Browser, checked: Sequence[CheckedCourse]) -> list[str]:
    """What the strip above each page tells when it shows the problems of these courses."""
    client = preview.app.test_client()
    preview.editions.put({course.name: Edition(course) for course in checked})
    page = client.get("/nowhere")
    assert page.text.count('<li class="preview-') >= sum(len(course.problems) for course in checked)

    def answer(path: str) -> Sent:
        # Without a version it is told at once; else it would be waited for.
        return sent(page if path == "/page" else client.get(path.partition("?")[0]))

    with watching(browser, answer) as watch:
        return watch.open("/page")
