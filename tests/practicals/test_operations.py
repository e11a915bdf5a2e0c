"""Declaring ready, signing off, acknowledging: what is recorded, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import selectinload

from app.assessments.practicals.facts import PracticalState, practical_of
from app.assessments.practicals.judgement import Gap
from app.assessments.practicals.models import (
    Acknowledgement,
    CriterionLevel,
    Evidence,
    Readiness,
    SignOff,
    SignOffRemark,
)
from app.assessments.practicals.operations import (
    AlreadyCompetent,
    IncompleteSignOff,
    OtherSignOff,
    OwnWork,
    acknowledge,
    declare_ready,
    sign_off,
)
from app.assessments.practicals.outcome import Missing
from app.assessments.practicals.queries import (
    earned_completions,
    practical_state,
    practical_states,
    seen_sign_off_by_id,
    sign_offs_of,
)
from app.courses.facts import EnrolledItem
from app.courses.models import Completion
from app.courses.operations.enrolments import ItemLocked
from app.courses.operations.gates import open_gate
from app.curriculum.model import Practical
from app.db import Base, db
from app.records.models import JournalEntry
from app.shared.digests import salted
from app.shared.ids import new_id
from app.shared.storage import files
from tests.cast import NOON, Cast
from tests.courses.renamed import item, place_before
from tests.practicals.making import COMPETENT, judgement, kept_photo, signed_off

LATER = NOON + timedelta(hours=1)
ONE = (("Exemplia", "One"),)
MISSED: dict[str, int | None] = {**COMPETENT, "strap-safe": 0}


def _count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _completions() -> list[tuple[str, object]]:
    return [(row.item_id, row.completed_at) for row in db.session.scalars(select(Completion))]


def _acts() -> list[str]:
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number)).all()
    return [entry.act for entry in entries if entry.act.startswith(("readiness", "sign_off"))]


def _taking_two_devices(cast: Cast) -> EnrolledItem:
    """The trainee before a practical that takes two successes on different devices."""
    place = place_before(cast)
    open_gate(place.id, gate="safety", at=NOON)
    return item(place, "esd-bench")


def test_a_trainee_who_declares_ready_waits_from_then_on(bench: EnrolledItem, cast: Cast) -> None:
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    assert (practical_state(bench), _acts()) == (
        PracticalState(NOON, None, None, acknowledged=False, successes=0),
        ["readiness.declared"],
    )


def test_the_same_declaration_twice_is_recorded_once(bench: EnrolledItem, cast: Cast) -> None:
    readiness_id = new_id()
    for at in (NOON, LATER):
        declare_ready(bench, readiness_id=readiness_id, by=cast.trainee.id, at=at)
    assert (_count(Readiness), practical_state(bench).ready_since, _acts()) == (
        1,
        NOON,
        ["readiness.declared"],
    )


def test_who_waits_already_gains_nothing_by_asking_again(bench: EnrolledItem, cast: Cast) -> None:
    for at in (NOON, LATER):
        declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=at)
    assert (_count(Readiness), practical_state(bench).ready_since) == (1, NOON)


def test_a_declaration_that_comes_late_does_not_ask_for_a_second_assessment(bench: EnrolledItem, cast: Cast) -> None:
    readiness_id = new_id()
    declare_ready(bench, readiness_id=readiness_id, by=cast.trainee.id, at=NOON)
    signed_off(bench, cast, at=NOON, work=judgement(MISSED))
    declare_ready(bench, readiness_id=readiness_id, by=cast.trainee.id, at=LATER)
    assert practical_state(bench).ready_since is None


def test_a_locked_practical_can_not_be_asked_for(cast: Cast) -> None:
    with pytest.raises(ItemLocked):
        declare_ready(cast.item("esd-bench"), readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    assert _count(Readiness) == 0


def test_after_enough_sign_offs_nothing_is_left_to_ask_for(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast)
    with pytest.raises(AlreadyCompetent):
        declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=LATER)


def test_after_not_yet_competent_one_may_ask_again(bench: EnrolledItem, cast: Cast) -> None:
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    signed_off(bench, cast, at=NOON, work=judgement(MISSED))
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=LATER)
    assert practical_state(bench).ready_since == LATER


def test_only_practicals_can_be_asked_for(cast: Cast) -> None:
    with pytest.raises(TypeError, match="not a practical"):
        declare_ready(cast.item("the-bench"), readiness_id=new_id(), by=cast.trainee.id, at=NOON)


def test_a_sign_off_holds_who_judged_what_on_which_device_and_when(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    recorded = {name: getattr(made, name) for name in SignOff.__table__.columns.keys()}  # noqa: SIM118 - a collection
    assert recorded == {
        "id": made.id,
        "enrolment_id": cast.enrolment_id,
        "item_id": "esd-bench",
        "revision_id": cast.revision_id,
        "assessor_id": cast.instructor.id,
        "device_brand": "Exemplia",
        "device_model": "One",
        "outcome": "competent",
        "overruled": False,
        "remark_digest": None,
        "begun_at": NOON - timedelta(minutes=10),
        "ended_at": NOON,
        "delivered_at": NOON,
        "stopped": False,
        "overridden": False,
        "signed_with": "account",
        "corrects_id": None,
    }


def test_each_level_is_recorded_with_the_digest_of_its_criterion(bench: EnrolledItem, cast: Cast) -> None:
    levels: dict[str, int | None] = {"strap-safe": 1, "strap-tested": 2, "explains": None}
    made = signed_off(bench, cast, work=judgement(levels))
    assert isinstance(bench.item, Practical)
    rows = db.session.scalars(select(CriterionLevel).where(CriterionLevel.sign_off_id == made.id))
    assert {row.criterion_id: (row.level, row.criterion_digest) for row in rows} == {
        criterion.id: (levels[criterion.id], criterion.digest) for criterion in bench.item.criteria
    }


def test_photos_are_kept_in_their_order_with_both_digests(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, photos=2)
    photo = kept_photo()
    rows = db.session.scalars(select(Evidence).where(Evidence.sign_off_id == made.id).order_by(Evidence.position))
    assert [(row.position, row.received_digest, row.stored_digest, row.media_type) for row in rows] == [
        (1, photo.received_digest, photo.stored_digest, "image/jpeg"),
        (2, photo.received_digest, photo.stored_digest, "image/jpeg"),
    ]
    assert files.get(photo.stored_digest)[:2] == b"\xff\xd8"


def test_a_remark_lies_beside_the_sign_off_that_holds_its_salted_digest(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, work=judgement(remark="Clean work."))
    remark = db.session.get_one(SignOffRemark, made.id)
    assert (remark.text, made.remark_digest) == ("Clean work.", salted("Clean work.", remark.salt))


def test_the_journal_holds_the_judgement_without_names_or_words(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, work=judgement(remark="Clean work."))
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.object_id == str(made.id))).first()
    assert entry is not None
    assert (entry.act, entry.actor_id, entry.object_id, entry.detail) == (
        "sign_off.made",
        cast.instructor.id,
        str(made.id),
        {
            "enrolment": str(cast.enrolment_id),
            "item": "esd-bench",
            "revision": cast.revision_id,
            "outcome": "competent",
            "overruled": False,
            "stopped": False,
            "overridden": False,
            "corrects": None,
            "signed_with": "account",
            "begun_at": (NOON - timedelta(minutes=10)).isoformat(),
            "ended_at": NOON.isoformat(),
            "device": ["Exemplia", "One"],
            "levels": COMPETENT,
            "remark": made.remark_digest,
            "photos": [[kept_photo().received_digest, kept_photo().stored_digest]],
        },
    )


def test_competent_work_completes_the_practical(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast)
    assert (_completions(), earned_completions()) == (
        [("esd-bench", NOON)],
        [(cast.enrolment_id, "esd-bench", NOON)],
    )


def test_not_yet_competent_completes_nothing_and_answers_the_readiness(bench: EnrolledItem, cast: Cast) -> None:
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    made = signed_off(bench, cast, at=LATER, work=judgement(MISSED))
    assert (_completions(), earned_completions(), practical_state(bench)) == (
        [],
        [],
        PracticalState(None, made.id, "not_yet_competent", acknowledged=False, successes=0),
    )


def test_an_assessor_may_hold_competent_work_back_with_a_reason(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, work=judgement(not_yet=True, remark="Helped by a colleague."), photos=0)
    assert (made.outcome, made.overruled, _completions()) == ("not_yet_competent", True, [])


def test_a_practical_that_takes_two_devices_is_completed_on_the_second(cast: Cast) -> None:
    twice = _taking_two_devices(cast)
    signed_off(twice, cast, at=NOON)
    signed_off(twice, cast, at=LATER, work=judgement(model="Two"))
    assert _completions() == [("esd-bench", LATER)]


def test_a_practical_that_takes_two_sign_offs_is_not_completed_by_one(cast: Cast) -> None:
    twice = _taking_two_devices(cast)
    signed_off(twice, cast)
    assert (_completions(), practical_state(twice).missing_in(practical_of(twice))) == (
        [],
        Missing(1, ("Exemplia One",)),
    )


def test_a_later_judgement_does_not_take_back_what_was_completed(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast, at=NOON)
    signed_off(bench, cast, at=LATER, work=judgement(MISSED))
    assert (_completions(), earned_completions()) == (
        [("esd-bench", NOON)],
        [(cast.enrolment_id, "esd-bench", NOON)],
    )


def test_the_same_sign_off_delivered_twice_is_recorded_once(bench: EnrolledItem, cast: Cast) -> None:
    sign_off_id = new_id()
    for at in (NOON, LATER):
        signed_off(bench, cast, at=at, sign_off_id=sign_off_id, work=judgement(remark="Clean work."))
    counts = [_count(model) for model in (SignOff, CriterionLevel, Evidence, SignOffRemark)]
    assert (counts, _acts()) == ([1, 3, 1, 1], ["sign_off.made"])


@pytest.mark.parametrize(
    "changed",
    [
        judgement({**COMPETENT, "strap-tested": 2}),
        judgement(model="Two"),
        judgement(remark="Another remark."),
        judgement(not_yet=True, remark="Too slow."),
    ],
    ids=["level", "device", "remark", "decision"],
)
def test_an_old_form_that_says_something_else_is_refused_and_not_dropped(
    bench: EnrolledItem, cast: Cast, changed: object
) -> None:
    made = signed_off(bench, cast)
    with pytest.raises(OtherSignOff) as refusal:
        signed_off(bench, cast, at=LATER, sign_off_id=made.id, work=changed)  # type: ignore[arg-type]
    assert refusal.value.values == {"sign_off_id": made.id}


def test_a_sign_off_of_somebody_else_can_not_be_taken_for_this_one(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    other = EnrolledItem(replace(bench.enrolled, id=cast.other_enrolment_id), bench.item)
    with pytest.raises(OtherSignOff):
        signed_off(other, cast, sign_off_id=made.id)


def test_a_locked_practical_is_not_signed_off(cast: Cast) -> None:
    with pytest.raises(ItemLocked):
        signed_off(cast.item("esd-bench"), cast)
    assert _count(SignOff) == 0


def test_nobody_signs_off_their_own_work(bench: EnrolledItem, cast: Cast) -> None:
    with pytest.raises(OwnWork):
        signed_off(bench, cast, by=cast.trainee.id)
    assert _count(SignOff) == 0


def test_a_judgement_with_gaps_is_refused(bench: EnrolledItem, cast: Cast) -> None:
    with pytest.raises(IncompleteSignOff) as refusal:
        signed_off(bench, cast, work=judgement({**COMPETENT, "explains": 7}, brand=""), photos=0)
    assert refusal.value.values == {"missing": (Gap("level", "explains"), Gap("device_brand"))}
    assert _count(SignOff) == 0


def test_competent_work_without_its_photo_is_refused(bench: EnrolledItem, cast: Cast) -> None:
    with pytest.raises(IncompleteSignOff) as refusal:
        signed_off(bench, cast, photos=0)
    assert refusal.value.values == {"missing": (Gap("photos"),)}


def test_a_phone_whose_clock_is_ahead_does_not_begin_after_the_end(bench: EnrolledItem, cast: Cast) -> None:
    made = sign_off(
        bench,
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=NOON,
        begun_at=LATER,
        judgement=judgement(),
        photos=[kept_photo()],
    )
    assert (made.begun_at, made.ended_at) == (NOON, NOON)


@pytest.mark.parametrize(
    ("begun", "ended", "recorded"),
    [
        (-30, -10, (-30, -10)),
        (-30, None, (-30, 0)),
        (-30, 5, (-30, 0)),
        (5, 10, (0, 0)),
        (-10, -30, (-10, -10)),
    ],
    ids=["told", "untold", "ends late", "ahead", "ends before it begins"],
)
def test_the_end_is_told_by_the_device_within_reason(
    bench: EnrolledItem, cast: Cast, begun: int, ended: int | None, recorded: tuple[int, int]
) -> None:
    made = sign_off(
        bench,
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=NOON,
        begun_at=NOON + timedelta(minutes=begun),
        ended_at=None if ended is None else NOON + timedelta(minutes=ended),
        judgement=judgement(),
        photos=[kept_photo()],
    )
    assert (made.begun_at, made.ended_at, made.delivered_at) == (
        *(NOON + timedelta(minutes=each) for each in recorded),
        NOON,
    )


def test_what_was_completed_at_the_bench_is_completed_since_then_and_not_since_it_arrived(
    bench: EnrolledItem, cast: Cast
) -> None:
    sign_off(
        bench,
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=LATER,
        begun_at=NOON - timedelta(minutes=10),
        ended_at=NOON,
        judgement=judgement(),
        photos=[kept_photo()],
    )
    assert (_completions(), earned_completions()) == (
        [("esd-bench", NOON)],
        [(cast.enrolment_id, "esd-bench", NOON)],
    )


@pytest.mark.parametrize("table", ["readiness", "sign_off", "criterion_level", "evidence", "acknowledgement"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_what_was_judged_is_never_changed(bench: EnrolledItem, cast: Cast, table: str, act: str) -> None:
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    made = signed_off(bench, cast, at=LATER)
    acknowledge(seen_sign_off_by_id(made.id), by=cast.trainee.id, at=LATER)
    column = next(iter(Base.metadata.tables[table].columns)).name
    with pytest.raises(DatabaseError, match=f"{table} is append-only"):
        db.session.connection().exec_driver_sql(act.format(table, f"{column} = {column}"))


def test_a_trainee_acknowledges_once(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    for at in (NOON, LATER):
        acknowledge(seen_sign_off_by_id(made.id), by=cast.trainee.id, at=at)
    assert (seen_sign_off_by_id(made.id).acknowledged_at, _count(Acknowledgement), _acts()) == (
        NOON,
        1,
        ["sign_off.made", "sign_off.acknowledged"],
    )


def test_an_acknowledged_outcome_is_known_as_such(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    acknowledge(seen_sign_off_by_id(made.id), by=cast.trainee.id, at=LATER)
    assert practical_state(bench) == PracticalState(
        None, made.id, "competent", acknowledged=True, successes=1, devices=ONE
    )


def test_a_new_sign_off_is_not_acknowledged_by_an_older_acknowledgement(bench: EnrolledItem, cast: Cast) -> None:
    first = signed_off(bench, cast, work=judgement(MISSED))
    acknowledge(seen_sign_off_by_id(first.id), by=cast.trainee.id, at=NOON)
    second = signed_off(bench, cast, at=LATER)
    assert practical_state(bench) == PracticalState(
        None, second.id, "competent", acknowledged=False, successes=1, devices=ONE
    )


def test_sign_offs_are_told_newest_first(bench: EnrolledItem, cast: Cast) -> None:
    first = signed_off(bench, cast, work=judgement(MISSED))
    second = signed_off(bench, cast, at=LATER)
    lines = sign_offs_of(cast.item("esd-bench"))
    assert [(line.id, line.outcome, line.assessor, line.device) for line in lines] == [
        (second.id, "competent", "Ines Instructor", "Exemplia One"),
        (first.id, "not_yet_competent", "Ines Instructor", "Exemplia One"),
    ]


@pytest.mark.parametrize("trainees", [1, 3])
def test_the_states_of_many_trainees_take_one_query(
    bench: EnrolledItem, cast: Cast, trainees: int, count_queries: Any
) -> None:
    ids = [cast.enrolment_id, cast.other_enrolment_id, cast.outsider_enrolment_id][:trainees]
    for enrolment_id in ids:
        place = EnrolledItem(replace(bench.enrolled, id=enrolment_id), bench.item)
        if enrolment_id == cast.enrolment_id:
            signed_off(place, cast)
        db.session.add(Readiness(id=new_id(), enrolment_id=enrolment_id, item_id="esd-bench", declared_at=LATER))
    db.session.flush()
    places = [replace(bench.enrolled, id=enrolment_id) for enrolment_id in ids]
    with count_queries() as queries:
        states = practical_states(places)
    assert ({place[0]: state.ready_since for place, state in states.items()}, len(queries)) == (
        dict.fromkeys(ids, LATER),
        1,
    )


def test_a_trainee_without_anything_has_no_state(cast: Cast) -> None:
    assert practical_states([cast.enrolled()]) == {}


def test_a_sign_off_is_read_as_it_was_made(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, work=judgement({**COMPETENT, "explains": None}, remark="Explain it next time."))
    evidence = db.session.scalars(select(SignOff).options(selectinload(SignOff.evidence))).one().evidence
    seen = seen_sign_off_by_id(made.id)
    words = [seen.word(criterion) for criterion in seen.practical.criteria]
    assert (words, seen.remark, seen.photo_ids, seen.judged.outcome, seen.acknowledged_at) == (
        ["met", "3", "not_observed"],
        "Explain it next time.",
        (evidence[0].id,),
        "not_yet_competent",
        None,
    )
