"""The page of a file: without a script a text that previews and saves; for the script the same as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.authoring.facts import DraftFacts
from app.authoring.models import DraftSave
from app.authoring.operations.drafts import discard_draft
from app.authoring.operations.saving import remove_file
from app.authoring.queries.drafts import text_of
from app.authoring.trials import clear_away, trials_of
from app.courses.operations.mistake_reports import report_mistake
from app.courses.queries.mistake_reports import reported_item
from app.curriculum.limits import MARKDOWN_BYTES
from app.db import db
from app.shared.ids import new_id
from app.web.security import POLICY
from tests.authoring.drafts import BENCH, another_author, begun, facts_of, wrote
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.pages import messages, refusal, words
from tests.lint import PageClient

AS_DATA = {"Accept": "application/json"}


@pytest.fixture
def draft(cast: Cast) -> DraftFacts:
    """The draft of the cast's course."""
    return begun(cast)


@pytest.fixture
def author(app: Flask, cast: Cast, client_of: ClientOf) -> Iterator[PageClient]:
    """The author's browser; the trials that the page begins are gone afterwards."""
    yield client_of(cast.author)
    clear_away(trials_of(app))


def address(draft: DraftFacts, path: str = BENCH) -> str:
    return f"{draft.address}/files/{path}"


def text_now(cast: Cast, draft: DraftFacts, path: str = BENCH) -> str:
    return text_of(facts_of(cast, draft), path).text


def number_of_saves() -> int:
    return db.session.scalar(select(func.count()).select_from(DraftSave)) or 0


def form(draft: DraftFacts, text: str, path: str = BENCH, **changes: str) -> dict[str, str]:
    """What the page of the file sends, as it was when the draft was `draft`."""
    return {"text": text, "before": draft.files[path], "act_id": str(new_id()), "path": path} | changes


def bench(draft: DraftFacts, old: str, new: str) -> str:
    text = text_of(draft, BENCH).text
    assert old in text
    return text.replace(old, new, 1)


def asked(author: PageClient, where: str, fields: dict[str, str]) -> tuple[int, Any]:
    answer = author.post(where, data=fields, headers=AS_DATA)
    return answer.status_code, json.loads(answer.text)


def typed(page: TestResponse) -> str:
    """What stands in the text area."""
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page.text, re.DOTALL)
    assert found
    return unescape(found[1])


