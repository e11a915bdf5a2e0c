"""What a certificate says that is known otherwise since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.certificates.changes import ChangedFact, Changes, changes_between
from app.certificates.facts import Proof, Statement

BENCH = Proof("P1", "practical", "esd-bench", "Set up an ESD bench", date(2026, 5, 7), "Samsung A52", "92.5")
QUIZ = Proof("Q1", "quiz", "safety-quiz", "Safety quiz", date(2026, 5, 7), "")
SAID = Statement(
    code="a" * 20,
    school="École",
    holder="Tara Trainee",
    language="en",
    title="Repairer",
    course_id="tiny",
    course="Tiny phone repair",
    hours=Decimal(35),
    first_day=date(2026, 5, 4),
    last_day=date(2026, 5, 13),
    place="Lyon",
    issued_by="Cora",
    issued_on=date(2026, 5, 15),
    revision=1,
    revision_digest="0" * 64,
    competences=(),
    proofs=(BENCH, QUIZ),
)
NOTHING = Changes((), (), (), ())


def changes(now: Statement, *, said: Statement = SAID, renamed: dict[str, str] | None = None) -> Changes:
    return changes_between(said, now, called_now=lambda item_id: (renamed or {}).get(item_id, item_id))


def test_what_each_issue_has_anew_is_no_change() -> None:
    anew = replace(SAID, code="b" * 20, issued_on=date(2027, 1, 1), issued_by="Claire", school="New", revision=2)
    assert (changes(anew), bool(changes(anew))) == (NOTHING, False)


def test_facts_are_told_as_they_were_and_as_they_are() -> None:
    now = replace(SAID, holder="Tara Otherwise", hours=Decimal(70), place="Nantes", last_day=date(2026, 5, 20))
    assert changes(now).facts == (
        ChangedFact("holder", "Tara Trainee", "Tara Otherwise"),
        ChangedFact("hours", Decimal(35), Decimal(70)),
        ChangedFact("last_day", date(2026, 5, 13), date(2026, 5, 20)),
        ChangedFact("place", "Lyon", "Nantes"),
    )


def test_work_that_counts_no_more_is_gone() -> None:
    assert changes(replace(SAID, proofs=(BENCH,))) == replace(NOTHING, gone=(QUIZ,))


def test_work_that_came_later_is_new() -> None:
    screen = replace(BENCH, mark="P2", item_id="screen")
    assert changes(replace(SAID, proofs=(BENCH, screen, QUIZ))) == replace(NOTHING, new=(screen,))


def test_work_may_be_known_otherwise() -> None:
    for now in (replace(BENCH, level="50"), replace(BENCH, device="Fairphone"), replace(BENCH, on=date(2026, 5, 9))):
        assert changes(replace(SAID, proofs=(now, QUIZ))) == replace(NOTHING, otherwise=((BENCH, now),))


def test_another_place_in_the_list_or_another_id_is_the_same_work() -> None:
    moved = replace(BENCH, mark="P2", item_id="static-bench")
    assert changes(replace(SAID, proofs=(moved, QUIZ)), renamed={"esd-bench": "static-bench"}) == NOTHING


def test_old_statements_had_no_levels() -> None:
    old = replace(SAID, version=1, proofs=(replace(BENCH, level=""), QUIZ))
    assert changes(SAID, said=old) == NOTHING
