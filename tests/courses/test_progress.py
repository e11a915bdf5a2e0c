"""Where a trainee stands: states, what comes next, rules, the strip of weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.courses.calendar import Calendar
from app.courses.facts import Done, Kept
from app.courses.progress import (
    LICENCE,
    Progress,
    asked_no_more,
    closed_gates,
    completion_rules,
    is_open,
    kept_of,
    next_after,
    progress_of,
)
from app.curriculum.model import Curriculum, Item, Quiz
from tests.cast import FIRST_DAY, NOON, Cast
from tests.courses.unwritten import with_drafts, without_items

LESSONS = ["the-bench", "the-battery", "the-screen", "the-port", "the-board"]
"""One a week."""
CALENDAR = Calendar(FIRST_DAY)


@pytest.fixture
def curriculum(cast: Cast) -> Curriculum:
    return cast.enrolled().curriculum


def done(*items: str, gates: dict[str, str] | None = None) -> Done:
    return Done(dict.fromkeys(items, NOON), gates or {})


def rearranged(curriculum: Curriculum, *weeks: tuple[Item, ...]) -> Curriculum:
    """The course with these items in its weeks."""
    pairs = zip(curriculum.weeks, weeks, strict=True)
    return replace(curriculum, weeks=tuple(replace(week, items=items) for week, items in pairs))


def two_lessons_in_week_one(curriculum: Curriculum) -> Curriculum:
    first, second, *others = (week.items for week in curriculum.weeks)
    return rearranged(curriculum, first + second, (), *others)


def on_the_first_day(curriculum: Curriculum, behind: Done) -> Progress:
    return progress_of(curriculum, done=behind, calendar=CALENDAR, today=FIRST_DAY)


@pytest.mark.parametrize(
    ("after", "behind", "following"),
    [
        ("the-bench", [], "safety-quiz"),
        ("the-bench", ["safety-quiz"], "the-battery"),
        ("the-board", ["safety-quiz"], "the-bench"),
        ("the-board", [*LESSONS, "safety-quiz"], None),
        ("esd-bench", LESSONS[1:], "the-bench"),
    ],
)
def test_what_comes_next_is_ahead_first_then_what_was_left(
    curriculum: Curriculum, after: str, behind: list[str], following: str | None
) -> None:
    found = next_after(curriculum, curriculum.items[after], done(*behind))
    assert (found.id if found else None) == following


@pytest.mark.parametrize(
    ("decision", "open_now"),
    [(None, False), ("opened", True), ("suspended", False), ("restored", True), ("overridden", True)],
)
def test_a_gate_opens_its_items_as_long_as_the_last_decision_does(
    curriculum: Curriculum, decision: str | None, open_now: bool
) -> None:
    gates = {"safety": decision} if decision else {}
    assert is_open(curriculum.items["esd-bench"], done(gates=gates)) == open_now


@pytest.mark.parametrize(
    ("licence", "closed"),
    [(None, ("bench",)), ("restored", ("bench",)), ("overridden", ("bench",)), ("suspended", (LICENCE, "bench"))],
)
def test_a_suspended_licence_closes_each_practical_before_its_gates_do(
    curriculum: Curriculum, licence: str | None, closed: tuple[str, ...]
) -> None:
    practical, lesson = (replace(curriculum.items[each], requires=("bench",)) for each in ("esd-bench", "the-battery"))
    decided = done(gates={LICENCE: licence} if licence else None)
    assert (closed_gates(practical, decided), closed_gates(lesson, decided)) == (closed, ("bench",))
    assert on_the_first_day(curriculum, decided).suspended == (LICENCE in closed)


def test_a_practical_that_asks_for_the_licence_itself_names_it_once(curriculum: Curriculum) -> None:
    practical = replace(curriculum.items["esd-bench"], requires=("bench", LICENCE))
    assert closed_gates(practical, done(gates={LICENCE: "suspended"})) == (LICENCE, "bench")


def test_what_is_done_is_not_open(curriculum: Curriculum) -> None:
    assert not is_open(curriculum.items["the-bench"], done("the-bench"))


def test_a_locked_item_names_the_quiz_that_opens_it(curriculum: Curriculum) -> None:
    progress = progress_of(curriculum, done=done(), calendar=CALENDAR, today=FIRST_DAY)
    locked = {row.item.id: [quiz.id for quiz in row.locked_by] for week in progress.weeks for row in week.items}
    assert locked == {lesson: [] for lesson in LESSONS} | {"safety-quiz": [], "esd-bench": ["safety-quiz"]}


@pytest.mark.parametrize(
    ("behind", "gates", "state", "locked_by"),
    [
        ([], {}, "locked", ["safety-quiz"]),
        (["safety-quiz"], {"safety": "opened"}, "open", []),
        (["esd-bench"], {}, "done", []),
        (["esd-bench"], {"safety": "opened"}, "done", []),
    ],
)
def test_an_item_is_locked_by_its_gates_only_as_long_as_it_is_not_done(
    curriculum: Curriculum, behind: list[str], gates: dict[str, str], state: str, locked_by: list[str]
) -> None:
    (row,) = on_the_first_day(curriculum, done(*behind, gates=gates)).weeks[0].items[2:]
    assert (row.item.id, row.state, [quiz.id for quiz in row.locked_by]) == ("esd-bench", state, locked_by)


def test_the_state_of_each_item_tells_when_it_was_done(curriculum: Curriculum) -> None:
    week = on_the_first_day(curriculum, done("the-bench")).weeks[0]
    assert [(row.item.id, row.state, row.completed_at) for row in week.items] == [
        ("the-bench", "done", NOON),
        ("safety-quiz", "open", None),
        ("esd-bench", "locked", None),
    ]


@pytest.mark.parametrize(
    ("behind", "following"),
    [
        ([], "the-bench"),
        (["the-bench"], "safety-quiz"),
        (["the-bench", "safety-quiz"], "the-battery"),
    ],
)
def test_the_next_item_is_the_first_one_that_is_open(curriculum: Curriculum, behind: list[str], following: str) -> None:
    found = on_the_first_day(curriculum, done(*behind)).next_item
    assert found is not None
    assert found.item.id == following


@pytest.mark.parametrize(
    ("behind", "taught", "counts"),
    [
        ([], "open", {"lesson": 0, "quiz": 0, "practical": 0}),
        (["the-bench"], "part", {"lesson": 1, "quiz": 0, "practical": 0}),
        (["the-battery"], "part", {"lesson": 1, "quiz": 0, "practical": 0}),
        (["the-bench", "the-battery"], "full", {"lesson": 2, "quiz": 0, "practical": 0}),
    ],
)
def test_a_week_with_some_of_its_lessons_done_was_taught_in_part(
    curriculum: Curriculum, behind: list[str], taught: str, counts: dict[str, int]
) -> None:
    progress = on_the_first_day(two_lessons_in_week_one(curriculum), done(*behind))
    assert progress.pips[0].taught == taught
    assert progress.weeks[0].done == counts
    assert progress.weeks[0].total == {"lesson": 2, "quiz": 1, "practical": 1}


def test_the_strip_has_the_titles_of_the_weeks(curriculum: Curriculum) -> None:
    strip = on_the_first_day(curriculum, done()).pips
    assert [week.title for week in strip] == [week.title for week in curriculum.weeks]


def test_the_weeks_of_the_course_follow_each_other_from_its_first_day(curriculum: Curriculum) -> None:
    weeks = on_the_first_day(curriculum, done()).weeks
    assert [(week.week.number, week.first_day, week.last_day) for week in weeks] == [
        (1, date(2026, 5, 4), date(2026, 5, 10)),
        (2, date(2026, 5, 11), date(2026, 5, 17)),
        (3, date(2026, 5, 18), date(2026, 5, 24)),
        (4, date(2026, 5, 25), date(2026, 5, 31)),
        (5, date(2026, 6, 1), date(2026, 6, 7)),
    ]


def test_the_strip_tells_what_was_taught_quizzed_and_shown(curriculum: Curriculum) -> None:
    behind, until_week_three = done("the-bench", "safety-quiz"), without_items(curriculum, [4, 5])
    strip = progress_of(until_week_three, done=behind, calendar=CALENDAR, today=date(2026, 5, 12)).pips
    assert [(week.number, week.taught, week.quizzed, week.shown, week.current) for week in strip] == [
        (1, "full", "full", "open", False),
        (2, "open", "none", "none", True),
        (3, "open", "none", "none", False),
        (4, "none", "none", "none", False),
        (5, "none", "none", "none", False),
    ]


def test_the_rules_tell_what_is_missing(curriculum: Curriculum) -> None:
    rules = completion_rules(curriculum, done("the-bench", "safety-quiz"))
    assert [(rule.kind, rule.needed, rule.done, [item.id for item in rule.missing]) for rule in rules] == [
        ("lesson", 5, 1, LESSONS[1:]),
        ("quiz", 1, 1, []),
        ("case", 0, 0, []),
        ("practical", 1, 0, ["esd-bench"]),
    ]
    assert [rule.met for rule in rules] == [False, True, True, False]


def test_a_quiz_that_is_only_for_practice_is_needed_by_no_rule(curriculum: Curriculum) -> None:
    lesson, quiz, practical = curriculum.weeks[0].items
    assert isinstance(quiz, Quiz)
    first = (lesson, replace(quiz, summative=False), practical)
    practising = rearranged(curriculum, first, *(week.items for week in curriculum.weeks[1:]))
    rule = completion_rules(practising, done())[1]
    assert (rule.kind, rule.needed, rule.done, rule.missing, rule.met) == ("quiz", 0, 0, (), True)


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2026, 5, 10), []),
        (date(2026, 5, 11), ["safety-quiz", "esd-bench"]),
        (date(2026, 5, 18), ["safety-quiz", "esd-bench", "the-battery"]),
    ],
)
def test_an_item_is_due_on_its_weeks_last_day_and_late_on_the_next(
    curriculum: Curriculum, today: date, late: list[str]
) -> None:
    progress = progress_of(curriculum, done=done("the-bench"), calendar=CALENDAR, today=today)
    assert [row.item.id for row in progress.behind] == late
    assert [row.due_on for row in progress.weeks[0].items] == [date(2026, 5, 10)] * 3


@pytest.mark.parametrize(("moved_to", "late"), [(date(2026, 5, 20), False), (date(2026, 5, 8), True)])
def test_a_moved_date_counts_instead(curriculum: Curriculum, moved_to: date, late: bool) -> None:
    behind = replace(done(), due={"safety-quiz": moved_to})
    progress = progress_of(curriculum, done=behind, calendar=CALENDAR, today=date(2026, 5, 9))
    row = progress.weeks[0].items[1]
    assert (row.item.id, row.due_on, row.late) == ("safety-quiz", moved_to, late)


def test_a_date_locks_nothing(curriculum: Curriculum) -> None:
    behind = replace(done(), due={"the-bench": date(2026, 5, 1)})
    row = on_the_first_day(curriculum, behind).weeks[0].items[0]
    assert (row.state, row.late) == ("open", True)


def test_while_the_course_pauses_nothing_new_is_late(curriculum: Curriculum) -> None:
    holidays = Calendar(FIRST_DAY, frozenset({date(2026, 5, 11)}))
    progress = progress_of(curriculum, done=done(*LESSONS[:1]), calendar=holidays, today=date(2026, 5, 12))
    assert (progress.current_week, progress.pauses_until) == (1, date(2026, 5, 18))
    assert [row.item.id for row in progress.behind] == ["safety-quiz", "esd-bench"]


def test_undone_items_of_past_weeks_are_behind(curriculum: Curriculum) -> None:
    progress = progress_of(curriculum, done=done("the-bench"), calendar=CALENDAR, today=date(2026, 5, 11))
    assert [row.item.id for row in progress.behind] == ["safety-quiz", "esd-bench"]


@pytest.mark.parametrize("weeks", [[5], [3], [3, 4, 5]])
def test_a_course_that_is_still_being_written_is_never_complete(curriculum: Curriculum, weeks: list[int]) -> None:
    unwritten = without_items(curriculum, weeks)
    everything = done(*unwritten.items)
    progress = progress_of(unwritten, done=everything, calendar=CALENDAR, today=FIRST_DAY)
    assert [rule.met for rule in progress.rules] == [True, True, True, True]
    assert [week.week.number for week in progress.weeks if not week.complete] == weeks
    assert (progress.complete, progress.next_item) == (False, None)


@pytest.mark.parametrize("weeks", [[5], [2, 3]])
def test_a_course_with_a_draft_is_never_complete_nor_is_the_draft(curriculum: Curriculum, weeks: list[int]) -> None:
    progress = progress_of(
        with_drafts(curriculum, weeks), done=done(*curriculum.items), calendar=CALENDAR, today=FIRST_DAY
    )
    assert [rule.met for rule in progress.rules] == [True, True, True, True]
    assert [week.week.number for week in progress.weeks if not week.complete] == weeks
    assert (progress.complete, progress.next_item) == (False, None)


@pytest.mark.parametrize(("left_out", "complete"), [(None, True), ("the-battery", False), ("esd-bench", False)])
def test_a_written_course_is_complete_when_every_rule_is_met(
    curriculum: Curriculum, left_out: str | None, complete: bool
) -> None:
    behind = done(*(item for item in curriculum.items if item != left_out))
    progress = progress_of(curriculum, done=behind, calendar=CALENDAR, today=FIRST_DAY)
    assert progress.complete == complete


@pytest.mark.parametrize(("share", "needed"), [("40", 2), ("50", 3), ("60", 3), ("60.1", 4)])
def test_a_rule_of_a_share_of_the_lessons_is_met_by_that_share_rounded_up(
    curriculum: Curriculum, share: str, needed: int
) -> None:
    asked = replace(curriculum, completion=replace(curriculum.completion, lessons=Decimal(share)))
    short, enough = (completion_rules(asked, done(*LESSONS[:count]))[0] for count in (needed - 1, needed))
    assert (short.needed, short.done, short.met) == (needed, needed - 1, False)
    assert (enough.needed, enough.done, enough.met) == (needed, needed, True)


def renamed(curriculum: Curriculum, was: str, becomes: str) -> Curriculum:
    """The course with an item called otherwise."""
    weeks = (
        tuple(replace(each, id=becomes, aliases=(was,)) if each.id == was else each for each in week.items)
        for week in curriculum.weeks
    )
    return rearranged(curriculum, *weeks)


def without(curriculum: Curriculum, item_id: str) -> Curriculum:
    """The course without an item."""
    weeks = (tuple(each for each in week.items if each.id != item_id) for week in curriculum.weeks)
    return rearranged(curriculum, *weeks)


def as_practice(curriculum: Curriculum) -> Curriculum:
    """The course with a quiz that doesn't count."""
    first, *others = (week.items for week in curriculum.weeks)
    practice = (replace(each, summative=False) if isinstance(each, Quiz) else each for each in first)
    return rearranged(curriculum, tuple(practice), *others)