def data_of(page: TestResponse) -> dict[str, Any]:
    """What the page tells its script."""
    found = re.search(r'class="editor-data">(.*?)</script>', page.text, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def problems_on(page: TestResponse) -> list[str]:
    found = re.search(r'<ol class="editor-found">(.*?)</ol>', page.text, re.DOTALL)
    assert found
    return [words(each) for each in re.findall(r"<li.*?</li>", found[1], re.DOTALL)]


def test_the_page_has_the_text_to_the_letter(cast: Cast, draft: DraftFacts, author: PageClient) -> None:
    text = "\n\n---\ntitle: <b>The</b> bench\n---\n\n</textarea><script>alert(1)</script>\n  \n"
    wrote(cast, draft, BENCH, text)
    assert typed(author.get(address(draft))) == text


def test_a_form_saves_the_text_with_line_ends_as_the_format_has_them(
    cast: Cast, draft: DraftFacts, author: PageClient
) -> None:
    changed = bench(draft, "A clean bench", "A spotless bench")
    answer = author.post(address(draft), data=form(draft, changed.replace("\n", "\r\n")))
    assert (answer.status_code, answer.headers["Location"]) == (303, address(draft))
    assert text_now(cast, draft) == changed
    assert messages(author.get(address(draft)).text)[0] == "Saved."


def test_a_script_is_told_what_was_saved_and_the_same_request_twice_saves_once(
    cast: Cast, draft: DraftFacts, author: PageClient
) -> None:
    sent = form(draft, bench(draft, "A clean bench", "A spotless bench"))
    told = asked(author, address(draft), sent)
    assert told == (200, {"saved": 1, "digest": facts_of(cast, draft).files[BENCH]})
    assert asked(author, address(draft), sent) == told
    assert number_of_saves() == 1


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_both_are_kept(
    cast: Cast, draft: DraftFacts, author: PageClient
) -> None:
    theirs = wrote(cast, draft, BENCH, "Theirs.\n", by=another_author())
    sent = form(draft, "Mine.\n")
    clash = f"{draft.address}/clashes/{theirs.number + 1}"
    told = {"clash": clash, "theirs": theirs.digest, "by": "Anna Author"}
    assert asked(author, address(draft), sent) == (409, told)
    assert text_now(cast, draft) == "Theirs.\n"
    answer = author.post(address(draft), data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, clash)
    page = author.get(address(draft)).text
    assert f'<a href="{clash}">Choose between the two versions</a>' in page
    assert "<h1>Two versions of a file</h1>" in author.get(clash).text


def test_what_is_typed_into_a_file_that_somebody_removes_is_kept(
    cast: Cast, draft: DraftFacts, author: PageClient
) -> None:
    remove_file(draft.id, BENCH, before=draft.files[BENCH], act_id=new_id(), by=another_author().id, at=NOON)
    status, told = asked(author, address(draft), form(draft, "Mine.\n"))
    assert (status, told["theirs"]) == (409, None)
    assert author.get(address(draft)).status_code == 404


def test_a_text_that_is_too_long_is_refused_in_words(draft: DraftFacts, author: PageClient) -> None:
    sent = form(draft, "x" * (MARKDOWN_BYTES + 1))
    status, told = asked(author, address(draft), sent)
    assert (status, list(told)) == (422, ["refused"])
    assert "128" in told["refused"]
    assert "<" not in told["refused"]
    assert told["refused"] in refusal(author.post(address(draft), data=sent).text)
    assert number_of_saves() == 0


def test_problems_are_told_with_their_lines_and_nothing_is_saved(draft: DraftFacts, author: PageClient) -> None:
    text = bench(draft, "A clean bench", "A [clean](nowhere) bench")
    status, told = asked(author, f"{draft.address}/checks", {"path": BENCH, "text": text})
    said = "‘nowhere’ leads nowhere; name a file beside this one, images/…, or an item's id."
    problem = {"path": BENCH, "line": 7, "level": "error", "text": said, "address": f"{address(draft)}#line-7"}
    assert (status, told["problems"]) == (200, [problem])
    assert (told["current"], told["digest"]) == (False, draft.files[BENCH])
    assert number_of_saves() == 0


def test_problems_of_this_file_come_before_those_of_others(cast: Cast, draft: DraftFacts, author: PageClient) -> None:
    wrote(cast, draft, "course.md", text_of(draft, "course.md").text + "\n[Away](nowhere)\n")
    text = bench(draft, "A clean bench", "A [clean](nowhere) bench")
    _, told = asked(author, f"{draft.address}/checks", {"path": BENCH, "text": text})
    assert [each["path"] for each in told["problems"]] == [BENCH, "course.md"]


def test_a_preview_is_the_trainees_page_of_what_is_typed(draft: DraftFacts, author: PageClient) -> None:
    text = bench(draft, "A clean bench", "A spotless bench")
    _, told = asked(author, f"{draft.address}/checks", {"path": BENCH, "text": text})
    assert (told["problems"], told["current"]) == ([], True)
    assert told["preview"] == told["previews"]["en"]
    assert "A spotless bench is a safe bench." in author.get(told["preview"], follow_redirects=True).text


def test_without_a_script_the_preview_is_a_link_and_what_was_typed_stays(draft: DraftFacts, author: PageClient) -> None:
    text = bench(draft, "A clean bench", "A [spotless](nowhere) bench")
    page = author.post(f"{draft.address}/checks", data=form(draft, text))
    assert typed(page) == text
    assert re.findall(r'name="before" value="(\w+)"', page.text) == [draft.files[BENCH]]
    assert problems_on(page) == [
        "Error Line 7 ‘nowhere’ leads nowhere; name a file beside this one, images/…, or an item's id."
    ]
    page = author.post(f"{draft.address}/checks", data=form(draft, text.replace("](nowhere)", "](safety-quiz)")))
    link = re.search(r'<a href="([^"]+/as/en/[^"]*)"', page.text)
    assert link
    assert "spotless" in author.get(link[1], follow_redirects=True).text
    assert number_of_saves() == 0


def test_a_file_that_is_not_in_the_draft_is_not_checked(draft: DraftFacts, author: PageClient) -> None:
    for path in ("", "week-01/99-nothing.md", "images/bench.svg", "../../etc/passwd"):
        status, _ = asked(author, f"{draft.address}/checks", {"path": path, "text": "x"})
        assert status == 422, path


def test_the_page_names_what_readers_reported_at_its_line(cast: Cast, draft: DraftFacts, author: PageClient) -> None:
    found = reported_item(cast.trainee, item_id="the-bench", enrolment_id=cast.enrolment_id)
    assert found is not None
    report_id = report_mistake(found, place="Strap tester", text="Ours says 10.", by=cast.trainee.id, at=NOON)
    page = author.get(address(draft))
    line = text_of(draft, BENCH).text.splitlines().index("/// readings | Strap tester") + 1
    told = {"id": str(report_id), "line": line, "place": "Strap tester", "text": "Ours says 10."}
    assert [{key: each[key] for key in told} for each in data_of(page)["reports"]] == [told]
    assert f'href="#line-{line}"' in page.text
    assert f'href="/reports/{report_id}"' in page.text


def test_what_can_be_inserted_fits_the_file(draft: DraftFacts, author: PageClient) -> None:
    lesson, quiz = author.get(address(draft)), author.get(address(draft, "week-01/80-safety-quiz.md"))
    blocks = {page: set(re.findall(r'data-block="([\w-]+)"', page.text)) for page in (lesson, quiz)}
    assert {"steps", "check"} <= blocks[lesson]
    assert "hotspot" not in blocks[lesson]
    assert "hotspot" in blocks[quiz]
    offers = data_of(lesson)["offers"]
    assert {each["text"] for each in offers["items"]} >= {"[The bench](the-bench)"}
    assert {each["text"] for each in offers["competences"]} >= {"competence=B1.1"}


def test_files_of_yaml_and_of_the_track_have_their_page(draft: DraftFacts, author: PageClient) -> None:
    track = author.get(f"{draft.address}/files/track.yaml")
    assert typed(track) == text_of(draft, "../track.yaml").text
    competences = author.get(address(draft, "competences.yaml"))
    assert typed(competences) == text_of(draft, "competences.yaml").text


def test_only_these_pages_may_show_another_one_in_a_frame(draft: DraftFacts, author: PageClient) -> None:
    assert author.get(address(draft)).headers["Content-Security-Policy"] == f"{POLICY}; frame-src 'self'"
    assert author.get(draft.address).headers["Content-Security-Policy"] == POLICY


def test_a_draft_that_ended_has_no_files_any_more(cast: Cast, draft: DraftFacts, author: PageClient) -> None:
    discard_draft(draft.id, by=cast.author.id, at=NOON + timedelta(hours=1))
    db.session.commit()
    assert author.get(address(draft)).status_code == 404
    assert author.post(address(draft), data=form(draft, "x"), headers=AS_DATA).status_code == 404


def test_the_page_asks_the_database_little(draft: DraftFacts, author: PageClient, count_queries: CountQueries) -> None:
    author.get(address(draft))
    with count_queries() as queries:
        assert author.get(address(draft)).status_code == 200
    assert len(queries) == 4
