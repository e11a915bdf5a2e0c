"""The pages of safety corrections: the author pushes, the trainee reads first, the cohort's people see who hasn't."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from app.courses.models import SafetyCorrection
from app.courses.operations.gates import open_gate
from app.courses.operations.places import withdraw
from app.db import db
from app.shared.ids import new_id
from tests.cases.sitting import begin as begin_case
from tests.cases.sitting import dead_phone
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.correcting import (
    BATTERY,
    NEEDS_MORE,
    REASON,
    SAFER,
    duties,
    duty_of,
    published,
    pushed,
    read,
)
from tests.courses.pages import errors, messages, refusal, words
from tests.courses.unwritten import COURSE
from tests.quizzes.sittings import begin, finish

HERE = f"/courses/{COURSE.name}/safety-corrections"


def item(cast: Cast, item_id: str = "the-bench") -> str:
    return f"/enrolments/{cast.enrolment_id}/items/{item_id}"


def duty(cast: Cast) -> str:
    return f"/safety-duties/{duty_of(cast.enrolment_id).id}"


def read_here(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.location


def form(revision_id: int, *parts: str, **changes: str) -> dict[str, object]:
    """What the author's form sends."""
    return {"id": str(new_id()), "revision": str(revision_id), "parts": list(parts), "reason": REASON, **changes}


def corrections() -> int:
    return db.session.query(SafetyCorrection).count()


def value(page: str, name: str) -> str:
    """Of a hidden field of the page's own form."""
    (found,) = re.findall(
        rf'<input type="hidden" name="{name}" value="([^"]*)">', page.partition("<main")[2].partition("</main>")[0]
    )
    return str(found)


@pytest.mark.parametrize("item_id", ["the-bench", "the-battery", "safety-quiz", "esd-bench"])
def test_each_item_sends_the_trainee_to_the_correction_and_comes_back(
    cast: Cast, client_of: ClientOf, item_id: str
) -> None:
    pushed(cast)
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    client, address = client_of(cast.trainee), item(cast, item_id)
    assert read_here(client.get(address)) == (303, f"{duty(cast)}?next={address}")
    page = client.get(f"{duty(cast)}?next={address}").text
    assert value(page, "next") == address
    assert read_here(client.post(f"{duty(cast)}/acknowledgement", data={"next": address})) == (303, address)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Thank you. You can go on." in answer.text
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["practice", "practice/safety-quiz/energy"])
def test_practice_waits_too(cast: Cast, client_of: ClientOf, address: str) -> None:
    begin_and_hand_in(cast)
    pushed(cast)
    here = f"/enrolments/{cast.enrolment_id}/{address}"
    assert read_here(client_of(cast.trainee).get(here)) == (303, f"{duty(cast)}?next={here}")
    assert client_of(cast.instructor).get(f"/enrolments/{cast.enrolment_id}/practice").status_code == 200


def begin_and_hand_in(cast: Cast) -> None:
    found = cast.item("safety-quiz")
    finish(begin(found), found, {})


def test_the_address_of_the_page_is_kept_with_its_question(cast: Cast, client_of: ClientOf) -> None:
    pushed(cast)
    answer = client_of(cast.trainee).get(f"{item(cast)}?find=strap")
    assert answer.location == f"{duty(cast)}?next={item(cast)}%3Ffind%3Dstrap"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/no-such-page", "", "/sign-out"]
)
def test_it_leads_nowhere_else(cast: Cast, client_of: ClientOf, elsewhere: str) -> None:
    pushed(cast)
    answer = client_of(cast.trainee).post(f"{duty(cast)}/acknowledgement", data={"next": elsewhere})
    assert read_here(answer) == (303, f"/enrolments/{cast.enrolment_id}")


def test_the_trainee_reads_why_and_what_is_otherwise(cast: Cast, client_of: ClientOf) -> None:
    pushed(cast)
    page = client_of(cast.trainee).get(duty(cast)).text
    assert [each for each in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page) if "hidden" not in each][:2] == [
        "Read this before you go on",
        "The bench",
    ]
    assert messages(page)[0].endswith("A trainee was hurt. Nobody works alone from now on.")
    added = re.findall(r"<ins[^>]*>(.*?)</ins>", page, re.DOTALL)
    assert [words(each).removeprefix("added:").strip() for each in added] == ["Never work on it alone."]
    assert "I have read it and will work like this" in page


def test_what_is_right_comes_before_what_was_wrong(cast: Cast, client_of: ClientOf) -> None:
    newest = published({"week-01/10-the-bench.md": ("Never press a swollen cell.", "Press a swollen cell no more.")})
    pushed(cast, revision_id=newest)
    page = words(client_of(cast.trainee).get(duty(cast)).text)
    assert page.index("no more") < page.index("How it was before") < page.index("Never")