def test_what_counted_and_is_gone_is_asked_no_more(curriculum: Curriculum) -> None:
    gone = asked_no_more(without(curriculum, "the-port"), former=[curriculum])
    assert gone == (curriculum.items["the-port"],)
    assert asked_no_more(curriculum, former=[curriculum, without(curriculum, "the-port")]) == ()


def test_what_is_called_otherwise_is_asked_still(curriculum: Curriculum) -> None:
    now = renamed(curriculum, "the-port", "the-socket")
    assert asked_no_more(now, former=[curriculum]) == ()


def test_a_quiz_that_became_practice_is_asked_no_more_and_one_that_was_practice_never_was(
    curriculum: Curriculum,
) -> None:
    practice = as_practice(curriculum)
    assert [each.id for each in asked_no_more(practice, former=[curriculum])] == ["safety-quiz"]
    assert asked_no_more(without(practice, "safety-quiz"), former=[practice]) == ()


def test_what_is_of_another_kind_now_is_asked_no_more(curriculum: Curriculum) -> None:
    lesson, quiz, *rest = curriculum.weeks[0].items
    others = (week.items for week in curriculum.weeks[1:])
    swapped = (replace(quiz, id="the-bench"), *rest)
    now = rearranged(curriculum, swapped, *others)
    assert [each.id for each in asked_no_more(now, former=[curriculum])] == ["the-bench", "safety-quiz"]
    assert lesson.kind == "lesson"


