"""A reader says what is wrong; an author answers."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.courses.forms.mistake_reports import LONGEST_WORDS
from app.courses.models import MistakeReport
from app.courses.operations.mistake_reports import A_DAY, AlreadyAnswered, answer_report, report_mistake
from app.courses.queries.mistake_reports import ON_A_PAGE, answering, report_seen_by, reported_item
from app.db import db
from app.people.member import Member
from app.people.models import RoleGrant
from app.people.queries import person_by_id
from app.records.operations.throttle import count_try
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.notices.telling import told


def lesson(cast: Cast, item_id: str = "the-bench") -> str:
    return f"/enrolments/{cast.enrolment_id}/items/{item_id}"


def form(**changes: str) -> dict[str, str]:
    return {"id": str(new_id()), "place": "Strap tester", "text": "It says 35 MΩ. Ours says 10."} | changes


def reports() -> list[MistakeReport]:
    return list(db.session.scalars(select(MistakeReport).order_by(MistakeReport.reported_at, MistakeReport.id)))


def reported(
    cast: Cast, number: int = 0, *, by: Member | None = None, item_id: str = "the-bench", place: str = "Strap tester"
) -> UUID:
    """A report of the trainee, or of somebody else; each a minute after the one before."""
    found = reported_item(cast.trainee, item_id=item_id, enrolment_id=cast.enrolment_id)
    assert found is not None
    at = NOON + timedelta(minutes=number)
    return report_mistake(found, place=place, text=f"Wrong {number}.", by=(by or cast.trainee).id, at=at)


def answered(cast: Cast, report_id: UUID, answer: str = "Mended.", *, by: Member | None = None) -> None:
    seen = report_seen_by(cast.author, report_id=report_id)
    assert seen is not None
    answer_report(seen, answer=answer, by=(by or cast.author).id, at=NOON)


def errors(page: str) -> list[str]:
    return re.findall(r'class="field-error" id="(\w+)-error"', page)


def rows(page: str) -> list[str]:
    return re.findall(r'class="item-title" href="(/reports/[^"]*)"', page)


@pytest.mark.parametrize("item_id", ["the-bench", "esd-bench"])
def test_a_page_ends_with_the_link_to_its_author(cast: Cast, client_of: ClientOf, item_id: str) -> None:
    client = client_of(cast.trainee)
    for _ in range(2):  # the second time a lesson comes from memory
        links = re.findall(r'href="([^"]*/reports/new)"', client.get(lesson(cast, item_id)).text)
        assert links == [f"{lesson(cast, item_id)}/reports/new"]


def test_the_link_of_a_kept_lesson_is_each_readers_own(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.trainee).get(lesson(cast))
    address = f"/enrolments/{cast.other_enrolment_id}/items/the-bench"
    page = client_of(cast.other_trainee).get(address).text
    assert re.findall(r'href="([^"]*/reports/new)"', page) == [f"{address}/reports/new"]


def test_the_form_offers_the_whole_page_and_its_titles(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get(f"{lesson(cast)}/reports/new").text
    assert re.findall(r"<option[^>]*>(.*?)</option>", page) == [
        "The whole page",
        "Swollen cell",
        "Put the strap on",
        "Strap tester",
        "Where does the strap&#39;s cord go?",
        "Why",
    ]
    assert re.findall(r'<option selected value="(.*?)"', page) == [""]


def test_a_trainee_reports_and_goes_on_reading(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    answer = client.post(f"{lesson(cast)}/reports", data=form(text="First line.\r\nSecond line."))
    assert (answer.status_code, answer.location) == (303, lesson(cast))
    (report,) = reports()
    assert (report.revision_id, report.item_id, report.place) == (cast.revision_id, "the-bench", "Strap tester")
    assert (report.text, report.reported_by, report.answer) == ("First line.\nSecond line.", cast.trainee.id, None)
    assert "Thank you." in client.get(lesson(cast)).text


@pytest.mark.parametrize(
    ("who", "address", "back"),
    [
        ("instructor", "/enrolments/{enrolment}/items/the-bench", "/enrolments/{enrolment}"),
        ("instructor", "/revisions/{revision}/items/the-bench", "/revisions/{revision}/items/the-bench"),
    ],
)
def test_staff_report_where_they_read(cast: Cast, client_of: ClientOf, who: str, address: str, back: str) -> None:
    ids = {"enrolment": cast.enrolment_id, "revision": cast.revision_id}
    client = client_of(getattr(cast, who))
    assert client.get(f"{address}/reports/new".format(**ids)).status_code == 200
    answer = client.post(f"{address}/reports".format(**ids), data=form())
    assert (answer.status_code, answer.location) == (303, back.format(**ids))
    assert client.get(answer.location).status_code == 200
    assert [each.reported_by for each in reports()] == [getattr(cast, who).id]


def test_the_same_form_twice_is_one_report(cast: Cast, client_of: ClientOf) -> None:
    client, sent = client_of(cast.trainee), form()
    for _ in range(2):
        assert client.post(f"{lesson(cast)}/reports", data=sent).status_code == 303
    assert [str(each.id) for each in reports()] == [sent["id"]]
    assert [kind for kind, _, _ in told(cast.author.id)] == ["report"]


def test_going_back_and_writing_something_else_is_another_report(cast: Cast, client_of: ClientOf) -> None:
    client, sent = client_of(cast.trainee), form()
    client.post(f"{lesson(cast)}/reports", data=sent)
    client.post(f"{lesson(cast)}/reports", data=sent | {"text": "And the picture is missing."})
    assert len(reports()) == 2


def test_an_id_of_somebody_elses_report_changes_nothing_of_it(cast: Cast, client_of: ClientOf) -> None:
    sent = form()
    client_of(cast.trainee).post(f"{lesson(cast)}/reports", data=sent)
    other = f"/enrolments/{cast.other_enrolment_id}/items/the-bench/reports"
    client_of(cast.other_trainee).post(other, data=sent)
    assert sorted(each.reported_by for each in reports()) == sorted([cast.trainee.id, cast.other_trainee.id])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * (LONGEST_WORDS + 1)}, "text"),
        ({"place": "A title that this lesson lacks"}, "place"),
    ],
)
def test_what_is_missing_is_told_beside_its_field_and_what_was_typed_is_kept(
    cast: Cast, client_of: ClientOf, changes: dict[str, str], field: str
) -> None:
    answer = client_of(cast.trainee).post(f"{lesson(cast)}/reports", data=form() | changes)
    assert (answer.status_code, errors(answer.text), reports()) == (422, [field], [])
    kept = re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", answer.text, re.DOTALL)
    assert kept == [changes.get("text", form()["text"]).strip()]


def test_as_many_lines_as_the_field_counts_are_taken(cast: Cast, client_of: ClientOf) -> None:
    text = "\r\n".join("x" * (LONGEST_WORDS // 2))
    assert client_of(cast.trainee).post(f"{lesson(cast)}/reports", data=form(text=text)).status_code == 303


def test_nobody_reports_without_end(cast: Cast, client_of: ClientOf) -> None:
    for _ in range(A_DAY.most):
        count_try(A_DAY, str(cast.trainee.id), at=now())
    answer = client_of(cast.trainee).post(f"{lesson(cast)}/reports", data=form(text="One more."))
    assert (answer.status_code, reports()) == (429, [])
    assert "You have sent 30 reports today" in answer.text
    assert "One more." in answer.text
    other = f"/enrolments/{cast.other_enrolment_id}/items/the-bench/reports"
    assert client_of(cast.other_trainee).post(other, data=form()).status_code == 303


def test_the_authors_are_told_and_not_the_one_who_reports(cast: Cast) -> None:
    report_id = reported(cast)
    assert told(cast.author.id) == [("report", f"/reports/{report_id}", False)]
    reported(cast, 1, by=cast.author)
    assert len(told(cast.author.id)) == 1
    assert told(cast.coordinator.id) == []


def without_author(cast: Cast) -> None:
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.author.id)).one()
    db.session.delete(grant)
    db.session.commit()


def test_in_a_school_without_author_its_coordinators_are_told_and_answer(cast: Cast, client_of: ClientOf) -> None:
    without_author(cast)
    assert answering() == {cast.coordinator.id, cast.outsider_coordinator.id}
    report_id = reported(cast)
    assert told(cast.coordinator.id) == [("report", f"/reports/{report_id}", False)]
    client = client_of(cast.coordinator)
    assert rows(client.get("/reports").text) == [f"/reports/{report_id}"]
    assert client.post(f"/reports/{report_id}/answer", data={"answer": "Mended."}).status_code == 303


def test_an_author_who_left_answers_nothing(cast: Cast) -> None:
    person_by_id(cast.author.id).deactivated_at = NOON
    db.session.flush()
    assert answering() == {cast.coordinator.id, cast.outsider_coordinator.id}


def test_authors_see_all_reports_the_open_ones_first_then_the_newest(cast: Cast, client_of: ClientOf) -> None:
    first, second, third = reported(cast), reported(cast, 1, by=cast.other_trainee), reported(cast, 2)
    answered(cast, third)
    page = client_of(cast.author).get("/reports").text
    assert rows(page) == [f"/reports/{each}" for each in (second, first, third)]
    assert re.findall(r'class="state state-\w+">([\w ]+)<', page) == [*["Waits for an answer"] * 2, "Answered"]
    assert "2 wait for an answer." in page


def test_readers_see_their_own_reports_only(cast: Cast, client_of: ClientOf) -> None:
    own, other = reported(cast), reported(cast, 1, by=cast.other_trainee)
    client = client_of(cast.trainee)
    assert rows(client.get("/reports").text) == [f"/reports/{own}"]
    assert [client.get(f"/reports/{each}").status_code for each in (own, other)] == [200, 404]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("who", "queries_taken"), [("author", 3), ("trainee", 3), ("coordinator", 4)])
def test_the_list_takes_as_many_queries_for_one_report_as_for_three(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, who: str, queries_taken: int, count: int
) -> None:
    for number in range(count):
        reported(cast, number, by=None if who == "author" else getattr(cast, who))
    client = client_of(getattr(cast, who))
    with count_queries() as queries:
        page = client.get("/reports").text
    assert (len(queries), len(rows(page))) == (queries_taken, count)


@pytest.mark.parametrize(("asked", "count"), [("", ON_A_PAGE), ("?page=2", 1), ("?page=7", 1), ("?page=x", ON_A_PAGE)])
def test_reports_come_in_pages(cast: Cast, client_of: ClientOf, asked: str, count: int) -> None:
    for number in range(ON_A_PAGE + 1):
        reported(cast, number)
    assert len(rows(client_of(cast.author).get(f"/reports{asked}").text)) == count


def test_an_author_sees_the_place_in_the_source_and_who_and_when(cast: Cast, client_of: ClientOf) -> None:
    report_id = reported(cast)
    page = client_of(cast.author).get(f"/reports/{report_id}").text
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page))
    assert facts == {
        "Where": "<span>Strap tester</span>",
        "Course": "Tiny phone repair · revision 1",
        "Source": "mobile/tiny-phone-repair/week-01/10-the-bench.md:21",
        "Reported by": "Tara Trainee",
        "When": "5 May 2026, 12:00",
    }
    item = f"/revisions/{cast.revision_id}/items/the-bench"
    assert re.findall(r'class="button button-plain" href="([^"]*)"', page) == [item]
    assert client_of(cast.author).get(item).status_code == 200


def test_a_report_of_the_whole_page_names_the_file_without_a_line(cast: Cast, client_of: ClientOf) -> None:
    report_id = reported(cast, place="")
    page = client_of(cast.author).get(f"/reports/{report_id}").text
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page))
    assert (facts["Where"], facts["Source"]) == ("The whole page", "mobile/tiny-phone-repair/week-01/10-the-bench.md")


def test_the_reader_is_told_the_answer_and_reads_it(cast: Cast, client_of: ClientOf) -> None:
    report_id = reported(cast)
    answer = client_of(cast.author).post(f"/reports/{report_id}/answer", data={"answer": "You are right.\nMended."})
    assert (answer.status_code, answer.location) == (303, f"/reports/{report_id}")
    assert told(cast.trainee.id) == [("reply", f"/reports/{report_id}", False)]
    page = client_of(cast.trainee).get(f"/reports/{report_id}").text
    assert re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page) == [
        "<p>Wrong 0.</p>",
        "<p>You are right.</p><p>Mended.</p>",
    ]
    assert re.findall(r'class="button button-plain" href="([^"]*)"', page) == [lesson(cast)]
    assert "10-the-bench.md" not in page


def test_what_is_answered_waits_for_no_author(cast: Cast) -> None:
    report_id = reported(cast)
    answered(cast, report_id)
    assert [read for _, _, read in told(cast.author.id)] == [True]


def test_nobody_is_told_what_they_answered_themselves(cast: Cast) -> None:
    answered(cast, reported(cast, by=cast.author))
    assert told(cast.author.id) == []


def test_the_same_answer_twice_is_one_and_another_comes_too_late(cast: Cast) -> None:
    report_id = reported(cast)
    for _ in range(2):
        answered(cast, report_id)
    with pytest.raises(AlreadyAnswered):
        answered(cast, report_id, "No, it is right.")
    assert [each.answer for each in reports()] == ["Mended."]
    assert len(told(cast.trainee.id)) == 1


def test_whoever_answers_too_late_is_told_so(cast: Cast, client_of: ClientOf) -> None:
    report_id = reported(cast)
    answered(cast, report_id)
    answer = client_of(cast.author).post(f"/reports/{report_id}/answer", data={"answer": "No, it is right."})
    assert (answer.status_code, answer.text.count("Somebody else has answered this report already")) == (409, 1)


def test_an_empty_answer_is_asked_for_again(cast: Cast, client_of: ClientOf) -> None:
    report_id = reported(cast)
    answer = client_of(cast.author).post(f"/reports/{report_id}/answer", data={"answer": " "})
    assert (answer.status_code, errors(answer.text)) == (422, ["answer"])
    assert db.session.scalar(select(func.count(MistakeReport.answered_at))) == 0


def test_a_reader_answers_nothing(cast: Cast, client_of: ClientOf) -> None:
    report_id = reported(cast)
    answer = client_of(cast.trainee).post(f"/reports/{report_id}/answer", data={"answer": "Mended."})
    assert (answer.status_code, reports()[0].answer) == (403, None)