def test_a_corrected_quiz_is_shown_without_its_key(cast: Cast, client_of: ClientOf) -> None:
    newest = published(
        {"week-01/80-safety-quiz.md": ("= 19.25 ± 0.05 Wh", "= 19.25 ± 0.07 Wh"), BATTERY: ("A cell", "Any cell")}
    )
    pushed(cast, ["safety-quiz", "the-battery"], revision_id=newest)
    page = client_of(cast.trainee).get(duty(cast)).text
    assert [each in page for each in ("19.25", "no connection", "A strap makes a path")] == [False, False, False]
    assert "Any" in page


def test_what_was_read_can_be_read_again_and_asks_for_nothing(cast: Cast, client_of: ClientOf) -> None:
    pushed(cast)
    client, here = client_of(cast.trainee), duty(cast)
    for _ in range(2):
        assert client.post(f"{here}/acknowledgement").status_code == 303
    page = client.get(here).text
    assert messages(page)[-1].startswith("You have read it")
    assert "I have read it and will work like this" not in page


def test_who_is_gone_is_asked_for_nothing_and_reads_on(cast: Cast, client_of: ClientOf) -> None:
    pushed(cast)
    withdraw(cast.enrolled(), reason="Moved away.", by=None, at=NOON)
    client = client_of(cast.trainee)
    assert client.get(item(cast)).status_code == 200
    assert "I have read it and will work like this" not in client.get(duty(cast)).text
    assert client.post(f"{duty(cast)}/acknowledgement").status_code == 403


def test_what_is_begun_without_reading_is_refused_with_the_way_to_the_correction(
    cast: Cast, client_of: ClientOf
) -> None:
    pushed(cast)
    answer = client_of(cast.trainee).post(f"{item(cast)}/completion")
    assert answer.status_code == 403
    assert refusal(answer.text).startswith("Something in this course was not safe, and is corrected.")
    assert f'href="{duty(cast)}"' in answer.text


def test_the_page_of_a_quiz_and_of_a_case_that_run_stays_open(cast: Cast, client_of: ClientOf) -> None:
    attempt = begin(cast.item("safety-quiz"))
    phone = dead_phone(cast)
    begin_case(phone)
    pushed(cast)
    client = client_of(cast.trainee)
    for address in (item(cast, "safety-quiz"), f"/attempts/{attempt.id}", phone.prefix):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/enrolments/{}"])
def test_the_trainee_is_told_where_they_begin_the_day(cast: Cast, client_of: ClientOf, address: str) -> None:
    pushed(cast)
    client, here = client_of(cast.trainee), address.format(cast.enrolment_id)
    assert f'href="{duty(cast)}"' in client.get(here).text
    read(cast)
    assert "/safety-duties/" not in re.sub(r'href="/notices.*', "", client.get(here).text)


def test_nobody_else_reads_or_acknowledges_for_the_trainee(cast: Cast, client_of: ClientOf) -> None:
    pushed(cast)
    for member in (cast.other_trainee, cast.instructor, cast.coordinator, cast.author):
        client = client_of(member)
        statuses = client.get(duty(cast)).status_code, client.post(f"{duty(cast)}/acknowledgement").status_code
        assert statuses == (404, 404)


