"""The pages of practicals: the trainee's, the bench, the outcome, the photos."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.assessments.practicals.models import Acknowledgement, Evidence, Readiness, SignOff
from app.assessments.practicals.operations import acknowledge, declare_ready
from app.assessments.practicals.queries import seen_sign_off_by_id
from app.courses.facts import EnrolledItem
from app.courses.models import GateDecision
from app.db import Base, db
from app.shared.ids import new_id
from app.shared.storage import files
from tests.cast import NOON, Cast
from tests.lint import HTML, PageClient
from tests.practicals.making import COMPETENT, judgement, kept_photo, picture, signed_off
from tests.practicals.moderating import judge_again

ClientOf = Callable[[Any], PageClient]
Sent = dict[str, Any]
LEVELS = {"criterion-strap-safe": "met", "criterion-strap-tested": "3", "criterion-explains": "met"}
DEVICE = {"device_brand": "Exemplia", "device_model": "One"}


def photo_sent(data: bytes | None = None) -> tuple[BytesIO, str]:
    """A photo as a browser sends it."""
    return BytesIO(picture() if data is None else data), "photo.jpg"


def sent_form(**changes: Any) -> Sent:
    """What the form at the bench sends: competent, with a photo. None leaves a field out; `__` stands for a dash."""
    sent: Sent = {"sign_off_id": str(new_id()), "begun_at": NOON.isoformat(), "decision": "as_judged"}
    sent |= {**LEVELS, **DEVICE, "photos": [photo_sent()]} | {
        name.replace("__", "-"): value for name, value in changes.items()
    }
    return {name: value for name, value in sent.items() if value is not None}


def page_of(response: TestResponse) -> Element:
    """The page as a tree."""
    return html5lib.parse(response.get_data(as_text=True))


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def texts(response: TestResponse, class_name: str) -> list[str]:
    """The texts of all elements of that class."""
    every = page_of(response).iter()
    return [_text(element) for element in every if class_name in (element.get("class") or "").split()]


def _acts(response: TestResponse) -> list[str]:
    return texts(response, "act")


def _count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def item_page(cast: Cast, client_of: ClientOf) -> Callable[[], TestResponse]:
    """Opens the trainee's page of the practical."""
    client = client_of(cast.trainee)
    return lambda: client.get(f"/enrolments/{cast.enrolment_id}/items/esd-bench")


