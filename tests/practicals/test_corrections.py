"""Putting a sign-off right: a new one takes the place of the old one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.assessments.practicals.judgement import Gap, Judgement
from app.assessments.practicals.models import SignOff
from app.assessments.practicals.operations import (
    AlreadyCorrected,
    IncompleteSignOff,
    NothingToCorrect,
    OtherSignOff,
    OwnWork,
    sign_off,
)
from app.assessments.practicals.queries import (
    earned_completions,
    practical_state,
    seen_sign_off_by_id,
    sign_offs_of,
)
from app.courses.facts import EnrolledItem
from app.courses.models import Completion
from app.courses.operations.completions import rebuild_completions
from app.courses.operations.enrolments import Withdrawn
from app.courses.operations.places import withdraw
from app.courses.progress import LICENCE
from app.courses.queries.enrolments import done_by
from app.db import db
from app.notices.models import Notice
from app.records.queries import journal_of
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.courses.renamed import item, moved, place_before
from tests.lint import HTML, PageClient
from tests.practicals.making import COMPETENT, judgement, kept_photo, signed_off
from tests.practicals.test_pages import page_of, sent_form, texts
from tests.practicals.test_safety import STOP

ClientOf = Callable[[Any], PageClient]
LATER = NOON + timedelta(hours=1)
MISSED: dict[str, int | None] = {**COMPETENT, "strap-safe": 0}


def corrected(
    found: EnrolledItem,
    cast: Cast,
    old: UUID,
    work: Judgement | None = None,
    *,
    sign_off_id: UUID | None = None,
    by: UUID | None = None,
    reason: str = "Taken for somebody else.",
) -> SignOff:
    """A correction by the cast's instructor, an hour later; to not yet competent unless told otherwise."""
    return sign_off(
        found,
        sign_off_id=sign_off_id or new_id(),
        by=by or cast.instructor.id,
        at=LATER,
        begun_at=LATER,
        judgement=work or judgement(MISSED),
        photos=[kept_photo()],
        corrects=old,
        reason=reason,
    )


def _completed() -> list[tuple[str, object]]:
    return [(row.item_id, row.completed_at) for row in db.session.scalars(select(Completion))]


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(SignOff)) or 0


def _rebuilt() -> int:
    return rebuild_completions(earned_completions(), gates=[], at=LATER)