def test_pages_of_items_ask_the_database_no_more_than_before(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client = client_of(cast.trainee)
    client.get(item(cast))
    with count_queries() as before:
        client.get(item(cast))
    pushed(cast)
    read(cast)
    client.get(item(cast))
    with count_queries() as after:
        client.get(item(cast))
    assert (len(before), len(after)) == (3, 3)


def test_an_author_chooses_sees_what_it_reaches_and_confirms(cast: Cast, client_of: ClientOf) -> None:
    newest = published(SAFER | NEEDS_MORE)
    client = client_of(cast.author)
    page = client.get(f"{HERE}/new").text
    assert re.findall(r'type="checkbox" name="parts" value="([^"]*)"', page) == [
        "the-bench",
        "battery-quiz",
        "the-battery",
    ]
    sent = form(newest, "the-bench", id=value(page, "id"))
    seen = client.post(HERE, data=sent)
    assert (seen.status_code, corrections()) == (200, 0)
    assert "2 cohorts, 3 trainees" in seen.text
    assert re.findall(r"<li>(\w[\w ]* · \w+ · \d+ trainees?)</li>", seen.text) == [
        "Spring 2026 · Lyon · 2 trainees",
        "Elsewhere · Nantes · 1 trainee",
    ]
    sure = client.post(HERE, data=sent | {"foreseen": value(seen.text, "foreseen")})
    assert (sure.status_code, corrections()) == (303, 1)
    assert sure.location == f"/safety-corrections/{sent['id']}"
    assert "Every trainee reads it before they go on." in client.get(sure.location).text


def test_another_choice_is_foreseen_anew(cast: Cast, client_of: ClientOf) -> None:
    newest = published(SAFER | NEEDS_MORE)
    client, sent = client_of(cast.author), form(newest, "the-bench")
    foreseen = value(client.post(HERE, data=sent).text, "foreseen")
    page = client.post(HERE, data=sent | {"parts": ["the-battery"], "foreseen": foreseen})
    assert (page.status_code, corrections()) == (200, 0)
    (message,) = messages(page.text)
    assert message.startswith("It doesn’t fit into this revision")
    assert "It fits if you also choose: Battery quiz" in message
    assert f"{BATTERY}:2 " in message


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parts": []}, "parts"),
        ({"parts": ["no-such-part"]}, "parts"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    cast: Cast, client_of: ClientOf, changes: dict[str, object], field: str
) -> None:
    newest = published(SAFER)
    answer = client_of(cast.author).post(HERE, data=form(newest, "the-bench") | changes)
    assert (answer.status_code, [name for name, _ in errors(answer.text)]) == (422, [field])


def test_where_no_cohort_has_an_older_text_there_is_nothing_to_push(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.author).get(f"{HERE}/new").text
    assert "No running cohort has an older text" in page
    assert "<form" not in page.partition("<main")[2]


def test_a_form_from_before_another_publication_pushes_nothing(cast: Cast, client_of: ClientOf) -> None:
    seen = published(SAFER)
    client, sent = client_of(cast.author), form(seen, "the-bench")
    foreseen = value(client.post(HERE, data=sent).text, "foreseen")
    published(SAFER | NEEDS_MORE)
    answer = client.post(HERE, data=sent | {"foreseen": foreseen})
    assert (answer.status_code, corrections()) == (409, 0)


@pytest.mark.parametrize("revision", ["", "x", "99999999999999999999"])
def test_a_revision_that_is_none_pushes_nothing(cast: Cast, client_of: ClientOf, revision: str) -> None:
    published(SAFER)
    sent = form(0, "the-bench", revision=revision, foreseen=f"{revision}:the-bench")
    assert client_of(cast.author).post(HERE, data=sent).status_code == 409


def test_staff_see_the_cohorts_that_they_follow_and_authors_all(cast: Cast, client_of: ClientOf) -> None:
    correction_id = pushed(cast)
    read(cast)
    seen = {}
    for name in ("author", "instructor", "outsider_coordinator", "moderator"):
        page = client_of(cast.members[name]).get(f"/safety-corrections/{correction_id}").text
        seen[name] = re.findall(r"<p><b>([^<]*)</b> · (?:Lyon|Nantes)</p>", page)
    assert seen == {
        "author": ["Spring 2026", "Elsewhere"],
        "instructor": ["Spring 2026"],
        "outsider_coordinator": ["Elsewhere"],
        "moderator": [],
    }
    assert (
        "1 of 2 trainees have read it." in client_of(cast.instructor).get(f"/safety-corrections/{correction_id}").text
    )


def test_the_course_lists_what_was_pushed(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.author)
    assert "No safety correction was pushed" in client.get(HERE).text
    correction_id = pushed(cast)
    assert f'href="/safety-corrections/{correction_id}"' in client.get(HERE).text
    assert "Push a safety correction" in client.get(HERE).text
    assert "Push a safety correction" not in client_of(cast.instructor).get(HERE).text
    assert client.get("/courses/no-such-course/safety-corrections").status_code == 404


def test_the_cohorts_page_says_who_has_not_read_it(cast: Cast, client_of: ClientOf) -> None:
    pushed(cast)
    read(cast)
    client, here = client_of(cast.instructor), f"/cohorts/{cast.cohort_id}"
    page = client.get(here).text
    assert messages(page)[0].startswith("1 trainee has not read a safety correction")
    assert len(re.findall("Hasn’t read a safety correction", page)) == 1
    page = client.get(f"{here}/safety-corrections").text
    rows = re.findall(r'<a href="/enrolments/[^"]*">(.*?)</a> <span class="state state-(\w+)">', page)
    assert rows == [("Otto Trainee", "waiting"), ("Tara Trainee", "done")]
    assert "1 trainee has not read it yet." in page


def test_an_author_erases_the_reason_and_everybody_reads_that_it_is_gone(cast: Cast, client_of: ClientOf) -> None:
    correction_id = pushed(cast)
    client, here = client_of(cast.author), f"/safety-corrections/{correction_id}"
    assert client.post(f"{here}/erasure", data={"reason": ""}).status_code == 422
    answer = client.post(f"{here}/erasure", data={"reason": "It named somebody."})
    assert read_here(answer) == (303, here)
    for member, address in ((cast.author, here), (cast.trainee, duty(cast)), (cast.instructor, HERE)):
        page = client_of(member).get(address).text
        assert ("hurt" in page, "The reason was erased." in page) == (False, True)
    assert len(duties()) == 3