@pytest.fixture
def send(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> Callable[..., TestResponse]:
    """Sends the form at the bench as the instructor; None leaves a field out."""
    client = client_of(cast.instructor)
    return lambda **changes: client.post(f"{bench.prefix}/sign-offs", data=sent_form(**changes))


def test_a_locked_practical_names_the_quiz_that_opens_it(cast: Cast, item_page: Callable[[], TestResponse]) -> None:
    page = item_page()
    quiz = cast.enrolled().curriculum.items["safety-quiz"].title
    assert (texts(page, "message-title"), _acts(page)) == (["Locked for now"], [f"Open “{quiz}”"])


def test_an_open_practical_lets_the_trainee_say_that_they_are_ready(
    bench: EnrolledItem, item_page: Callable[[], TestResponse]
) -> None:
    page = item_page()
    assert (texts(page, "message-title"), _acts(page)) == ([], ["I am ready"])


def test_the_brief_comes_with_each_criterion_and_what_its_levels_mean(
    bench: EnrolledItem, item_page: Callable[[], TestResponse]
) -> None:
    assert texts(item_page(), "criterion") == [
        "1 The strap is never worn near live mains Critical Met or not met",
        (
            "2 Strap system Level 0Not worn Level 1Worn untested"
            " Level 2Tested, logged late Level 3Tested before the start and logged"
        ),
        "3 Explains charge in one sentence Met or not met",
    ]


def test_declaring_ready_leads_back_to_a_page_that_waits(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    answer = client.post(f"{bench.prefix}/readiness", data={"readiness_id": str(new_id())})
    page = client.get(answer.location)
    assert (answer.status_code, answer.location) == (303, bench.prefix)
    assert (texts(page, "message-title"), _acts(page), _count(Readiness)) == (
        ["Waiting for your instructor"],
        [],
        1,
    )


@pytest.mark.parametrize("sent", [{}, {"readiness_id": "no id"}])
def test_a_declaration_without_a_usable_id_counts_all_the_same(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, sent: dict[str, str]
) -> None:
    client_of(cast.trainee).post(f"{bench.prefix}/readiness", data=sent)
    assert _count(Readiness) == 1


def test_a_lesson_can_not_be_declared_ready(cast: Cast, client_of: ClientOf) -> None:
    address = f"/enrolments/{cast.enrolment_id}/items/the-bench/readiness"
    assert client_of(cast.trainee).post(address).status_code == 404


def test_an_outcome_that_was_not_seen_comes_before_everything(
    bench: EnrolledItem, cast: Cast, item_page: Callable[[], TestResponse]
) -> None:
    signed_off(bench, cast)
    page = item_page()
    assert (texts(page, "message-title"), _acts(page)) == (["Your work was assessed"], ["See the outcome"])


def test_after_not_yet_competent_the_trainee_may_say_ready_again(
    bench: EnrolledItem, cast: Cast, item_page: Callable[[], TestResponse]
) -> None:
    made = signed_off(bench, cast, work=judgement({**COMPETENT, "strap-safe": 0}))
    acknowledge(seen_sign_off_by_id(made.id), by=cast.trainee.id, at=NOON)
    page = item_page()
    assert (texts(page, "message-title"), _acts(page)) == (["Not yet competent"], ["I am ready"])


def test_a_finished_practical_asks_for_nothing(
    bench: EnrolledItem, cast: Cast, item_page: Callable[[], TestResponse]
) -> None:
    made = signed_off(bench, cast)
    acknowledge(seen_sign_off_by_id(made.id), by=cast.trainee.id, at=NOON)
    page = item_page()
    assert (texts(page, "message-title"), _acts(page)) == (["Competent"], [])


@pytest.mark.parametrize(
    ("seen", "told"),
    [(False, ["Your work was assessed"]), (True, ["Competent"])],
)
def test_a_gate_that_closes_later_hides_no_outcome(
    bench: EnrolledItem, cast: Cast, item_page: Callable[[], TestResponse], seen: bool, told: list[str]
) -> None:
    made = signed_off(bench, cast)
    if seen:
        acknowledge(seen_sign_off_by_id(made.id), by=cast.trainee.id, at=NOON)
    db.session.add(
        GateDecision(
            enrolment_id=cast.enrolment_id,
            gate="safety",
            decision="suspended",
            decided_at=NOON + timedelta(days=1),
            decided_by=cast.instructor.id,
        )
    )
    db.session.flush()
    assert texts(item_page(), "message-title") == told


def test_the_trainee_s_page_takes_six_queries(
    bench: EnrolledItem, cast: Cast, item_page: Callable[[], TestResponse], count_queries: Any
) -> None:
    for hours in range(3):
        signed_off(bench, cast, at=NOON + timedelta(hours=hours))
    with count_queries() as queries:
        item_page()
    assert len(queries) == 6


def test_the_form_at_the_bench_tells_who_and_what_and_since_when_they_wait(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    page = client_of(cast.instructor).get(f"{bench.prefix}/sign-offs/new")
    heading = next(page_of(page).iter(f"{HTML}h1"))
    assert (_text(heading), texts(page, "heading-lead"), texts(page, "state")) == (
        "Tara Trainee",
        [bench.item.title],
        ["Ready since 5 May 2026, 12:00"],
    )


def test_the_form_proposes_devices_that_were_worked_on(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    signed_off(bench, cast, work=judgement(brand="Modelo", model="M2"))
    signed_off(bench, cast, work=judgement(brand="Exemplia", model="M2"))
    page = page_of(client_of(cast.instructor).get(f"{bench.prefix}/sign-offs/new"))
    lists = {
        each.get("id"): [option.get("value") for option in each.iter(f"{HTML}option")]
        for each in page.iter(f"{HTML}datalist")
    }
    assert lists == {"brands": ["Exemplia", "Modelo"], "models": ["M2"]}


def test_the_form_of_a_locked_practical_says_so_before_anything_is_typed(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.instructor).get(f"/enrolments/{cast.enrolment_id}/items/esd-bench/sign-offs/new")
    assert (texts(page, "message-title"), texts(page, "criterion")) == (["Locked for now"], [])


def test_signing_off_leads_to_the_outcome(send: Callable[..., TestResponse]) -> None:
    answer = send(remark="Clean work.")
    made = db.session.scalars(select(SignOff)).one()
    assert (answer.status_code, answer.location, made.outcome) == (303, f"/sign-offs/{made.id}", "competent")


def test_what_the_form_says_is_what_is_recorded(send: Callable[..., TestResponse]) -> None:
    send(criterion__strap__tested="2", criterion__explains="not_observed", remark=" Explain it next time. ")
    seen = seen_sign_off_by_id(db.session.scalars(select(SignOff.id)).one())
    assert (dict(seen.levels), seen.device, seen.remark, seen.outcome, len(seen.photo_ids)) == (
        {"strap-safe": 1, "strap-tested": 2, "explains": None},
        "Exemplia One",
        "Explain it next time.",
        "not_yet_competent",
        1,
    )


def test_the_photo_that_is_kept_is_not_the_one_that_was_sent(send: Callable[..., TestResponse]) -> None:
    sent = picture((3200, 2400), orientation=6)
    send(photos=[photo_sent(sent)])
    made = db.session.scalars(select(SignOff)).one()
    photo = seen_sign_off_by_id(made.id).photo_ids
    assert (len(photo), b"Exemplia" in sent, b"Exemplia" in _kept(photo[0])) == (1, True, False)


def _kept(evidence_id: object) -> bytes:
    return files.get(db.session.get_one(Evidence, evidence_id).stored_digest)


def test_the_same_form_sent_twice_is_one_sign_off(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    answers = [send(sign_off_id=sign_off_id).location for _ in range(2)]
    assert (answers, _count(SignOff)) == ([f"/sign-offs/{sign_off_id}"] * 2, 1)


def test_an_old_form_that_says_something_else_shows_what_is_recorded(
    send: Callable[..., TestResponse],
) -> None:
    sign_off_id = str(new_id())
    send(sign_off_id=sign_off_id)
    answer = send(sign_off_id=sign_off_id, device_model="Two")
    links = [link.get("href") for link in page_of(answer).iter(f"{HTML}a")]
    assert (answer.status_code, links.count(f"/sign-offs/{sign_off_id}"), _count(SignOff)) == (409, 1, 1)


def test_a_form_with_gaps_comes_back_with_everything_that_was_typed(
    send: Callable[..., TestResponse],
) -> None:
    answer = send(criterion__explains=None, device_model="", remark="Almost.", sign_off_id=str(new_id()), photos=None)
    inputs = list(page_of(answer).iter(f"{HTML}input"))
    chosen = {each.get("name"): each.get("value") for each in inputs if each.get("checked") is not None}
    typed = {each.get("name"): each.get("value") for each in inputs if each.get("name") in DEVICE}
    assert (
        answer.status_code,
        chosen,
        typed,
        {each.get("name"): _text(each) for each in page_of(answer).iter(f"{HTML}textarea")},
    ) == (
        422,
        {"criterion-strap-safe": "met", "criterion-strap-tested": "3", "decision": "as_judged"},
        {"device_brand": "Exemplia", "device_model": ""},
        {"stop_reason": "", "remark": "Almost."},
    )


def test_a_form_that_comes_back_keeps_its_number_and_its_beginning(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    answer = send(sign_off_id=sign_off_id, device_model="")
    hidden = {each.get("name"): each.get("value") for each in page_of(answer).iter(f"{HTML}input")}
    assert (hidden["sign_off_id"], hidden["begun_at"]) == (sign_off_id, NOON.isoformat())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"criterion__explains": None}, ["Choose what you saw, or “Not observed”."]),
        ({"criterion__strap__tested": "9"}, ["Choose what you saw, or “Not observed”."]),
        ({"device_brand": " "}, ["Error: Write the brand of the device."]),
        ({"device_model": "x" * 81}, ["Error: Use at most 80 characters."]),
        ({"decision": "not_yet"}, ["Error: Write why: the trainee reads it."]),
        ({"decision": "competent"}, ["Error: Choose one of the two decisions."]),
        ({"photos": None}, ["“Competent” needs 1 photo."]),
    ],
)
def test_each_fault_is_told_beside_its_field(send: Callable[..., TestResponse], changes: Sent, told: list[str]) -> None:
    answer = send(**changes)
    assert (answer.status_code, texts(answer, "field-error"), _count(SignOff)) == (422, told, 0)


def test_a_file_that_is_no_photo_is_named_by_its_place(send: Callable[..., TestResponse]) -> None:
    answer = send(photos=[photo_sent(), photo_sent(b"no image")])
    assert texts(answer, "field-error") == [
        "Photo 2 – This file can't be read as a photo. Take a new one, or choose a JPEG, PNG or WebP file."
    ]


def test_a_sign_off_takes_eight_photos_and_no_more(send: Callable[..., TestResponse]) -> None:
    answer = send(photos=[photo_sent() for _ in range(9)])
    assert texts(answer, "field-error") == ["Choose at most 8 photos."]


@pytest.mark.parametrize("begun_at", ["", "yesterday", "2026-05-05T10:00:00", "9999-12-31T23:59:59+00:00"])
def test_a_beginning_that_can_not_be_true_is_the_end(send: Callable[..., TestResponse], begun_at: str) -> None:
    send(begun_at=begun_at)
    made = db.session.scalars(select(SignOff)).one()
    assert made.begun_at == made.ended_at


def test_not_yet_by_decision_is_recorded_with_its_reason(send: Callable[..., TestResponse]) -> None:
    send(decision="not_yet", remark="Helped by a colleague.", photos=None)
    made = db.session.scalars(select(SignOff)).one()
    assert (made.outcome, made.overruled, seen_sign_off_by_id(made.id).remark) == (
        "not_yet_competent",
        True,
        "Helped by a colleague.",
    )


@pytest.mark.parametrize("path", ["/sign-offs/new", "/sign-offs"])
def test_a_trainee_cannot_sign_off_their_own_work(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, path: str
) -> None:
    client = client_of(cast.trainee)
    answer = (
        client.get(bench.prefix + path) if path.endswith("new") else client.post(bench.prefix + path, data=sent_form())
    )
    assert (answer.status_code, _count(SignOff)) == (403, 0)


def test_the_outcome_names_what_was_missing(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    levels: dict[str, int | None] = {"strap-safe": 0, "strap-tested": 1, "explains": None}
    made = signed_off(bench, cast, work=judgement(levels, remark="First the strap.\n\nThen the board."))
    page = client_of(cast.trainee).get(f"/sign-offs/{made.id}")
    reasons = [_text(each) for each in page_of(page).iter(f"{HTML}li")]
    assert [each for each in reasons if each.startswith(("Critical", "Not observed", "The levels"))] == [
        "Critical, and not met: The strap is never worn near live mains",
        "Not observed: Explains charge in one sentence",
        "The levels come to 33.3 %; 80 % is needed." if False else "The levels come to 33.3 %; 60 % is needed.",
    ]
    assert texts(page, "judged") == ["Not met", "Level 1 of 3 – Worn untested", "Not observed"]
    assert [_text(each) for each in page_of(page).iter(f"{HTML}blockquote")] == ["First the strap.Then the board."]
    assert _acts(page) == ["Sign"]


def test_work_that_was_held_back_says_so(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    made = signed_off(bench, cast, work=judgement(not_yet=True, remark="Too slow."))
    page = client_of(cast.trainee).get(f"/sign-offs/{made.id}")
    assert texts(page, "message") == [
        "Not yet competent The levels would suffice. Ines Instructor decided “not yet”, and says why below."
    ]


def test_acknowledging_leads_back_to_the_practical(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    made = signed_off(bench, cast)
    client = client_of(cast.trainee)
    answers = [client.post(f"/sign-offs/{made.id}/acknowledgement", data={"agrees": "yes"}) for _ in range(2)]
    assert [(each.status_code, each.location) for each in answers] == [(303, bench.prefix)] * 2
    assert (_count(Acknowledgement), _acts(client.get(f"/sign-offs/{made.id}"))) == (1, ["To the practical"])


def test_an_instructor_cannot_acknowledge_for_a_trainee(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    made = signed_off(bench, cast)
    answer = client_of(cast.instructor).post(f"/sign-offs/{made.id}/acknowledgement")
    assert (answer.status_code, _count(Acknowledgement)) == (403, 0)


@pytest.mark.parametrize("who", ["instructor", "coordinator", "moderator"])
def test_staff_read_the_outcome_without_acknowledging(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, who: str
) -> None:
    made = signed_off(bench, cast)
    judge_again(made, cast)
    page = client_of(cast.members[who]).get(f"/sign-offs/{made.id}")
    assert (texts(page, "heading-above"), "I have seen this" in page.text) == (
        ["Sign-off · Tara Trainee"],
        False,
    )


@pytest.mark.parametrize("who", ["other_trainee", "outsider_instructor", "outsider_coordinator", "author"])
def test_others_find_neither_the_sign_off_nor_its_photo(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, who: str
) -> None:
    made = signed_off(bench, cast)
    client = client_of(cast.members[who])
    photo_id = seen_sign_off_by_id(made.id).photo_ids[0]
    codes = [client.get(address).status_code for address in (f"/sign-offs/{made.id}", f"/evidence/{photo_id}")]
    assert codes == [404, 404]


def test_a_photo_is_shown_as_it_is_kept_and_no_device_keeps_it(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    made = signed_off(bench, cast)
    answer = client_of(cast.trainee).get(f"/evidence/{seen_sign_off_by_id(made.id).photo_ids[0]}")
    assert (answer.data, answer.content_type, answer.headers["Cache-Control"]) == (
        files.get(kept_photo().stored_digest),
        "image/jpeg",
        "private, no-store",
    )
