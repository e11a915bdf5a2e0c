"""The pages of moderation: the lists, judging blind, comparing, answering, the figures and the share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sqlalchemy import delete
from werkzeug.test import TestResponse

from app.assessments.practicals.models import ModerationAnswer, ModeratorJudgement, SignOff
from app.assessments.practicals.queries import seen_sign_off_by_id
from app.courses.facts import EnrolledItem
from app.courses.models import CohortInstructor, Site
from app.db import db
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.lint import HTML
from tests.practicals.making import COMPETENT, judgement, signed_off
from tests.practicals.moderating import judge_again, moderation_of, second, somebody

MISSED: dict[str, int | None] = {**COMPETENT, "strap-safe": 0}
UNSEEN: dict[str, int | None] = dict.fromkeys(COMPETENT)
SENT = {
    "criterion-strap-safe": "not_met",
    "criterion-strap-tested": "3",
    "criterion-explains": "not_observed",
    "decision": "as_judged",
    "words": "The strap hangs down.",
}
Open = Callable[..., TestResponse]


def _page(response: TestResponse) -> Element:
    return html5lib.parse(response.get_data(as_text=True))


def _said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _texts(response: TestResponse, class_name: str) -> list[str]:
    every = _page(response).iter()
    return [_said(each) for each in every if class_name in (each.get("class") or "").split()]


def _links(response: TestResponse) -> set[str]:
    return {link.get("href") or "" for link in _page(response).iter(f"{HTML}a")}


@pytest.fixture
def made(bench: EnrolledItem, cast: Cast) -> SignOff:
    """A sign-off that is to be moderated: not yet competent, with a remark."""
    return signed_off(bench, cast, work=judgement(MISSED, remark="Watch where it hangs."))


@pytest.fixture
def judge(made: SignOff, cast: Cast, client_of: ClientOf) -> Open:
    """Sends the moderator's form; None leaves a field out."""

    def sent(**changes: Any) -> TestResponse:
        fields = SENT | {name.replace("__", "-"): value for name, value in changes.items()}
        data = {name: value for name, value in fields.items() if value is not None}
        return client_of(cast.moderator).post(f"/moderations/{moderation_of(made)}/judgement", data=data)

    return sent


@pytest.fixture
def disagreement(made: SignOff, cast: Cast) -> UUID:
    """A moderation that came to another outcome."""
    return judge_again(made, cast, second(words="I see nothing wrong."))


def test_the_list_of_a_moderator_names_the_work_and_neither_trainee_nor_assessor(
    made: SignOff, cast: Cast, client_of: ClientOf
) -> None:
    page = client_of(cast.moderator).get("/moderations")
    text = _said(_page(page))
    assert _texts(page, "item-body") == ["Set up an ESD bench Done on 5 May 2026 · Lyon"]
    assert [name for name in ("Tara", "Ines", "Spring 2026", "ompetent") if name in text] == []


def test_the_page_of_the_work_shows_what_there_is_to_judge_from(made: SignOff, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.moderator).get(f"/moderations/{moderation_of(made)}/judgement")
    (photo_id,) = seen_sign_off_by_id(made.id).photo_ids
    assert {"Watch where it hangs.", "Exemplia One"} <= {_said(each) for each in _page(page).iter()}
    assert f"/evidence/{photo_id}" in _links(page)
    assert len(_texts(page, "criterion")) == len(COMPETENT)


def test_nothing_that_a_moderator_can_open_tells_the_first_judgement(
    made: SignOff, cast: Cast, client_of: ClientOf
) -> None:
    """Every page that can be reached from the work, and what stands in titles, addresses and attributes of them."""
    client = client_of(cast.moderator)
    seen: dict[str, str] = {}
    waiting = ["/", "/notices", "/moderations", f"/moderations/{moderation_of(made)}/judgement"]
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow_redirects=True)
        html = answer.mimetype == "text/html" and answer.status_code == 200
        seen[address] = answer.text if html else ""
        inside = {link.partition("#")[0] for link in _links(answer)} if html else set()
        waiting += [
            each
            for each in inside - seen.keys() - set(waiting)
            if each.startswith(("/mod", "/sign", "/enr", "/notices"))
        ]
    told = re.compile(f"Ines|Tara|{made.id}|{made.assessor_id}|{made.enrolment_id}|judged-|message-(done|warning)")
    assert {address: told.findall(text) for address, text in seen.items() if told.search(text)} == {}