def test_what_was_renamed_before_it_went_is_one_thing_as_it_was_last(curriculum: Curriculum) -> None:
    later = renamed(curriculum, "the-port", "the-socket")
    gone = asked_no_more(without(curriculum, "the-port"), former=[later, curriculum])
    assert gone == (later.items["the-socket"],)


def test_what_is_asked_no_more_is_kept_if_it_was_completed_since_the_first_time(curriculum: Curriculum) -> None:
    socket = renamed(curriculum, "the-port", "the-socket").items["the-socket"]
    now = without(curriculum, "the-port")
    times = {"the-socket": NOON, "the-port": NOON - timedelta(days=1)}
    assert kept_of(now, [socket], times) == {"the-socket": Kept(socket, NOON - timedelta(days=1))}
    assert kept_of(now, [socket, curriculum.items["the-board"]], {"the-socket": NOON}) == {
        "the-socket": Kept(socket, NOON)
    }
    assert kept_of(now, [socket], {"the-board": NOON}) == {}


def test_what_is_practice_by_another_name_is_kept_from_when_it_counted(curriculum: Curriculum) -> None:
    quiz = curriculum.items["safety-quiz"]
    now = renamed(as_practice(curriculum), "safety-quiz", "try-it")
    assert kept_of(now, [quiz], {"try-it": NOON}) == {"safety-quiz": Kept(quiz, NOON)}


def test_what_is_kept_counts_as_done_and_among_what_the_share_is_of(curriculum: Curriculum) -> None:
    shares = replace(curriculum.completion, lessons=Decimal(80))
    port = curriculum.items["the-port"]
    now = replace(without(curriculum, "the-port"), completion=shares)
    behind = done("the-bench", "the-battery", "the-screen")
    behind.kept["the-port"] = Kept(port, NOON)
    rule, quizzes, *_ = completion_rules(now, behind)
    assert (rule.needed, rule.done, rule.met) == (4, 4, True)
    assert [(each.item.id, each.at, each.gone) for each in rule.met_by] == [
        ("the-bench", NOON, False),
        ("the-battery", NOON, False),
        ("the-screen", NOON, False),
        ("the-port", NOON, True),
    ]
    assert (quizzes.needed, quizzes.done) == (1, 0)