def test_a_correction_names_the_old_one_and_keeps_the_times_of_the_work(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    made = corrected(bench, cast, old.id)
    assert (made.corrects_id, made.begun_at, made.ended_at, made.delivered_at, made.revision_id) == (
        old.id,
        old.begun_at,
        old.ended_at,
        LATER,
        old.revision_id,
    )


def test_each_page_knows_of_the_other(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    made = corrected(bench, cast, old.id)
    before, after = seen_sign_off_by_id(old.id), seen_sign_off_by_id(made.id)
    assert (before.corrected_by_id, before.counts, after.corrects_id, after.counts) == (made.id, False, old.id, True)


def test_the_journal_has_the_reason(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    made = corrected(bench, cast, old.id, reason="Taken for Theo.")
    (line,) = journal_of("sign_off", id=made.id, acts=("sign_off.corrected",))
    assert (line.reason, line.detail) == ("Taken for Theo.", {"corrects": str(old.id)})


def test_without_a_reason_of_its_own_the_remark_is_the_reason(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    made = corrected(bench, cast, old.id, judgement(MISSED, remark="The strap was off."), reason="")
    (line,) = journal_of("sign_off", id=made.id, acts=("sign_off.corrected",))
    assert line.reason == "The strap was off."


def test_a_correction_without_any_reason_is_refused(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    with pytest.raises(IncompleteSignOff) as refusal:
        corrected(bench, cast, old.id, reason="")
    assert refusal.value.values == {"missing": (Gap("reason"),)}


def test_what_was_completed_falls_away_with_the_judgement(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    corrected(bench, cast, old.id)
    assert (_completed(), earned_completions(), practical_state(bench).successes, _rebuilt()) == ([], [], 0, 0)


def test_a_correction_to_competent_completes_since_the_work_was_shown(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast, work=judgement(MISSED))
    corrected(bench, cast, old.id, judgement())
    assert (_completed(), _rebuilt()) == ([("esd-bench", NOON)], 0)


def test_what_another_success_earned_stays(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    signed_off(bench, cast, at=LATER)
    corrected(bench, cast, old.id)
    assert (_completed(), _rebuilt()) == ([("esd-bench", LATER)], 0)


def test_a_device_put_right_counts_as_what_it_is(cast: Cast) -> None:
    twice = item(place_before(cast), "esd-bench")
    first, second = (_after_all(twice, cast, at) for at in (NOON, LATER))
    assert _completed() == []
    corrected(twice, cast, second.id, judgement(model="Two"))
    assert (_completed(), _rebuilt(), first.id != second.id) == ([("esd-bench", LATER)], 0, True)


def _after_all(found: EnrolledItem, cast: Cast, at: Any) -> SignOff:
    return sign_off(
        found,
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=at,
        begun_at=at,
        judgement=judgement(),
        photos=[kept_photo()],
        override="Asked orally.",
    )


def test_a_correction_is_judged_by_the_practical_as_it_was(cast: Cast) -> None:
    place = place_before(cast)
    old = _after_all(item(place, "esd-bench"), cast, NOON)
    now = moved(cast, place)
    made = corrected(item(now, "static-bench"), cast, old.id)
    assert (made.item_id, made.revision_id) == ("esd-bench", old.revision_id)


def test_a_correction_of_overridden_work_is_marked_so_too(cast: Cast) -> None:
    found = cast.item("esd-bench")
    old = _after_all(found, cast, NOON)
    assert corrected(found, cast, old.id).overridden


def test_work_that_is_locked_since_can_be_put_right(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    signed_off(bench, cast, at=NOON + timedelta(minutes=1), work=STOP, photos=0)
    made = corrected(bench, cast, old.id)
    assert (made.corrects_id, made.overridden) == (old.id, False)


def test_a_stop_that_is_only_reworded_suspends_nothing_again(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast, work=STOP, photos=0)
    reworded = Judgement({}, "Exemplia", "One", not_yet=False, remark="The plug was in.", stopped=True)
    corrected(bench, cast, old.id, reworded)
    assert len(journal_of("enrolment", id=cast.enrolment_id, acts=("gate.suspended",))) == 1


def test_a_correction_to_a_stop_suspends_the_licence(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    corrected(bench, cast, old.id, STOP)
    assert done_by(cast.enrolled()).gates[LICENCE] == "suspended"


def test_a_stop_taken_back_leaves_the_licence_to_an_instructor(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast, work=STOP, photos=0)
    corrected(bench, cast, old.id, judgement())
    assert (done_by(cast.enrolled()).gates[LICENCE], _completed()) == ("suspended", [("esd-bench", NOON)])


def test_the_same_correction_twice_is_recorded_once(bench: EnrolledItem, cast: Cast) -> None:
    old, sign_off_id = signed_off(bench, cast), new_id()
    made = [corrected(bench, cast, old.id, sign_off_id=sign_off_id).id for _ in range(2)]
    assert (made, _count()) == ([sign_off_id] * 2, 2)


def test_the_same_id_with_another_aim_is_refused(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast, work=judgement(MISSED))
    with pytest.raises(OtherSignOff):
        corrected(bench, cast, old.id, judgement(MISSED), sign_off_id=old.id)


def test_the_second_of_two_corrections_is_told_of_the_first(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    made = corrected(bench, cast, old.id)
    with pytest.raises(AlreadyCorrected) as refusal:
        corrected(bench, cast, old.id, judgement())
    assert (refusal.value.values, _count()) == ({"sign_off_id": made.id}, 2)


def test_a_correction_can_be_corrected(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    made = corrected(bench, cast, old.id)
    last = corrected(bench, cast, made.id, judgement())
    assert [(line.id, line.counts) for line in sorted(sign_offs_of(bench), key=lambda line: line.counts)][-1] == (
        last.id,
        True,
    )
    assert (_completed(), _rebuilt()) == ([("esd-bench", NOON)], 0)


def test_work_of_somebody_else_is_not_corrected(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    other = EnrolledItem(place_before(cast), bench.item)
    with pytest.raises(NothingToCorrect):
        corrected(other, cast, old.id)
    with pytest.raises(NothingToCorrect):
        corrected(bench, cast, new_id())


def test_nobody_corrects_what_was_judged_of_them(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    with pytest.raises(OwnWork):
        corrected(bench, cast, old.id, by=cast.trainee.id)


def test_nothing_is_corrected_for_who_is_gone(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    withdraw(cast.enrolled(), reason="", by=cast.coordinator.id, at=LATER)
    with pytest.raises(Withdrawn):
        corrected(bench, cast, old.id)


def test_the_trainee_is_told_anew_and_the_old_news_is_settled(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    made = corrected(bench, cast, old.id)
    told = db.session.scalars(select(Notice).where(Notice.person_id == cast.trainee.id, Notice.kind == "outcome"))
    assert {(each.subject, each.read_at is None, each.details["corrected"]) for each in told} == {
        (str(old.id), False, False),
        (str(made.id), True, True),
    }


def _fallen(cast: Cast) -> list[str]:
    told = select(Notice.subject).where(Notice.kind == "fallen", Notice.person_id == cast.coordinator.id)
    return list(db.session.scalars(told))


def test_the_coordinator_is_told_when_a_completed_practical_falls_away(bench: EnrolledItem, cast: Cast) -> None:
    made = corrected(bench, cast, signed_off(bench, cast).id)
    assert _fallen(cast) == [str(made.id)]


def test_the_coordinator_is_spared_what_changes_nothing(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast, work=judgement(MISSED))
    corrected(bench, cast, corrected(bench, cast, old.id).id, judgement())
    assert _fallen(cast) == []


@pytest.fixture
def old(bench: EnrolledItem, cast: Cast) -> SignOff:
    """A sign-off with a remark, as competent."""
    return signed_off(bench, cast, work=judgement(remark="Clean work."))


@pytest.fixture
def send(old: SignOff, cast: Cast, client_of: ClientOf) -> Callable[..., TestResponse]:
    """Sends the form of a correction as the instructor."""
    client = client_of(cast.instructor)
    return lambda **changes: client.post(f"/sign-offs/{old.id}/corrections", data=sent_form(**changes))


def test_the_form_comes_filled_with_what_was_judged(old: SignOff, cast: Cast, client_of: ClientOf) -> None:
    page = page_of(client_of(cast.instructor).get(f"/sign-offs/{old.id}/corrections/new"))
    inputs = list(page.iter(f"{HTML}input"))
    chosen = {each.get("name"): each.get("value") for each in inputs if each.get("checked") is not None}
    kept = chosen.pop("kept") or ""
    assert (
        chosen,
        kept.split(".")[1],
        [each.get("value") for each in inputs if each.get("name") == "device_model"],
    ) == (
        {
            "criterion-strap-safe": "met",
            "criterion-strap-tested": "3",
            "criterion-explains": "met",
            "decision": "as_judged",
        },
        kept_photo().stored_digest,
        ["One"],
    )


def test_a_correction_leads_to_the_page_of_what_counts_now(
    send: Callable[..., TestResponse], old: SignOff, cast: Cast, client_of: ClientOf
) -> None:
    answer = send(criterion__strap__safe="not_met", reason="Taken for somebody else.")
    client = client_of(cast.instructor)
    new, was = client.get(answer.location), client.get(f"/sign-offs/{old.id}")
    assert (answer.status_code, texts(new, "message-title"), texts(was, "message-title")) == (
        303,
        ["This is a correction", "Not yet competent"],
        ["This sign-off was corrected", "Competent"],
    )
    assert "Taken for somebody else." in new.get_data(as_text=True)


def test_a_correction_without_a_reason_comes_back_with_what_was_typed(send: Callable[..., TestResponse]) -> None:
    answer = send(device_model="Two")
    assert (answer.status_code, texts(answer, "field-error"), _count()) == (422, ["Error: Write why."], 1)


def test_a_form_that_is_overtaken_is_refused_with_a_link(
    send: Callable[..., TestResponse], old: SignOff, cast: Cast, client_of: ClientOf
) -> None:
    first = send(reason="Taken for somebody else.")
    second = send(reason="The other phone.", device_model="Two")
    opened = client_of(cast.instructor).get(f"/sign-offs/{old.id}/corrections/new")
    links = {link.get("href") for page in (second, opened) for link in page_of(page).iter(f"{HTML}a")}
    assert (second.status_code, opened.status_code, first.location in links, _count()) == (409, 409, True, 2)


def test_only_who_may_correct_is_offered_it(old: SignOff, cast: Cast, client_of: ClientOf) -> None:
    address = f"/sign-offs/{old.id}"
    offered = {
        name: f"{address}/corrections/new" in client_of(getattr(cast, name)).get(address).get_data(as_text=True)
        for name in ("instructor", "coordinator", "trainee", "moderator")
    }
    assert offered == {"instructor": True, "coordinator": False, "trainee": False, "moderator": False}


@pytest.mark.parametrize(
    ("work", "photos", "act", "so_far"),
    [
        (judgement(), 1, "Record the correction", ("Competent", "Not yet competent")),
        (STOP, 0, "Record it without the stop", ("Without the stop: competent", "Without the stop: not yet competent")),
    ],
    ids=["a judgement", "a stop"],
)
def test_the_bar_of_a_correction_says_what_its_button_makes_of_a_stop(
    bench: EnrolledItem,
    cast: Cast,
    client_of: ClientOf,
    work: Judgement,
    photos: int,
    act: str,
    so_far: tuple[str, str],
) -> None:
    made = signed_off(bench, cast, work=work, photos=photos)
    page = client_of(cast.instructor).get(f"/sign-offs/{made.id}/corrections/new")
    preview = next(each for each in page_of(page).iter() if each.tag.endswith("outcome-preview"))
    assert (preview.get("data-competent"), preview.get("data-not-yet")) == so_far
    assert texts(page, "act")[-1].endswith(act)
    assert ("It stays a stop: record it" in page.text, "Stop, and record it" in page.text) == (
        work.stopped,
        not work.stopped,
    )
