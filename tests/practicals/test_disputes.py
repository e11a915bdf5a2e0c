"""What a coordinator decides: a disagreement, a clash, a sign-off set aside; and what follows from it."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.assessments.practicals.disputes import Clash, Counted, Decision, Disagreement, Verdict
from app.assessments.practicals.models import ClashAnswer, DisagreementAnswer, SignOff, SignOffClash, SignOffDecision
from app.assessments.practicals.operations import (
    DisputeSettled,
    OwnJudgement,
    acknowledge,
    answer_clash,
    answer_disagreement,
    decide_sign_off,
)
from app.assessments.practicals.operations.sign_offs import AlreadyCorrected
from app.assessments.practicals.queries import (
    clash_seen_by,
    coordinated_sign_off,
    disagreement_seen_by,
    disputes_of,
    head_of,
    practical_state,
    seen_sign_off_by_id,
)
from app.courses.facts import EnrolledItem
from app.courses.operations.cohorts import close_cohort
from app.courses.operations.gates import open_gate
from app.db import Base, db
from app.people.operations import add_person, grant_role
from app.people.queries import person_by_id
from app.records.models import JournalEntry, JournalText
from app.shared.errors import Refusal
from tests.cast import BEFORE, NOON, Cast, signed_in
from tests.conftest import ClientOf, CountQueries
from tests.notices.telling import told
from tests.people.reading import errors_of
from tests.practicals.disputing import (
    LATER,
    REASON,
    WHY,
    after,
    clashed,
    colleague,
    completed,
    counted,
    disputed,
    judged,
    rebuilt,
)
from tests.practicals.making import judgement

NOT_YET = judgement({"strap-safe": 0, "strap-tested": 1, "explains": None}, remark="The strap.")


def settle(sign_off_id: UUID, cast: Cast, answer: Verdict = "set_aside", *, by: UUID | None = None) -> bool:
    """The coordinator's answer to a disagreement."""
    found = disagreement_seen_by(cast.coordinator, sign_off_id=sign_off_id)
    assert found is not None
    return answer_disagreement(found, answer=answer, reason=REASON, by=by or cast.coordinator.id, at=LATER)


def settle_clash(clash_id: UUID, cast: Cast, answer: Counted, *, by: UUID | None = None) -> bool:
    """The coordinator's answer to a clash."""
    found = clash_seen_by(cast.coordinator, clash_id=clash_id)
    assert found is not None
    return answer_clash(found, answer=answer, reason=REASON, by=by or cast.coordinator.id, at=LATER)


def count(model: type[Base]) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def reasons(act: str) -> list[tuple[UUID | None, str]]:
    """Who did that, and why."""
    rows = db.session.execute(
        select(JournalEntry.actor_id, JournalText.text)
        .join(JournalText, JournalText.entry_number == JournalEntry.number)
        .where(JournalEntry.act == act)
        .order_by(JournalEntry.number)
    )
    return [(row.actor_id, row.text) for row in rows]


def decisions() -> list[tuple[int, str]]:
    """What was decided about sign-offs."""
    rows = db.session.execute(select(SignOffDecision.number, SignOffDecision.decision).order_by(SignOffDecision.number))
    return [(row.number, row.decision) for row in rows]


def test_what_is_set_aside_counts_for_nothing_until_it_is_restored(bench: EnrolledItem, cast: Cast) -> None:
    made = judged(bench, cast.instructor.id)
    assert completed() == [("esd-bench", after(5))]
    steps: tuple[tuple[Decision, bool], ...] = (("set_aside", False), ("restored", True))
    for decision, counts in steps:
        seen = seen_sign_off_by_id(made.id)
        for new in (True, False):
            decided = decide_sign_off(seen, decision=decision, reason=REASON, by=cast.coordinator.id, at=LATER)
            assert decided is new
        assert (seen_sign_off_by_id(made.id).counts, practical_state(bench).successes) == (counts, int(counts))
        assert completed() == ([("esd-bench", after(5))] if counts else [])
    assert decisions() == [(1, "set_aside"), (2, "restored")]
    assert reasons("sign_off.set_aside") == reasons("sign_off.restored") == [(cast.coordinator.id, REASON)]


