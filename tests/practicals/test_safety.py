"""A safety stop, the licence that it suspends, and signing off although something is locked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.assessments.practicals.facts import PracticalState
from app.assessments.practicals.judgement import Gap, Judgement
from app.assessments.practicals.models import SignOff
from app.assessments.practicals.operations import IncompleteSignOff, acknowledge, declare_ready, sign_off
from app.assessments.practicals.queries import earned_completions, practical_state, seen_sign_off_by_id
from app.config import ROOT
from app.courses.facts import EnrolledItem
from app.courses.models import Completion, GateDecision
from app.courses.operations.enrolments import ItemLocked, LicenceSuspended
from app.courses.operations.gates import open_gate, restore_licence
from app.courses.progress import LICENCE, closed_gates
from app.courses.queries.enrolments import done_by
from app.courses.queries.licences import licence_seen_by
from app.curriculum.model import Practical
from app.db import db
from app.notices.models import Notice
from app.records.models import JournalEntry
from app.records.queries import journal_of
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.lint import PageClient
from tests.practicals.making import judgement, kept_photo, signed_off
from tests.practicals.test_pages import DEVICE, LEVELS, sent_form, texts

ClientOf = Callable[[Any], PageClient]
LATER = NOON + timedelta(hours=1)
UNSAFE = "Opened the cover with the plug in."
STOP = Judgement({}, "", "", not_yet=False, remark=UNSAFE, stopped=True)


def _restore(cast: Cast, *, reason: str = "Went through it together.") -> None:
    licence = licence_seen_by(cast.instructor, enrolment_id=cast.enrolment_id)
    assert licence is not None
    assert licence.suspension_id is not None
    restore_licence(
        cast.enrolled(), suspension_id=licence.suspension_id, reason=reason, by=cast.instructor.id, at=LATER
    )


def _closed(cast: Cast) -> tuple[str, ...]:
    return closed_gates(cast.item("esd-bench").item, done_by(cast.enrolled()))


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(SignOff)) or 0


def _acts() -> list[str]:
    acts = db.session.scalars(select(JournalEntry.act).order_by(JournalEntry.number))
    return [act for act in acts if act.startswith(("sign_off.", "gate."))]


def test_a_stop_takes_its_reason_and_nothing_else(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, work=STOP, photos=0)
    seen = seen_sign_off_by_id(made.id)
    assert (made.stopped, made.outcome, made.overruled, set(seen.levels.values()), seen.remark, seen.device) == (
        True,
        "not_yet_competent",
        False,
        {None},
        UNSAFE,
        "",
    )


def test_what_was_judged_before_the_stop_is_kept(bench: EnrolledItem, cast: Cast) -> None:
    work = Judgement({"strap-tested": 3}, "Exemplia", "One", not_yet=False, remark=UNSAFE, stopped=True)
    seen = seen_sign_off_by_id(signed_off(bench, cast, work=work, photos=0).id)
    assert dict(seen.levels) == {"strap-safe": None, "strap-tested": 3, "explains": None}


def test_a_stop_without_a_reason_is_refused(bench: EnrolledItem, cast: Cast) -> None:
    with pytest.raises(IncompleteSignOff) as refusal:
        signed_off(bench, cast, work=Judgement({}, "", "", not_yet=False, remark="", stopped=True), photos=0)
    assert (refusal.value.values, _count(), _closed(cast)) == ({"missing": (Gap("remark"),)}, 0, ())


def test_even_whole_and_competent_work_that_was_stopped_is_not_competent(bench: EnrolledItem, cast: Cast) -> None:
    work = judgement(remark=UNSAFE)
    made = signed_off(
        bench, cast, work=Judgement(work.levels, *work.device, not_yet=False, remark=UNSAFE, stopped=True)
    )
    assert (made.outcome, made.overruled, earned_completions()) == ("not_yet_competent", False, [])


def test_a_stop_suspends_the_licence_in_the_same_breath(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, work=STOP, photos=0)
    decision = db.session.scalars(select(GateDecision).where(GateDecision.gate == LICENCE)).one()
    (line,) = journal_of("enrolment", id=cast.enrolment_id, acts=("gate.suspended",))
    assert (decision.decision, decision.decided_by, _closed(cast), line.detail, _acts()[-2:]) == (
        "suspended",
        cast.instructor.id,
        (LICENCE,),
        {"gate": LICENCE, "sign_off": str(made.id)},
        ["sign_off.made", "gate.suspended"],
    )


def test_the_same_stop_delivered_twice_suspends_once(bench: EnrolledItem, cast: Cast) -> None:
    sign_off_id = new_id()
    for at in (NOON, LATER):
        signed_off(bench, cast, at=at, sign_off_id=sign_off_id, work=STOP, photos=0)
    assert (_count(), _acts()) == (1, ["gate.opened", "sign_off.made", "gate.suspended"])


def test_a_suspended_licence_locks_every_practical_and_nothing_else(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    done = done_by(cast.enrolled())
    locked = {item.id for item in cast.enrolled().curriculum.items.values() if LICENCE in closed_gates(item, done)}
    practicals = {item.id for item in cast.enrolled().curriculum.items.values() if isinstance(item, Practical)}
    assert locked == practicals


def test_nothing_can_be_declared_or_signed_off_while_it_is_suspended(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    with pytest.raises(LicenceSuspended):
        declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=LATER)
    with pytest.raises(LicenceSuspended):
        signed_off(bench, cast, at=LATER)
    assert _count() == 1


def test_a_restored_licence_lets_the_work_be_shown_once_more(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    _restore(cast)
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=LATER)
    made = signed_off(bench, cast, at=LATER + timedelta(hours=1))
    assert (made.outcome, made.overridden, [item for _, item, _ in earned_completions()]) == (
        "competent",
        False,
        ["esd-bench"],
    )


def test_a_restoration_is_told_to_the_trainee_and_written_down_with_its_reason(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    _restore(cast, reason="She showed me the safe way twice.")
    (line,) = journal_of("enrolment", id=cast.enrolment_id, acts=("gate.restored",))
    kinds = db.session.scalars(select(Notice.kind).where(Notice.person_id == cast.trainee.id)).all()
    assert (line.reason, line.actor_id, sorted(kinds)) == (
        "She showed me the safe way twice.",
        cast.instructor.id,
        ["licence", "outcome"],
    )


def test_the_outcome_of_a_stop_is_told_as_what_it_is(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    told = db.session.scalars(select(Notice).where(Notice.person_id == cast.trainee.id)).one()
    assert (told.kind, told.details["outcome"]) == ("outcome", "stopped")


def test_the_state_says_that_the_last_assessment_was_stopped(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, work=STOP, photos=0)
    assert practical_state(bench) == PracticalState(
        None, made.id, "not_yet_competent", acknowledged=False, successes=0, stopped=True
    )


def test_a_practical_that_was_completed_before_stays_completed(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast)
    signed_off(bench, cast, at=LATER, work=STOP, photos=0)
    assert db.session.scalars(select(Completion.item_id)).all() == ["esd-bench"]


def test_marks_do_not_give_a_suspended_licence_back(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    open_gate(cast.enrolment_id, gate=LICENCE, at=LATER)
    assert _closed(cast) == (LICENCE,)


def test_who_has_a_reason_signs_off_although_it_is_locked(cast: Cast) -> None:
    found = cast.item("esd-bench")
    made = _overriding(found, cast, "The quiz server was down; asked orally.")
    (line,) = journal_of("sign_off", id=made.id, acts=("sign_off.overridden",))
    assert (made.overridden, line.reason, line.detail, line.actor_id) == (
        True,
        "The quiz server was down; asked orally.",
        {"gates": ["safety"]},
        cast.instructor.id,
    )


def test_a_reason_that_was_not_needed_overrides_nothing(bench: EnrolledItem, cast: Cast) -> None:
    made = _overriding(bench, cast, "Just in case.")
    assert (made.overridden, "sign_off.overridden" in _acts()) == (False, False)


def test_a_suspended_licence_can_be_overridden_with_a_reason_too(bench: EnrolledItem, cast: Cast) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    made = _overriding(bench, cast, "Supervised by the master all along.")
    (line,) = journal_of("sign_off", id=made.id, acts=("sign_off.overridden",))
    assert (made.overridden, line.detail, _closed(cast)) == (True, {"gates": [LICENCE]}, (LICENCE,))


def _overriding(found: EnrolledItem, cast: Cast, reason: str) -> SignOff:
    return sign_off(
        found,
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=LATER,
        begun_at=NOON,
        judgement=judgement(),
        photos=[kept_photo()],
        override=reason,
    )


# No path records a practical without a licence or a logged override: the form, the operation, and a correction, which
# judges nothing new.


@pytest.mark.parametrize("suspended", [True, False], ids=["licence", "gate"])
@pytest.mark.parametrize("path", ["form", "operation", "correction"])
def test_no_path_records_locked_work_without_a_logged_override(
    cast: Cast, client_of: ClientOf, suspended: bool, path: str
) -> None:
    found = cast.item("esd-bench")
    if suspended:
        _open_and_stop(cast)
    before = _count()
    if path == "form":
        answer = client_of(cast.instructor).post(f"{found.prefix}/sign-offs", data=sent_form())
        assert (answer.status_code, texts(answer, "field-error")) == (422, ["Error: Write why."])
    elif path == "operation":
        with pytest.raises(ItemLocked):
            signed_off(found, cast, at=LATER)
    else:
        answer = client_of(cast.instructor).post(f"/sign-offs/{new_id()}/corrections", data=sent_form(reason="Wrong."))
        assert answer.status_code == 404
    assert _count() == before
    made = _overriding(found, cast, "Seen by the master.")
    assert len(journal_of("sign_off", id=made.id, acts=("sign_off.overridden",))) == 1


def _open_and_stop(cast: Cast) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    signed_off(cast.item("esd-bench"), cast, work=STOP, photos=0)


def test_every_sign_off_of_a_locked_practical_is_marked_and_logged_in_the_database(
    bench: EnrolledItem, cast: Cast
) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    _overriding(bench, cast, "Supervised.")
    for made in db.session.scalars(select(SignOff).where(SignOff.delivered_at > NOON)):
        logged = journal_of("sign_off", id=made.id, acts=("sign_off.overridden",))
        assert (made.overridden, len(logged)) == (True, 1)


def test_sign_offs_are_made_in_one_place_which_looks_at_every_gate() -> None:
    made = re.compile(r"(?<!\w)(?<!class )SignOff\(")
    assert [path.name for path in sorted((ROOT / "app").rglob("*.py")) if made.search(path.read_text())] == [
        "recording.py"
    ]
    called = [
        path for path in (ROOT / "app").rglob("*.py") if "practicals.operations.recording import" in path.read_text()
    ]
    assert [path.name for path in called] == ["sign_offs.py"]


@pytest.fixture
def send(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> Callable[..., TestResponse]:
    """Sends the form at the bench as the instructor."""
    client = client_of(cast.instructor)
    return lambda **changes: client.post(f"{bench.prefix}/sign-offs", data=sent_form(**changes))


def _nothing_else() -> dict[str, Any]:
    names = [name.replace("-", "__") for name in LEVELS]
    return {**dict.fromkeys(names), **dict.fromkeys(DEVICE, ""), "photos": None}


def test_one_button_ends_the_assessment_with_its_reason(
    send: Callable[..., TestResponse], cast: Cast, client_of: ClientOf
) -> None:
    answer = send(**_nothing_else(), stop="stop", stop_reason=UNSAFE)
    made = db.session.scalars(select(SignOff)).one()
    page = client_of(cast.trainee).get(answer.location)
    assert (answer.status_code, answer.location, made.stopped, texts(page, "message-title")) == (
        303,
        f"/sign-offs/{made.id}",
        True,
        ["Not acquired – safety"],
    )


def test_a_stop_that_is_sent_twice_leads_to_the_same_sign_off(send: Callable[..., TestResponse]) -> None:
    sign_off_id = str(new_id())
    answers = [send(**_nothing_else(), sign_off_id=sign_off_id, stop="stop", stop_reason=UNSAFE) for _ in range(2)]
    assert ([each.location for each in answers], _count()) == ([f"/sign-offs/{sign_off_id}"] * 2, 1)


def test_a_stop_without_words_asks_for_them_at_their_place(send: Callable[..., TestResponse]) -> None:
    answer = send(**_nothing_else(), stop="stop")
    assert (answer.status_code, texts(answer, "field-error"), _count()) == (
        422,
        ["Error: Write why: the trainee reads it."],
        0,
    )


def test_the_reason_of_a_stop_comes_before_what_else_was_remarked(send: Callable[..., TestResponse]) -> None:
    send(**_nothing_else(), stop="stop", stop_reason=UNSAFE, remark="Good until then.")
    made = db.session.scalars(select(SignOff)).one()
    assert seen_sign_off_by_id(made.id).remark == f"{UNSAFE}\n\nGood until then."


def test_words_about_safety_stop_nothing_without_the_button(send: Callable[..., TestResponse]) -> None:
    send(stop_reason=UNSAFE)
    made = db.session.scalars(select(SignOff)).one()
    assert (made.stopped, made.outcome) == (False, "competent")


def test_the_form_of_a_locked_practical_opens_for_a_reason(cast: Cast, client_of: ClientOf) -> None:
    client, found = client_of(cast.instructor), cast.item("esd-bench")
    page = client.get(f"{found.prefix}/sign-offs/new?after_all=1")
    answer = client.post(f"{found.prefix}/sign-offs", data=sent_form(override="Asked orally."))
    made = db.session.scalars(select(SignOff)).one()
    shown = client.get(answer.location)
    assert (len(texts(page, "criterion")), answer.status_code, made.overridden) == (3, 303, True)
    assert "Asked orally." in shown.get_data(as_text=True)


def test_the_trainee_reads_that_the_licence_is_suspended_wherever_practicals_are(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    made = signed_off(bench, cast, work=STOP, photos=0)
    client = client_of(cast.trainee)
    acknowledge(seen_sign_off_by_id(made.id), by=cast.trainee.id, at=LATER)
    pages = ("/", f"/enrolments/{cast.enrolment_id}", bench.prefix)
    title = "Your safety licence is suspended"
    assert [texts(client.get(page), "message-title").count(title) for page in pages] == [1, 1, 1]


def test_the_cohort_shows_whose_licence_is_suspended(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    page = client_of(cast.instructor).get(f"/cohorts/{cast.cohort_id}")
    assert texts(page, "matrix-note").count("Licence suspended") == 1


STOPS = [
    (
        "instructor",
        "When you have gone through it with {}, give the licence back; then this work can be shown once more.",
    ),
    (
        "coordinator",
        (
            "An instructor of the cohort goes through it with {}, and gives the licence back; then this work can be "
            "shown once more."
        ),
    ),
]


@pytest.mark.parametrize(("reader", "told"), STOPS)
def test_who_may_give_the_licence_back_is_told_to_and_others_who_does(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, reader: str, told: str
) -> None:
    made = signed_off(bench, cast, work=STOP, photos=0)
    page = " ".join(client_of(getattr(cast, reader)).get(f"/sign-offs/{made.id}").text.split())
    assert re.findall(r"with it all practicals\. ([^<]*)</p>", page) == [told.format(bench.enrolled.name)]