@pytest.mark.parametrize("address", ["/sign-offs/{0.id}", "/enrolments/{0.enrolment_id}", "/moderations/{1}"])
def test_addresses_that_a_moderator_might_guess_are_closed(
    made: SignOff, cast: Cast, client_of: ClientOf, address: str
) -> None:
    answer = client_of(cast.moderator).get(address.format(made, moderation_of(made)))
    assert answer.status_code == 404


def test_the_page_of_a_photo_names_nobody(made: SignOff, cast: Cast, client_of: ClientOf) -> None:
    (photo_id,) = seen_sign_off_by_id(made.id).photo_ids
    answer = client_of(cast.moderator).get(f"/evidence/{photo_id}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert "Content-Disposition" not in answer.headers


def test_a_judgement_leads_to_both_side_by_side(judge: Open, cast: Cast, client_of: ClientOf, made: SignOff) -> None:
    answer = judge()
    page = client_of(cast.moderator).get(answer.location)
    recorded = db.session.get_one(ModeratorJudgement, moderation_of(made))
    assert (answer.status_code, answer.location) == (303, f"/moderations/{moderation_of(made)}")
    assert (recorded.outcome, recorded.agrees) == ("not_yet_competent", True)
    rows = [" | ".join(_said(cell) for cell in row) for row in _page(page).iter(f"{HTML}tr")]
    assert rows == [
        "Criterion | First judgement | Second judgement",
        "Outcome | Not yet competent | Not yet competent",
        "The strap is never worn near live mains Critical | Not met | Not met",
        "Strap system | {0} | {0}".format("Level 3 of 3 – Tested before the start and logged"),
        "Explains charge in one sentence | Met | Can’t tell",
    ]
    assert f"/sign-offs/{made.id}" in _links(page)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"criterion__strap-safe": None}, "Choose what you see, or “Can’t tell”."),
        ({"criterion__strap-tested": "4"}, "Choose what you see, or “Can’t tell”."),
        ({"words": "  "}, "Write a few words."),
        ({"words": "x" * 2001}, "Use at most 2000 characters."),
        ({"decision": "competent"}, "Choose one of the two decisions."),
    ],
)
def test_what_is_missing_is_said_at_its_place_and_the_rest_is_kept(
    judge: Open, changes: dict[str, Any], fault: str
) -> None:
    answer = judge(**changes)
    chosen = [each.get("value") for each in _page(answer).iter(f"{HTML}input") if each.get("checked") is not None]
    assert (answer.status_code, any(fault in each for each in _texts(answer, "field-error"))) == (422, True)
    assert "not_observed" in chosen


def test_a_form_sent_twice_is_recorded_once(judge: Open, made: SignOff) -> None:
    first, again = judge(), judge()
    assert (again.status_code, again.location) == (303, first.location)


def test_the_slower_of_two_moderators_is_told(judge: Open, made: SignOff, cast: Cast, client_of: ClientOf) -> None:
    other = somebody("Mona Moderator", moderator=cast.site_id)
    judge_again(made, cast, by=other)
    for answer in (
        judge(),
        judge(words=None),
        client_of(cast.moderator).get(f"/moderations/{moderation_of(made)}/judgement"),
    ):
        assert (answer.status_code, "A moderator has judged this work already." in answer.text) == (409, True)
        assert f"/moderations/{moderation_of(made)}" in _links(answer)