def test_trainee_and_assessor_are_told_of_each_decision(bench: EnrolledItem, cast: Cast) -> None:
    made = judged(bench, cast.instructor.id)
    steps: tuple[Decision, ...] = ("set_aside", "restored", "set_aside")
    for decision in steps:
        seen = seen_sign_off_by_id(made.id)
        decide_sign_off(seen, decision=decision, reason=REASON, by=cast.coordinator.id, at=LATER)
    for person_id in (cast.trainee.id, cast.instructor.id):
        assert told(person_id)[-3:] == [("decision", f"/sign-offs/{made.id}", False)] * 3
    assert told(cast.coordinator.id) == []


def test_what_was_corrected_is_not_set_aside_but_its_correction_is(bench: EnrolledItem, cast: Cast) -> None:
    first = judged(bench, cast.instructor.id)
    second = judged(bench, cast.instructor.id, delivered=40, work=NOT_YET, corrects=first.id)
    seen = seen_sign_off_by_id(first.id)
    with pytest.raises(AlreadyCorrected) as refused:
        decide_sign_off(seen, decision="set_aside", reason=REASON, by=cast.coordinator.id, at=LATER)
    assert (refused.value.values, head_of(first.id)) == ({"sign_off_id": second.id}, second.id)


@pytest.mark.parametrize(("answer", "counts"), [("stands", True), ("set_aside", False)])
def test_a_disagreement_is_answered_once(bench: EnrolledItem, cast: Cast, answer: Verdict, counts: bool) -> None:
    made = disputed(bench, cast)
    assert [settle(made.id, cast, answer) for _ in range(2)] == [True, False]
    assert (counted() == {made.id}) is counts
    assert completed() == ([("esd-bench", after(30))] if counts else [])
    given = db.session.scalars(select(DisagreementAnswer)).one()
    assert (given.sign_off_id, given.answer, given.answered_by) == (made.id, answer, cast.coordinator.id)
    assert reasons("disagreement.answered") == [(cast.coordinator.id, REASON)]


def test_who_decides_otherwise_afterwards_hears_that_it_is_settled(bench: EnrolledItem, cast: Cast) -> None:
    made = disputed(bench, cast)
    settle(made.id, cast, "stands")
    with pytest.raises(DisputeSettled):
        settle(made.id, cast, "set_aside")
    assert (counted(), decisions()) == ({made.id}, [])


@pytest.mark.parametrize("answer", ["stands", "set_aside"])
def test_everybody_concerned_is_told_how_a_disagreement_ended(bench: EnrolledItem, cast: Cast, answer: Verdict) -> None:
    made = disputed(bench, cast)
    settle(made.id, cast, answer)
    for person_id in (cast.trainee.id, cast.instructor.id):
        assert told(person_id)[-1] == ("decision", f"/sign-offs/{made.id}", False)
    assert told(cast.coordinator.id) == [("disagreement", f"/disagreements/{made.id}", True)]


def test_a_decision_on_a_disagreement_holds_for_the_correction(bench: EnrolledItem, cast: Cast) -> None:
    first = disputed(bench, cast)
    second = judged(bench, cast.instructor.id, delivered=50, corrects=first.id)
    settle(first.id, cast)
    assert counted() == set()
    assert seen_sign_off_by_id(second.id).set_aside is True


@pytest.mark.parametrize(
    ("answer", "left"), [("both", {"earlier", "later"}), ("earlier", {"earlier"}), ("later", {"later"})]
)
def test_a_clash_is_answered_once(bench: EnrolledItem, cast: Cast, answer: Counted, left: set[str]) -> None:
    clash = clashed(bench, cast)
    assert counted() == {clash.earlier_id, clash.later_id}
    assert [settle_clash(clash.id, cast, answer) for _ in range(2)] == [True, False]
    assert counted() == {getattr(clash, f"{which}_id") for which in left}
    given = db.session.scalars(select(ClashAnswer)).one()
    assert (given.answer, given.answered_by, reasons("clash.answered")) == (
        answer,
        cast.coordinator.id,
        [(cast.coordinator.id, REASON)],
    )
    with pytest.raises(DisputeSettled):
        settle_clash(clash.id, cast, "both" if answer != "both" else "later")


