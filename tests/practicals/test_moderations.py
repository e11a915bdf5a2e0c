"""Drawing, judging again, answering: what is recorded, who is told, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from app.assessments.practicals.models import (
    BenchText,
    ModeratedLevel,
    Moderation,
    ModerationAnswer,
    ModeratorJudgement,
    SignOff,
    SignOffDecision,
)
from app.assessments.practicals.moderating import Counts, OpenLine, SecondGap, SecondJudgement, SiteShare
from app.assessments.practicals.operations import (
    AlreadyModerated,
    IncompleteModeration,
    ModerationSettled,
    NothingToModerate,
    keep_to_judgement,
    moderate,
    set_share,
    sign_off,
)
from app.assessments.practicals.queries import (
    agreements,
    judged_list,
    moderated_seen_by,
    moderation_counts,
    sign_off_seen_by,
    site_share,
    work_list,
    work_to_judge,
)
from app.assessments.practicals.sampling import FIRST_SIGN_OFFS
from app.courses.facts import EnrolledItem
from app.courses.models import CohortInstructor, Enrolment, Site
from app.curriculum.model import Practical
from app.db import Base, db
from app.notices.models import Notice
from app.people.member import Member
from app.records.models import JournalEntry
from app.shared.digests import salted
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.practicals.making import COMPETENT, judgement, kept_photo, signed_off
from tests.practicals.moderating import drawn, judge_again, moderation_of, second, seen, somebody, work

LATER = NOON + timedelta(hours=1)
MISSED: dict[str, int | None] = {**COMPETENT, "strap-safe": 0}
UNSEEN: dict[str, int | None] = dict.fromkeys(COMPETENT)


def _count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _acts() -> list[str]:
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number))
    return [entry.act for entry in entries if entry.act.startswith("moderation")]


def _told(member: Member) -> list[tuple[str, str, bool]]:
    own = select(Notice).where(Notice.person_id == member.id, Notice.kind == "moderation")
    rows = db.session.scalars(own.execution_options(populate_existing=True))
    return [(each.details["act"], each.path, each.read_at is not None) for each in rows]


def _share(cast: Cast, percent: int) -> None:
    db.session.get_one(Site, cast.site_id).moderated_percent = percent
    db.session.flush()


def _seasoned(bench: EnrolledItem, cast: Cast) -> None:
    """Let the instructor have made their first sign-offs."""
    _share(cast, 0)
    for number in range(FIRST_SIGN_OFFS):
        signed_off(bench, cast, at=NOON - timedelta(days=1, minutes=number))


def _corrected(bench: EnrolledItem, cast: Cast, old: SignOff, levels: dict[str, int | None]) -> SignOff:
    return sign_off(
        bench,
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=LATER,
        begun_at=LATER,
        judgement=judgement(levels, remark="Looked again."),
        photos=[kept_photo()],
        corrects=old.id,
    )


def _set_aside(made: SignOff, decision: str = "set_aside", number: int = 1) -> None:
    db.session.add(SignOffDecision(sign_off_id=made.id, number=number, decision=decision, decided_at=NOON))
    db.session.flush()


# What is drawn


def test_the_first_five_sign_offs_of_an_assessor_are_drawn_and_the_sixth_is_not(
    bench: EnrolledItem, cast: Cast
) -> None:
    _share(cast, 0)
    made = [signed_off(bench, cast, at=NOON + timedelta(minutes=number)) for number in range(6)]
    found = [drawn(each) for each in made]
    assert [each.why if each else None for each in found] == ["new_assessor"] * 5 + [None]


def test_it_is_drawn_with_the_sign_off_and_written_down(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    found = db.session.get_one(Moderation, moderation_of(made))
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "moderation.drawn")).one()
    assert (found.drawn_at, entry.actor_id, entry.object_id, entry.detail) == (
        made.delivered_at,
        None,
        str(found.id),
        {"sign_off": str(made.id), "why": "new_assessor"},
    )
    assert list(entry.covers or {}) == ["moderation"]


def test_a_sign_off_that_is_delivered_twice_is_drawn_once(bench: EnrolledItem, cast: Cast) -> None:
    sign_off_id = new_id()
    for _ in range(2):
        signed_off(bench, cast, sign_off_id=sign_off_id)
    assert _count(Moderation) == 1


def test_of_the_others_the_sites_share_is_drawn(bench: EnrolledItem, cast: Cast) -> None:
    _seasoned(bench, cast)
    _share(cast, 100)
    found = drawn(signed_off(bench, cast))
    assert found is not None
    assert found.why == "share"


def test_the_share_is_that_of_the_cohorts_own_site(bench: EnrolledItem, cast: Cast) -> None:
    _seasoned(bench, cast)
    db.session.get_one(Site, cast.outsider_site_id).moderated_percent = 100
    assert drawn(signed_off(bench, cast)) is None


def test_a_practical_without_anything_critical_is_not_drawn_of_a_new_assessor(bench: EnrolledItem, cast: Cast) -> None:
    _share(cast, 0)
    assert isinstance(bench.item, Practical)
    harmless = replace(bench.item, criteria=tuple(replace(each, critical=False) for each in bench.item.criteria))
    assert drawn(signed_off(EnrolledItem(bench.enrolled, harmless), cast)) is None


def test_the_same_id_is_always_drawn_the_same(bench: EnrolledItem, cast: Cast) -> None:
    _seasoned(bench, cast)
    _share(cast, 50)
    ids = [new_id() for _ in range(12)]
    found = []
    for _ in range(2):
        with db.session.begin_nested() as transaction:
            found.append([drawn(signed_off(bench, cast, sign_off_id=each)) is not None for each in ids])
            transaction.rollback()
    assert found[0] == found[1]


def test_a_correction_of_work_that_was_to_be_judged_takes_its_place(bench: EnrolledItem, cast: Cast) -> None:
    _seasoned(bench, cast)
    before = {line.id for line in _open(cast.moderator)}
    _share(cast, 100)
    old = signed_off(bench, cast)
    _share(cast, 0)
    found = drawn(_corrected(bench, cast, old, MISSED))
    assert found is not None
    assert (found.why, {line.id for line in _open(cast.moderator)} - before) == ("share", {found.id})


def test_a_correction_of_what_was_not_drawn_is_drawn_by_the_same_rule(bench: EnrolledItem, cast: Cast) -> None:
    _seasoned(bench, cast)
    old = signed_off(bench, cast)
    assert drawn(_corrected(bench, cast, old, MISSED)) is None


def test_a_correction_that_answers_the_moderator_is_not_drawn_again(bench: EnrolledItem, cast: Cast) -> None:
    _share(cast, 100)
    old = signed_off(bench, cast)
    judge_again(old, cast, second(MISSED))
    assert drawn(_corrected(bench, cast, old, MISSED)) is None


@pytest.mark.parametrize("judged", [COMPETENT, {"strap-safe": None, "strap-tested": None, "explains": None}])
def test_a_correction_of_what_a_moderator_agreed_to_is_judged_again(
    bench: EnrolledItem, cast: Cast, judged: dict[str, int | None]
) -> None:
    _seasoned(bench, cast)
    _share(cast, 100)
    old = signed_off(bench, cast)
    moderation_id = judge_again(old, cast, second(judged))
    _share(cast, 0)
    new = _corrected(bench, cast, old, MISSED)
    found = drawn(new)
    assert found is not None
    assert (found.why, found.id in {line.id for line in _open(cast.moderator)}) == ("share", True)
    assert seen(moderation_id, cast.coordinator).standing in ("agrees", "cannot_tell")
    judge_again(new, cast, second())
    assert seen(found.id, cast.coordinator).standing == "waits"


def test_a_correction_after_the_assessor_kept_to_their_judgement_is_judged_again(
    bench: EnrolledItem, cast: Cast
) -> None:
    old = signed_off(bench, cast)
    moderation_id = judge_again(old, cast, second(MISSED))
    keep_to_judgement(seen(moderation_id, cast.instructor), words="I saw it.", by=cast.instructor.id, at=LATER)
    assert drawn(_corrected(bench, cast, old, MISSED)) is not None


def test_corrections_are_not_counted_among_the_first_sign_offs(bench: EnrolledItem, cast: Cast) -> None:
    _share(cast, 0)
    made = signed_off(bench, cast)
    for number in range(1, FIRST_SIGN_OFFS):
        made = _corrected(bench, cast, made, MISSED if number % 2 else {**COMPETENT})
    found = drawn(signed_off(bench, cast, at=LATER))
    assert found is not None
    assert found.why == "new_assessor"


# Who judges


def _open(member: Member) -> list[OpenLine]:
    counts = moderation_counts(member)
    lines = work_list(member, page=1, total=counts.to_judge).lines
    assert len(lines) == counts.to_judge
    return list(lines)


def test_moderators_of_the_site_find_it_and_nobody_else(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = moderation_of(signed_off(bench, cast))
    found = {
        name
        for name, member in cast.members.items()
        if member and work_to_judge(member, moderation_id=moderation_id) is not None
    }
    assert found == {"moderator"}


def test_a_moderator_of_another_site_does_not_find_it_and_one_of_all_does(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = moderation_of(signed_off(bench, cast))
    there, everywhere = somebody("Mona There", moderator=cast.outsider_site_id), somebody("Mia All", moderator=None)
    assert [len(_open(member)) for member in (there, everywhere)] == [0, 1]
    assert [work_to_judge(each, moderation_id=moderation_id) is None for each in (there, everywhere)] == [True, False]


def _moderator_who(cast: Cast, reason: str, made: SignOff) -> Member:
    """A moderator of the site who knows the outcome, for that reason."""
    coordinates = {"coordinator": cast.site_id} if reason == "coordinates" else {}
    member = somebody("Mona Double", moderator=cast.site_id, instructor=cast.site_id, **coordinates)
    if reason == "teaches":
        db.session.add(CohortInstructor(cohort_id=cast.cohort_id, person_id=member.id))
    elif reason == "was assessed":
        db.session.get_one(Enrolment, made.enrolment_id).person_id = member.id
    db.session.flush()
    return member


@pytest.mark.parametrize("reason", ["teaches", "coordinates", "was assessed"])
def test_who_knows_the_outcome_does_not_judge_it_again(bench: EnrolledItem, cast: Cast, reason: str) -> None:
    made = signed_off(bench, cast)
    member = _moderator_who(cast, reason, made)
    assert _open(member) == []
    assert work_to_judge(member, moderation_id=moderation_of(made)) is None


def test_nobody_judges_their_own_judgement_again(bench: EnrolledItem, cast: Cast) -> None:
    member = somebody("Mona Double", moderator=cast.site_id, instructor=cast.site_id)
    made = signed_off(bench, cast, by=member.id)
    assert (_open(member), work_to_judge(member, moderation_id=moderation_of(made))) == ([], None)
    assert len(_open(cast.moderator)) == 1


def test_nobody_judges_work_again_that_they_judged_before_it_was_corrected(bench: EnrolledItem, cast: Cast) -> None:
    member = somebody("Mona Double", moderator=cast.site_id, instructor=cast.site_id)
    new = _corrected(bench, cast, signed_off(bench, cast, by=member.id), MISSED)
    assert (_open(member), work_to_judge(member, moderation_id=moderation_of(new))) == ([], None)


def test_moderators_are_told_how_many_others_are_to_judge(bench: EnrolledItem, cast: Cast) -> None:
    member = somebody("Mona Double", moderator=cast.site_id, instructor=cast.site_id)
    signed_off(bench, cast, by=member.id)
    signed_off(bench, cast, at=LATER)
    assert moderation_counts(member) == Counts(to_judge=0, open=2)
    assert moderation_counts(cast.moderator) == Counts(to_judge=2, open=2)
    assert moderation_counts(cast.coordinator) == Counts(to_judge=0, open=2)


def test_what_was_drawn_first_is_at_the_top(bench: EnrolledItem, cast: Cast) -> None:
    made = [signed_off(bench, cast, at=NOON + timedelta(hours=hours)) for hours in (2, 0, 1)]
    expected = [moderation_of(each) for each in (made[1], made[2], made[0])]
    assert [line.id for line in work_list(cast.moderator, page=1, total=3).lines] == expected


@pytest.mark.parametrize("what", ["corrected", "set aside"])
def test_what_counts_no_more_is_not_to_be_judged(bench: EnrolledItem, cast: Cast, what: str) -> None:
    made = signed_off(bench, cast)
    before = work(made, cast.moderator)
    if what == "corrected":
        _corrected(bench, cast, made, MISSED)
    else:
        _set_aside(made)
    assert before.id not in [line.id for line in work_list(cast.moderator, page=1, total=9).lines]
    with pytest.raises(NothingToModerate):
        moderate(before, judged=second(), by=cast.moderator.id, at=LATER)


def test_what_was_restored_is_to_be_judged_again(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    _set_aside(made)
    _set_aside(made, "restored", 2)
    assert moderation_counts(cast.moderator).to_judge == 1


# Judging blind


def test_the_work_says_neither_outcome_nor_levels_nor_who_judged_whom(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, work=judgement(MISSED, remark="Watch the strap."))
    found = work(made, cast.moderator)
    assert (found.device, found.remark, len(found.photo_ids)) == ("Exemplia One", "Watch the strap.", 1)
    names = set(vars(found))
    assert names == {
        *("id", "practical", "revision_id", "device", "remark", "photo_ids", "done_at", "site_name", "time_zone"),
        "enrolment_id",
    }


def test_the_sign_off_is_closed_to_moderators_until_one_has_judged(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    before = sign_off_seen_by(cast.moderator, sign_off_id=made.id)
    judge_again(made, cast)
    after = sign_off_seen_by(cast.moderator, sign_off_id=made.id)
    assert (before, after is not None) == (None, True)


def test_other_sign_offs_of_the_same_work_are_closed_too(bench: EnrolledItem, cast: Cast) -> None:
    old = signed_off(bench, cast)
    new = _corrected(bench, cast, old, MISSED)
    assert [sign_off_seen_by(cast.moderator, sign_off_id=each.id) for each in (old, new)] == [None, None]
    judge_again(new, cast, second(MISSED))
    found = [sign_off_seen_by(cast.moderator, sign_off_id=each.id) for each in (old, new)]
    assert None not in found


def test_a_sign_off_that_was_not_drawn_is_open_to_moderators(bench: EnrolledItem, cast: Cast) -> None:
    assert isinstance(bench.item, Practical)
    _share(cast, 0)
    harmless = replace(bench.item, criteria=tuple(replace(each, critical=False) for each in bench.item.criteria))
    made = signed_off(EnrolledItem(bench.enrolled, harmless), cast)
    assert sign_off_seen_by(cast.moderator, sign_off_id=made.id) is not None


def test_those_who_answer_for_the_cohort_read_the_sign_off_all_the_same(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    readers = (cast.trainee, cast.instructor, cast.coordinator)
    assert None not in [sign_off_seen_by(each, sign_off_id=made.id) for each in readers]


def test_both_judgements_are_shown_to_nobody_before_there_are_two(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = moderation_of(signed_off(bench, cast))
    found = [moderated_seen_by(each, moderation_id=moderation_id) for each in cast.members.values() if each]
    assert set(found) == {None}


def test_afterwards_they_are_shown_to_the_assessor_moderators_and_coordinators(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast)
    found = {
        name
        for name, member in cast.members.items()
        if member and moderated_seen_by(member, moderation_id=moderation_id) is not None
    }
    assert found == {"instructor", "moderator", "coordinator"}


def test_a_trainee_who_moderates_sees_nothing_of_their_own_work(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    member = _moderator_who(cast, "was assessed", made)
    moderation_id = judge_again(made, cast)
    assert (moderated_seen_by(member, moderation_id=moderation_id), moderation_counts(member)) == (None, Counts())


# What is recorded


def test_a_judgement_is_recorded_with_its_levels_and_words_beside(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast, second(MISSED, words="The strap hangs down."))
    made = db.session.get_one(ModeratorJudgement, moderation_id)
    text = db.session.get_one(BenchText, ("moderation", moderation_id))
    levels = db.session.scalars(select(ModeratedLevel).where(ModeratedLevel.moderation_id == moderation_id))
    assert (made.moderator_id, made.judged_at, made.outcome, made.agrees) == (
        *(cast.moderator.id, NOON, "not_yet_competent"),
        False,
    )
    assert {each.criterion_id: each.level for each in levels} == MISSED
    assert (text.text, made.text_digest) == ("The strap hangs down.", salted("The strap hangs down.", text.salt))


def test_the_journal_holds_it_without_names_or_words(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast, second(MISSED, words="The strap hangs down."))
    made = db.session.get_one(ModeratorJudgement, moderation_id)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "moderation.judged")).one()
    assert (entry.actor_id, entry.object_id, entry.detail) == (
        *(cast.moderator.id, str(moderation_id)),
        {"outcome": "not_yet_competent", "agrees": False, "levels": MISSED, "words": made.text_digest},
    )
    assert {name: len(rows) for name, rows in (entry.covers or {}).items()} == {
        "moderator_judgement": 1,
        "moderated_level": len(MISSED),
    }


def test_the_same_judgement_sent_again_changes_nothing(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    found = work(made, cast.moderator)
    for at in (NOON, LATER):
        moderate(found, judged=second(MISSED), by=cast.moderator.id, at=at)
    assert (_count(ModeratorJudgement), _acts(), _told(cast.instructor)) == (
        *(1, ["moderation.drawn", "moderation.judged"]),
        [("differs", f"/moderations/{found.id}", False)],
    )


@pytest.mark.parametrize("judged", [second(MISSED), second(words="Other words."), second(not_yet=True)])
def test_another_judgement_of_the_same_moderator_is_refused(
    bench: EnrolledItem, cast: Cast, judged: SecondJudgement
) -> None:
    made = signed_off(bench, cast)
    found = work(made, cast.moderator)
    judge_again(made, cast)
    with pytest.raises(AlreadyModerated):
        moderate(found, judged=judged, by=cast.moderator.id, at=LATER)
    assert db.session.get_one(ModeratorJudgement, found.id).outcome == "competent"


def test_a_second_moderator_is_refused(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    other = somebody("Mona Moderator", moderator=cast.site_id)
    found = work(made, other)
    judge_again(made, cast)
    with pytest.raises(AlreadyModerated):
        moderate(found, judged=second(), by=other.id, at=LATER)


def test_a_judgement_with_something_missing_is_refused(bench: EnrolledItem, cast: Cast) -> None:
    found = work(signed_off(bench, cast), cast.moderator)
    with pytest.raises(IncompleteModeration) as refused:
        moderate(found, judged=second({"strap-safe": 1, "strap-tested": 4}, words=""), by=cast.moderator.id, at=NOON)
    assert refused.value.values["missing"] == (
        *(SecondGap("level", "strap-tested"), SecondGap("level", "explains")),
        SecondGap("words"),
    )
    assert _count(ModeratorJudgement) == 0


def test_work_of_a_trainee_who_left_is_judged_all_the_same(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    db.session.get_one(Enrolment, cast.enrolment_id).withdrawn_at = NOON
    judge_again(made, cast)
    assert _count(ModeratorJudgement) == 1


@pytest.mark.parametrize("table", ["moderation", "moderator_judgement", "moderated_level", "moderation_answer"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET moderation_id = moderation_id", "DELETE FROM {}"])
def test_what_is_recorded_stays_as_it_is(bench: EnrolledItem, cast: Cast, table: str, statement: str) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast, second(MISSED))
    keep_to_judgement(seen(moderation_id, cast.instructor), words="I saw it.", by=cast.instructor.id, at=LATER)
    if table == "moderation":
        statement = statement.replace("moderation_id", "id")
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.connection().exec_driver_sql(statement.format(table))
    db.session.rollback()


# Who is told, and what they answer


def test_the_assessor_of_another_outcome_is_told(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast, second(MISSED))
    assert _told(cast.instructor) == [("differs", f"/moderations/{moderation_id}", False)]
    assert moderation_counts(cast.instructor) == Counts(judged=1, differing=1, unanswered=1, to_answer=1)


@pytest.mark.parametrize("judged", [second(), second(UNSEEN)])
def test_the_assessor_of_the_same_outcome_is_not(bench: EnrolledItem, cast: Cast, judged: SecondJudgement) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast, judged)
    assert (_told(cast.instructor), db.session.get_one(ModeratorJudgement, moderation_id).agrees) == ([], True)


def test_an_assessor_who_keeps_to_their_judgement_says_why(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast, second(MISSED))
    keep_to_judgement(seen(moderation_id, cast.instructor), words="I saw it.", by=cast.instructor.id, at=LATER)
    for reader in (cast.moderator, cast.coordinator, cast.instructor):
        found = seen(moderation_id, reader)
        assert (found.standing, found.answer and found.answer.words) == ("stands", "I saw it.")
    assert _told(cast.instructor) == [("differs", f"/moderations/{moderation_id}", True)]
    assert _told(cast.moderator) == [("stands", f"/moderations/{moderation_id}", False)]
    assert _acts()[-1] == "moderation.answered"


def test_an_answer_lies_beside_its_salted_digest_and_is_covered(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast, second(MISSED))
    keep_to_judgement(seen(moderation_id, cast.instructor), words="I saw it.", by=cast.instructor.id, at=LATER)
    answer = db.session.get_one(ModerationAnswer, moderation_id)
    text = db.session.get_one(BenchText, ("moderation_answer", moderation_id))
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "moderation.answered")).one()
    assert answer.text_digest == salted("I saw it.", text.salt)
    assert (entry.detail, list(entry.covers or {})) == (
        {"stands": True, "words": answer.text_digest},
        ["moderation_answer"],
    )


def test_the_same_answer_sent_again_changes_nothing_and_another_is_refused(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast, second(MISSED))
    found = seen(moderation_id, cast.instructor)
    for _ in range(2):
        keep_to_judgement(found, words="I saw it.", by=cast.instructor.id, at=LATER)
    with pytest.raises(ModerationSettled):
        keep_to_judgement(found, words="Never mind.", by=cast.instructor.id, at=LATER)
    assert (_count(ModerationAnswer), _acts().count("moderation.answered")) == (1, 1)


def test_an_assessor_who_agrees_after_all_corrects_the_sign_off(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    moderation_id = judge_again(made, cast, second(MISSED))
    before = seen(moderation_id, cast.instructor)
    new = _corrected(bench, cast, made, MISSED)
    found = seen(moderation_id, cast.coordinator)
    assert (found.standing, found.first.corrected_by_id) == ("corrected", new.id)
    assert _told(cast.instructor) == [("differs", f"/moderations/{moderation_id}", True)]
    assert _told(cast.moderator) == [("corrected", f"/moderations/{moderation_id}", False)]
    with pytest.raises(ModerationSettled):
        keep_to_judgement(before, words="I saw it.", by=cast.instructor.id, at=LATER)


def test_a_correction_of_what_the_moderator_agreed_to_tells_nobody(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    judge_again(made, cast)
    _corrected(bench, cast, made, MISSED)
    assert (_told(cast.instructor), _told(cast.moderator)) == ([], [])


def test_what_was_set_aside_needs_no_answer(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    moderation_id = judge_again(made, cast, second(MISSED))
    before = seen(moderation_id, cast.instructor)
    _set_aside(made)
    assert seen(moderation_id, cast.coordinator).standing == "set_aside"
    assert moderation_counts(cast.instructor) == Counts(judged=1, differing=1)
    with pytest.raises(ModerationSettled):
        keep_to_judgement(before, words="I saw it.", by=cast.instructor.id, at=LATER)


def test_where_the_moderator_agreed_there_is_nothing_to_answer(bench: EnrolledItem, cast: Cast) -> None:
    moderation_id = judge_again(signed_off(bench, cast), cast)
    with pytest.raises(ModerationSettled):
        keep_to_judgement(seen(moderation_id, cast.instructor), words="Yes.", by=cast.instructor.id, at=LATER)


def test_criteria_that_both_saw_and_judged_differently_are_named(bench: EnrolledItem, cast: Cast) -> None:
    judged = second({"strap-safe": 0, "strap-tested": 3, "explains": None})
    found = seen(judge_again(signed_off(bench, cast), cast, judged), cast.moderator)
    assert [each.id for each in found.differing] == ["strap-safe"]


@pytest.mark.parametrize(("judged", "overruled"), [(second(MISSED), False), (second(not_yet=True), True)])
def test_a_decision_against_the_levels_is_known_as_such(
    bench: EnrolledItem, cast: Cast, judged: SecondJudgement, overruled: bool
) -> None:
    assert seen(judge_again(signed_off(bench, cast), cast, judged), cast.moderator).overruled is overruled


# Lists and figures


def test_disagreements_without_an_answer_come_before_the_others(bench: EnrolledItem, cast: Cast) -> None:
    answered, open_one, agreed = (
        judge_again(signed_off(bench, cast, at=NOON + timedelta(hours=hours)), cast, judged)
        for hours, judged in ((0, second(MISSED)), (1, second(MISSED)), (2, second()))
    )
    keep_to_judgement(seen(answered, cast.instructor), words="I saw it.", by=cast.instructor.id, at=LATER)
    differing = judged_list(cast.coordinator, page=1, total=2, differing=True).lines
    every = judged_list(cast.coordinator, page=1, total=3, differing=False).lines
    assert [(each.id, each.standing) for each in differing] == [(open_one, "waits"), (answered, "stands")]
    assert {each.id for each in every} == {answered, open_one, agreed}
    assert moderation_counts(cast.coordinator) == Counts(judged=3, differing=2, unanswered=1)


def test_work_comes_in_pages_of_twenty_five(bench: EnrolledItem, cast: Cast) -> None:
    _share(cast, 100)
    for minutes in range(26):
        signed_off(bench, cast, at=NOON + timedelta(minutes=minutes))
    pages = [work_list(cast.moderator, page=number, total=26) for number in (1, 2, 3)]
    assert [(len(page.lines), page.number, page.pages) for page in pages] == [(25, 1, 2), (1, 2, 2), (1, 2, 2)]


def test_agreement_is_counted_for_each_assessor_and_practical(bench: EnrolledItem, cast: Cast) -> None:
    other = somebody("Ivo Instructor", instructor=cast.site_id)
    for hours, (by, judged) in enumerate(
        [(None, second()), (None, second(MISSED)), (None, second(UNSEEN)), (other.id, second())]
    ):
        judge_again(signed_off(bench, cast, at=NOON + timedelta(hours=hours), by=by), cast, judged)
    found = agreements(cast.coordinator)
    assert [(each.assessor, each.practical.id, each.judged, each.told, each.agreed) for each in found] == [
        ("Ines Instructor", "esd-bench", 3, 2, 1),
        ("Ivo Instructor", "esd-bench", 1, 1, 1),
    ]
    rate = found[0].rate
    assert rate is not None
    assert (rate.value, round(rate.low, 3), round(rate.high, 3)) == (0.5, 0.095, 0.905)


def test_where_nothing_could_be_told_there_is_no_rate(bench: EnrolledItem, cast: Cast) -> None:
    judge_again(signed_off(bench, cast), cast, second(UNSEEN))
    assert [each.rate for each in agreements(cast.coordinator)] == [None]


def test_coordinators_of_another_site_count_nothing(bench: EnrolledItem, cast: Cast) -> None:
    judge_again(signed_off(bench, cast), cast, second(MISSED))
    assert (agreements(cast.outsider_coordinator), moderation_counts(cast.outsider_coordinator)) == ((), Counts())


# The share


def test_a_coordinator_sets_the_share_of_their_site(cast: Cast) -> None:
    site = site_share(cast.coordinator, site_id=cast.site_id)
    assert site == SiteShare(cast.site_id, "Lyon", 10)
    assert site is not None
    for _ in range(2):
        set_share(site, percent=25, by=cast.coordinator.id, at=NOON)
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "site.moderated-percent-changed"))
    assert [(entry.actor_id, entry.object_id, entry.detail) for entry in entries] == [
        (cast.coordinator.id, str(cast.site_id), {"from": 10, "to": 25})
    ]
    assert db.session.get_one(Site, cast.site_id).moderated_percent == 25


def test_nobody_else_sets_it(cast: Cast) -> None:
    found = {
        name for name, member in cast.members.items() if member and site_share(member, site_id=cast.site_id) is not None
    }
    assert found == {"coordinator"}