def test_while_more_of_the_work_waits_no_link_leads_to_what_is_closed(
    disagreement: UUID, made: SignOff, bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    signed_off(bench, cast, at=NOON + timedelta(hours=1))
    opens = {
        member.name: f"/sign-offs/{made.id}" in _links(client_of(member).get(f"/moderations/{disagreement}"))
        for member in (cast.moderator, cast.coordinator)
    }
    assert opens == {"Momo Moderator": False, "Cora Coordinator": True}
    assert client_of(cast.moderator).get(f"/sign-offs/{made.id}").status_code == 404


def test_the_assessor_reads_the_disagreement_and_can_keep_or_correct(
    disagreement: UUID, made: SignOff, cast: Cast, client_of: ClientOf
) -> None:
    page = client_of(cast.instructor).get(f"/moderations/{disagreement}")
    assert _texts(page, "message-title") == ["They come to different outcomes"]
    assert _texts(page, "act") == ["Keep to my judgement"]
    correcting = f"/sign-offs/{made.id}/corrections/new"
    assert correcting in _links(page)
    assert client_of(cast.instructor).get(correcting).status_code == 200


def test_an_assessor_who_teaches_the_cohort_no_more_is_told_who_corrects(
    disagreement: UUID, made: SignOff, cast: Cast, client_of: ClientOf
) -> None:
    theirs = CohortInstructor.cohort_id == cast.cohort_id
    db.session.execute(delete(CohortInstructor).where(theirs, CohortInstructor.person_id == cast.instructor.id))
    page = client_of(cast.instructor).get(f"/moderations/{disagreement}")
    assert "You teach this cohort no more: ask one of its instructors to correct the sign-off." in page.text
    assert f"/sign-offs/{made.id}/corrections/new" not in _links(page)


@pytest.mark.parametrize("who", ["moderator", "coordinator"])
def test_nobody_answers_for_the_assessor(disagreement: UUID, cast: Cast, client_of: ClientOf, who: str) -> None:
    client = client_of(cast.members[who])
    page = client.get(f"/moderations/{disagreement}")
    answer = client.post(f"/moderations/{disagreement}/answer", data={"words": "I saw it."})
    assert ("Keep to my judgement" in page.text, answer.status_code) == (False, 403)
    assert "Ines Instructor was told, and has not answered yet." in page.text


def test_an_answer_is_shown_to_moderator_and_coordinator(disagreement: UUID, cast: Cast, client_of: ClientOf) -> None:
    address = f"/moderations/{disagreement}"
    answer = client_of(cast.instructor).post(f"{address}/answer", data={"words": "I stood beside it."})
    assert (answer.status_code, answer.location) == (303, address)
    for member in (cast.moderator, cast.coordinator):
        assert "I stood beside it." in client_of(member).get(address).text


def test_an_answer_without_words_comes_back(disagreement: UUID, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.instructor).post(f"/moderations/{disagreement}/answer", data={"words": ""})
    assert (answer.status_code, _texts(answer, "field-error")) == (422, ["Error: Write a few words."])
    assert db.session.get(ModerationAnswer, disagreement) is None


def test_a_second_answer_is_refused(disagreement: UUID, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.instructor)
    answers = [
        client.post(f"/moderations/{disagreement}/answer", data={"words": words}) for words in ("Yes.", "Yes.", "No.")
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 409]


def test_today_tells_each_what_there_is_to_do(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    judge_again(signed_off(bench, cast), cast, second(MISSED))
    signed_off(bench, cast, at=NOON + timedelta(hours=1))
    told = {
        name: [
            each
            for each in _texts(client_of(cast.members[name]).get("/"), "item-title")
            if "judge" in each or "disag" in each
        ]
        for name in ("instructor", "moderator", "coordinator", "author", "outsider_coordinator")
    }
    assert told == {
        "instructor": ["1 judgement of yours to look at again"],
        "moderator": ["1 sign-off to judge again"],
        "coordinator": ["1 disagreement waits for its assessor"],
        "author": [],
        "outsider_coordinator": [],
    }


def test_coordinators_see_how_many_wait_but_not_which(made: SignOff, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.coordinator).get("/moderations/figures")
    assert "1 sign-off waits for a moderator." in _said(_page(page))
    assert str(moderation_of(made)) not in page.text + client_of(cast.coordinator).get("/moderations?show=open").text


@pytest.mark.parametrize(
    ("who", "tabs"),
    [
        ("moderator", ["To judge 0", "Disagreements 1", "All judged 1"]),
        ("coordinator", ["Disagreements 1", "All judged 1", "Figures"]),
        ("instructor", ["Disagreements 1", "All judged 1"]),
        ("outsider_instructor", ["Disagreements 0", "All judged 0"]),
    ],
)
def test_each_has_the_lists_that_concern_them(
    disagreement: UUID, cast: Cast, client_of: ClientOf, who: str, tabs: list[str]
) -> None:
    page = client_of(cast.members[who]).get("/moderations")
    nav = next(each for each in _page(page).iter(f"{HTML}nav") if each.get("class") == "tabs")
    assert [_said(each) for each in nav.iter(f"{HTML}a")] == tabs


@pytest.mark.parametrize("show", ["open", "differing", "judged", "nonsense"])
@pytest.mark.parametrize("page", ["1", "99", "-1", "x"])
def test_lists_that_are_empty_and_pages_that_are_not_there_have_a_page(
    cast: Cast, client_of: ClientOf, show: str, page: str
) -> None:
    assert client_of(cast.moderator).get(f"/moderations?show={show}&page={page}").status_code == 200


@pytest.mark.parametrize(("show", "judged"), [("open", False), ("differing", True), ("judged", True)])
def test_a_list_takes_three_queries_with_one_line_and_with_three(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, count_queries: CountQueries, show: str, judged: bool
) -> None:
    client, counted = client_of(cast.moderator), []
    for hours in ((0,), (1, 2)):
        for hour in hours:
            made = signed_off(bench, cast, at=NOON + timedelta(hours=hour))
            if judged:
                judge_again(made, cast, second(MISSED))
        client.get(f"/moderations?show={show}")
        with count_queries() as queries:
            client.get(f"/moderations?show={show}")
        counted.append(len(queries))
    assert counted == [3, 3]


def test_the_figures_name_assessor_practical_counts_and_interval(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    for hours, judged in enumerate((second(), second(), second(MISSED), second(UNSEEN))):
        judge_again(signed_off(bench, cast, at=NOON + timedelta(hours=hours)), cast, judged)
    page = client_of(cast.coordinator).get("/moderations/figures")
    (line,) = _texts(page, "chosen")
    assert line == "Ines Instructor Set up an ESD bench 1 more could not be told 2 of 3 21 to 94 %"


def test_the_figures_as_a_table(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    for hours, judged in enumerate((second(), second(MISSED), second(UNSEEN))):
        judge_again(signed_off(bench, cast, at=NOON + timedelta(hours=hours)), cast, judged)
    answer = client_of(cast.coordinator).get("/moderations/figures.csv")
    assert answer.get_data().decode("utf-8-sig").splitlines() == [
        "Assessor,Practical,Judged,Could be told,Same outcome,Agreement,from,to",
        "Ines Instructor,Set up an ESD bench,3,2,1,0.5,0.095,0.905",
    ]


def test_the_figures_take_four_queries(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client, counted = client_of(cast.coordinator), []
    for hours in ((0,), (1, 2)):
        for hour in hours:
            by = somebody(f"Ina Number{hour}", instructor=cast.site_id)
            judge_again(signed_off(bench, cast, at=NOON + timedelta(hours=hour), by=by.id), cast)
        client.get("/moderations/figures")
        with count_queries() as queries:
            client.get("/moderations/figures")
        counted.append(len(queries))
    assert counted == [4, 4]


def _set(cast: Cast, client_of: ClientOf, percent: str) -> TestResponse:
    data = {f"share-{cast.site_id}-percent": percent}
    return client_of(cast.coordinator).post(f"/sites/{cast.site_id}/moderated-share", data=data)


@pytest.mark.parametrize("percent", ["0", "25", "100"])
def test_a_coordinator_sets_the_share(cast: Cast, client_of: ClientOf, percent: str) -> None:
    answer = _set(cast, client_of, percent)
    assert (answer.status_code, answer.location) == (303, "/moderations/figures#shares")
    assert db.session.get_one(Site, cast.site_id).moderated_percent == int(percent)


@pytest.mark.parametrize("percent", ["", "101", "-1", "ten", "2.5", "٣"])
def test_a_share_that_is_none_comes_back_as_it_was_typed(cast: Cast, client_of: ClientOf, percent: str) -> None:
    answer = _set(cast, client_of, percent)
    field = next(each for each in _page(answer).iter(f"{HTML}input") if (each.get("name") or "").endswith("-percent"))
    assert (answer.status_code, field.get("value")) == (422, percent)
    assert _texts(answer, "field-error") == ["Error: Type a whole number from 0 to 100."]
    assert db.session.get_one(Site, cast.site_id).moderated_percent == 10


def test_the_settings_of_a_cohort_lead_to_the_share(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.coordinator).get(f"/cohorts/{cast.cohort_id}/edit")
    assert "/moderations/figures#shares" in _links(page)