def test_the_trainee_and_both_assessors_are_told_which_judgement_counts(bench: EnrolledItem, cast: Cast) -> None:
    clash = clashed(bench, cast, second=NOT_YET)
    settle_clash(clash.id, cast, "earlier")
    earlier = db.session.get_one(SignOff, clash.earlier_id)
    assert told(cast.trainee.id)[-1] == ("decision", f"/sign-offs/{clash.earlier_id}", False)
    assert told(earlier.assessor_id)[-1] == ("decision", f"/sign-offs/{clash.earlier_id}", False)
    assert told(cast.instructor.id)[-1] == ("decision", f"/sign-offs/{clash.later_id}", False)
    assert told(cast.coordinator.id) == [("clash", f"/clashes/{clash.id}", True)]


def test_which_counts_holds_for_corrections_and_for_what_was_set_aside_before(bench: EnrolledItem, cast: Cast) -> None:
    clash = clashed(bench, cast)
    corrected = judged(bench, cast.instructor.id, delivered=70, corrects=clash.later_id)
    seen = seen_sign_off_by_id(corrected.id)
    decide_sign_off(seen, decision="set_aside", reason=REASON, by=cast.coordinator.id, at=LATER)
    settle_clash(clash.id, cast, "later")
    assert counted() == {corrected.id}


def test_nobody_settles_what_concerns_their_own_judgement_or_work(bench: EnrolledItem, cast: Cast) -> None:
    clash = clashed(bench, cast)
    made = disputed(bench, cast, delivered=90)
    seen = seen_sign_off_by_id(made.id)
    for concerned in (cast.instructor.id, cast.trainee.id):
        with pytest.raises(OwnJudgement):
            settle(made.id, cast, by=concerned)
        with pytest.raises(OwnJudgement):
            settle_clash(clash.id, cast, "both", by=concerned)
        with pytest.raises(OwnJudgement):
            decide_sign_off(seen, decision="set_aside", reason=REASON, by=concerned, at=LATER)
    assert (count(DisagreementAnswer), count(ClashAnswer), count(SignOffDecision)) == (0, 0, 0)


def test_what_is_open_when_a_cohort_closes_can_still_be_settled(bench: EnrolledItem, cast: Cast) -> None:
    made = disputed(bench, cast)
    close_cohort(cast.enrolled().cohort, by=None, at=LATER)
    assert settle(made.id, cast) is True


def test_a_coordinator_who_judged_reads_it_and_leaves_it_to_another(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    made = disputed(bench, cast)
    grant_role(person_by_id(cast.instructor.id), role="coordinator", site_id=cast.site_id, by=None, at=BEFORE)
    client = client_of(signed_in(cast.instructor.id))
    page = client.get(f"/disagreements/{made.id}")
    assert (page.status_code, 'id="settle"' in page.text, "Another coordinator decides" in page.text) == (
        200,
        False,
        True,
    )
    sent = client.post(f"/disagreements/{made.id}/answer", data={"answer": "stands", "reason": REASON})
    assert (sent.status_code, count(DisagreementAnswer)) == (403, 0)


def test_whoever_corrected_it_since_does_not_settle_it(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    made, clash = disputed(bench, cast, work=NOT_YET), clashed(bench, cast)
    judged(bench, cast.coordinator.id, begun=35, delivered=40, corrects=made.id)
    judged(bench, cast.coordinator.id, begun=70, delivered=80, corrects=clash.later_id)
    with pytest.raises(OwnJudgement):
        settle(made.id, cast, "stands")
    with pytest.raises(OwnJudgement):
        settle_clash(clash.id, cast, "later")
    assert (count(DisagreementAnswer), count(ClashAnswer)) == (0, 0)
    client = client_of(cast.coordinator)
    pages = [client.get(path) for path in (f"/disagreements/{made.id}", f"/clashes/{clash.id}")]
    assert [(page.status_code, 'id="settle"' in page.text) for page in pages] == [(200, False)] * 2


def test_a_correction_made_after_the_page_was_loaded_counts_too(bench: EnrolledItem, cast: Cast) -> None:
    made = disputed(bench, cast, work=NOT_YET)
    found = disagreement_seen_by(cast.coordinator, sign_off_id=made.id)
    assert found is not None
    judged(bench, cast.coordinator.id, begun=35, delivered=40, corrects=made.id)
    with pytest.raises(OwnJudgement):
        answer_disagreement(found, answer="stands", reason=REASON, by=cast.coordinator.id, at=LATER)


def test_the_coordinator_finds_open_ones_first_and_settled_ones_after(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.coordinator)
    assert "Nothing to settle" in client.get("/disputes").text
    clash, made = clashed(bench, cast), disputed(bench, cast, work=NOT_YET, delivered=90)
    page = disputes_of(cast.coordinator, page=1)
    assert page is not None
    assert [(each.kind, each.id, each.trainee, each.answer) for each in page.lines] == [
        ("clash", clash.id, "Tara Trainee", None),
        ("disagreement", made.id, "Tara Trainee", None),
    ]
    settle(made.id, cast, "stands")
    page = disputes_of(cast.coordinator, page=99)
    assert page is not None
    assert (page.open, page.number, [(each.kind, each.answer) for each in page.lines]) == (
        1,
        1,
        [("clash", None), ("disagreement", "stands")],
    )
    listed = client.get("/disputes").text
    assert ("The outcome stands" in listed, f'href="/clashes/{clash.id}"' in listed) == (True, True)


def test_the_list_asks_as_much_with_three_as_with_one(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client = client_of(cast.coordinator)
    disputed(bench, cast)
    counts = []
    for more in ((), (60, 90)):
        for delivered in more:
            disputed(bench, cast, delivered=delivered)
        client.get("/disputes")
        with count_queries() as queries:
            page = client.get("/disputes")
        counts.append((page.text.count('class="item item-ready"'), len(queries)))
    assert counts == [(1, 3), (3, 3)]


def test_long_lists_have_pages(bench: EnrolledItem, cast: Cast) -> None:
    for minute in range(26):
        disputed(bench, cast, delivered=30 + minute)
    found = [disputes_of(cast.coordinator, page=number) for number in (1, 2)]
    assert [(page.open, len(page.lines), page.pages) for page in found if page] == [(26, 25, 2), (26, 1, 2)]


def test_open_ones_are_counted_where_the_coordinator_begins(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.coordinator)
    assert "to settle" not in client.get("/").text
    clashed(bench, cast)
    made = disputed(bench, cast, delivered=90)
    assert '<a class="item-title" href="/disputes">2 matters to settle</a>' in client.get("/").text
    settle(made.id, cast)
    assert '<a class="item-title" href="/disputes">1 matter to settle</a>' in client.get("/").text
    assert "to settle" not in client_of(cast.instructor).get("/").text
    assert "to settle" not in client_of(cast.outsider_coordinator).get("/").text


def test_coordinators_of_other_sites_and_everybody_else_find_nothing(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    made, clash = disputed(bench, cast), clashed(bench, cast)
    for path in (f"/disagreements/{made.id}", f"/clashes/{clash.id}", f"/sign-offs/{made.id}/set-aside/new"):
        got = {
            name: client_of(member).get(path).status_code for name, member in cast.members.items() if member is not None
        }
        assert {name for name, status in got.items() if status == 200} == {"coordinator"}
        assert set(got.values()) == {200, 404}
    page = disputes_of(cast.outsider_coordinator, page=1)
    assert page is not None
    assert (page.open, page.lines) == (0, ())


def test_a_disagreement_is_shown_with_the_trainees_words_and_settled_with_a_reason(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    made = disputed(bench, cast, work=NOT_YET)
    client, path = client_of(cast.coordinator), f"/disagreements/{made.id}"
    page = client.get(path).text
    assert (f"<p>{WHY}</p>" in page, "<p>The strap.</p>" in page, "Level 1 of 3" in page) == (True, True, True)
    bad = client.post(f"{path}/answer", data={"reason": ""})
    assert (bad.status_code, errors_of(bad)) == (422, ["Choose one.", "Write a few words."])
    sent = client.post(f"{path}/answer", data={"answer": "stands", "reason": REASON})
    assert (sent.status_code, sent.location) == (303, "/disputes")
    after_it = client.get(path).text
    assert (REASON in after_it, "The outcome stands" in after_it, 'id="settle"' in after_it) == (True, True, False)
    for member in (cast.trainee, cast.instructor):
        assert REASON in client_of(member).get(f"/sign-offs/{made.id}").text


def test_a_clash_is_shown_side_by_side_and_settled_with_a_reason(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    clash = clashed(bench, cast, second=NOT_YET)
    client, path = client_of(cast.coordinator), f"/clashes/{clash.id}"
    page = client.get(path).text
    assert ("Colas Colleague" in page, "Ines Instructor" in page, "The strap." in page) == (True, True, True)
    bad = client.post(f"{path}/answer", data={"answer": "neither", "reason": "x" * 501})
    assert (bad.status_code, errors_of(bad)) == (422, ["Choose one.", "Use at most 500 characters."])
    sent = client.post(f"{path}/answer", data={"answer": "earlier", "reason": REASON})
    assert (sent.status_code, counted()) == (303, {clash.earlier_id})
    assert "This sign-off was set aside" in client.get(f"/sign-offs/{clash.later_id}").text


def test_a_coordinator_sets_a_sign_off_aside_from_its_page(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    made, client = judged(bench, cast.instructor.id), client_of(cast.coordinator)
    path = f"/sign-offs/{made.id}/set-aside"
    assert f'href="{path}/new"' in client.get(f"/sign-offs/{made.id}").text
    bad = client.post(path, data={})
    assert (bad.status_code, errors_of(bad)) == (422, ["Write a few words."])
    assert client.post(path, data={"reason": REASON}).location == f"/sign-offs/{made.id}"
    assert (counted(), "Let this sign-off count again?" in client.get(f"{path}/new").text) == (set(), True)
    client.post(f"{path}/removal", data={"reason": REASON})
    assert counted() == {made.id}


@pytest.mark.parametrize("seed", range(24))
def test_whatever_is_decided_in_whatever_order_the_state_is_that_of_a_rebuild(
    bench: EnrolledItem, cast: Cast, seed: int
) -> None:
    chance, other = Random(seed), colleague()
    somebody = add_person("Cleo Coordinator", email=None, language="en", by=None, at=BEFORE).id
    for minute in range(10, 200, 10):
        _something(chance, bench, cast, (cast.instructor.id, other), somebody, minute)
        present = completed()
        assert present == rebuilt()
        assert bool(present) is any(
            each.outcome == "competent" for each in db.session.scalars(select(SignOff)) if each.id in counted()
        )


def _something(
    chance: Random, bench: EnrolledItem, cast: Cast, assessors: tuple[UUID, ...], by: UUID, minute: int
) -> None:
    """One more act of anybody, which may be refused."""
    made = list(db.session.scalars(select(SignOff.id).order_by(SignOff.id)))
    clashes = list(db.session.scalars(select(SignOffClash.id).order_by(SignOffClash.id)))
    work = chance.choice((judgement(remark="Clean work"), NOT_YET))
    act = chance.choice(("judge", "correct", "dispute", "decide", "settle", "settle", "clash", "clash"))
    try:
        with db.session.begin_nested():
            if act == "judge" or not made:
                judged(bench, chance.choice(assessors), begun=minute - 30, delivered=minute, work=work)
            elif act == "correct":
                judged(bench, chance.choice(assessors), delivered=minute, work=work, corrects=chance.choice(made))
            elif act == "dispute":
                seen = seen_sign_off_by_id(chance.choice(made))
                acknowledge(seen, by=cast.trainee.id, at=after(minute), agrees=False, words=WHY)
            elif act == "decide":
                seen = seen_sign_off_by_id(chance.choice(made))
                decision: Decision = "set_aside" if chance.random() < 0.5 else "restored"
                decide_sign_off(seen, decision=decision, reason=REASON, by=by, at=after(minute))
            elif act == "settle":
                disagreement = disagreement_seen_by(cast.coordinator, sign_off_id=chance.choice(made))
                _settle_some(chance, disagreement, by, minute)
            elif clashes:
                _settle_some(chance, clash_seen_by(cast.coordinator, clash_id=chance.choice(clashes)), by, minute)
    except Refusal:
        pass


def _settle_some(chance: Random, found: Disagreement | Clash | None, by: UUID, minute: int) -> None:
    if isinstance(found, Disagreement):
        verdict: Verdict = "stands" if chance.random() < 0.5 else "set_aside"
        answer_disagreement(found, answer=verdict, reason=REASON, by=by, at=after(minute))
    elif found is not None:
        answers: tuple[Counted, ...] = ("both", "earlier", "later")
        answer_clash(found, answer=chance.choice(answers), reason=REASON, by=by, at=after(minute))


def test_two_who_disagree_are_two_disputes(bench: EnrolledItem, cast: Cast) -> None:
    open_gate(cast.other_enrolment_id, gate="safety", at=NOON)
    disputed(bench, cast)
    found = coordinated_sign_off(cast.coordinator, sign_off_id=disputed(bench, cast, delivered=60).id)
    assert found is not None
    assert (found.signed.disputed, found.signed.trainee and found.signed.trainee.words) == (True, WHY)
