"""What the page of a case becomes, and what is told of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.curriculum.cases.ways import MOST_SAFE
from app.curriculum.coverage import coverage_of
from app.curriculum.model import Budget, Case, Prose, Readings
from tests.curriculum.small_course import CASE, CASE_BODY, case, case_page, compiled, course, told_of

FRONT = "minutes: 25\npass: 75 %\nbudget: {minutes: 20, cost: 1.50}\nstarts: dead"
BODY = """\
‘It is dead.’

## Tests

### Look *at* it {#look was=glance,peek}
Nothing is seen.

### Measure the rail {#rail minutes=3 cost=0.20 .dead-only after=look}

/// readings | Diode mode
| Point | Reading |
|---|---|
| VDD | 0.00 V |
///

#### Beside it
Warm.

### Feed it {#feed minutes=5 .live .forbidden after=look,rail}
It burns.

## Conclusions

### Worn battery {#battery minutes=20 cost=30}
It held its charge.

### Short to ground {#short .cause needs=rail,look was=shorted}
Replace the capacitor.

## Debrief

Look first.
"""


@pytest.fixture(scope="module")
def phone() -> Case:
    return case(BODY, FRONT)


def test_the_front_matter_says_budget_state_and_pass(phone: Case) -> None:
    assert (phone.kind, phone.minutes, phone.pass_percent, phone.starts) == ("case", 25, Decimal(75), "dead")
    assert phone.budget == Budget(20, Decimal("1.50"))


def test_what_the_front_matter_leaves_out_is_as_the_format_says() -> None:
    plain = case()
    assert (plain.minutes, plain.pass_percent, plain.starts) == (None, Decimal(70), "energised")


def test_the_brief_stands_before_the_first_section(phone: Case) -> None:
    assert phone.body == (Prose("<p>‘It is dead.’</p>"),)
    assert phone.debrief == (Prose("<p>Look first.</p>"),)


def test_tests_have_what_their_headings_say(phone: Case) -> None:
    assert [(each.id, each.minutes, each.cost, each.effect, each.forbidden, each.after) for each in phone.tests] == [
        ("look", 0, Decimal(0), None, False, ()),
        ("rail", 3, Decimal("0.20"), "dead-only", False, ("look",)),
        ("feed", 5, Decimal(0), "live", True, ("look", "rail")),
    ]
    look = phone.tests_by_id["look"]
    assert (look.title_html, look.title, look.aliases, look.line) == (
        "Look <em>at</em> it",
        "Look at it",
        ("glance", "peek"),
        13,
    )


def test_a_reading_may_hold_tables_and_headings(phone: Case) -> None:
    table, below = phone.tests_by_id["rail"].reading
    assert isinstance(table, Readings)
    assert isinstance(below, Prose)
    assert below.html.endswith("<p>Warm.</p>")


def test_conclusions_have_what_their_headings_say(phone: Case) -> None:
    assert [(each.id, each.minutes, each.cost, each.cause, each.needs) for each in phone.conclusions] == [
        ("battery", 20, Decimal(30), False, ()),
        ("short", 0, Decimal(0), True, ("rail", "look")),
    ]
    assert phone.cause.aliases == ("shorted",)
    assert phone.cause.text == (Prose("<p>Replace the capacitor.</p>"),)


def test_the_compiler_works_out_the_shortest_safe_way(phone: Case) -> None:
    assert phone.shortest_way == ("look", "rail")
    assert case().shortest_way == ("disconnect", "main-rail")


def test_digests_stay_as_they_are() -> None:
    assert [digest[:12] for digest in _digests(case()).values()] == [
        "95c41ab7905b",
        "30407c506491",
        "5ddddf6abb4a",
        "4329babce170",
    ]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("0.00 V in diode mode.", "0.01 V in diode mode.", {"main-rail", "short"}),
        ("0.00 V in diode mode.", "0.00 V in diode mode.   ", set()),
        ("{#main-rail minutes=3", "{#main-rail minutes=2", {"main-rail", "short"}),
        ("{#main-rail minutes=3", "{#main-rail minutes=3 cost=1", {"main-rail", "short"}),
        ("{#main-rail minutes=3", "{#main-rail minutes=03 cost=0.00", set()),
        (".dead-only}", ".dead-only after=disconnect was=old}", set()),
        (" .dead-only", "", {"main-rail", "short"}),
        ("### Measure the main rail", "### Measure the rail", {"main-rail", "short"}),
        ("It held its charge.", "It is full.", {"battery"}),
        ("{#battery}", "{#battery minutes=9}", {"battery"}),
        ("{#battery}", "{#battery needs=disconnect}", {"battery"}),
    ],
)
def test_a_digest_changes_with_what_it_covers(old: str, new: str, changed: set[str]) -> None:
    assert old in CASE_BODY
    assert _changed(case(CASE_BODY.replace(old, new), "budget: {minutes: 10, cost: 1}")) == changed


def test_a_digest_does_not_depend_on_ids() -> None:
    renamed = case(CASE_BODY.replace("main-rail", "rail").replace("{#short", "{#ground"))
    assert set(_digests(renamed).values()) == set(_digests(case()).values())


def _digests(of: Case) -> dict[str, str]:
    tests = {test.id: test.digest for test in of.tests}
    return tests | {conclusion.id: conclusion.digest for conclusion in of.conclusions}


def _changed(of: Case) -> set[str]:
    before = _digests(case())
    return {name for name, digest in _digests(of).items() if digest != before[name]}


TESTS = "## Tests\n### A {#a}\nB\n"
CONCLUSIONS = "## Conclusions\n### C {#c .cause needs=a}\nD\n### E {#e}\nF\n"
DEBRIEF = "## Debrief\nG\n"


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("A\n", [(1, "no-section")] * 3),
        (DEBRIEF + CONCLUSIONS + TESTS, []),
        (TESTS + DEBRIEF, [(1, "no-section")]),
        (TESTS + CONCLUSIONS.lower() + DEBRIEF, [(9, "no-section")]),
        (
            "## Tests\n" + CONCLUSIONS.replace(" needs=a", "") + DEBRIEF,
            [(6, "empty-section")],
        ),
        (TESTS + "## Conclusions\n" + DEBRIEF, [(9, "empty-section")]),
        (TESTS + CONCLUSIONS + "## Debrief\n", [(14, "empty-section")]),
        (TESTS + CONCLUSIONS + DEBRIEF + "# H\n", [(16, "heading-in-case")]),
        (TESTS + CONCLUSIONS + DEBRIEF + "### H\nI\n", []),
        (TESTS + CONCLUSIONS + DEBRIEF + "### H {#h minutes=3}\nI\n", [(16, "attributes-not-here")]),
        (TESTS.replace("#a", "#a minutes=10000"), [(1, "no-section")] * 2),
        (TESTS.replace("#a", "#a minutes=10000") + CONCLUSIONS + DEBRIEF, [(7, "bad-minutes")]),
        (TESTS.replace("#a", "#a minutes=-1") + CONCLUSIONS + DEBRIEF, [(7, "bad-minutes")]),
        (TESTS.replace("#a", "#a minutes=") + CONCLUSIONS + DEBRIEF, [(7, "bad-minutes")]),
        (TESTS.replace("#a", "#a cost=1.23456") + CONCLUSIONS + DEBRIEF, [(7, "bad-cost")]),
        (TESTS.replace("#a", "#a after=") + CONCLUSIONS + DEBRIEF, [(7, "unknown-test")]),
        (TESTS.replace("#a", "#a was=a") + CONCLUSIONS + DEBRIEF, [(7, "id-twice")]),
        (TESTS + CONCLUSIONS.replace("needs=a", "needs=b,c") + DEBRIEF, [(10, "unknown-test"), (10, "unknown-test")]),
        (TESTS + CONCLUSIONS.replace("needs=a", 'needs="a, a"') + DEBRIEF, []),
        (TESTS + CONCLUSIONS.replace(" needs=a", "") + DEBRIEF, [(10, "cause-without-needs")]),
        (TESTS + CONCLUSIONS.replace("#e", "#e needs=a") + DEBRIEF, [(12, "not-told-apart")]),
        (TESTS + CONCLUSIONS.replace("### E {#e}\nF\n", "") + DEBRIEF, [(10, "one-conclusion")]),
        (TESTS + CONCLUSIONS.replace("\nF\n", "\n") + DEBRIEF, [(12, "empty-conclusion")]),
        (TESTS + "### X {#x .forbidden}\nY\n### Z {#z after=x}\nZ\n" + CONCLUSIONS + DEBRIEF, [(11, "never-offered")]),
        (
            TESTS + "### X {#x after=z}\nY\n### Z {#z after=y}\nZ\n### Y {#y after=x}\nZ\n" + CONCLUSIONS + DEBRIEF,
            [(9, "after-itself")],
        ),
        (
            TESTS + "".join(f"### T {{#t-{n} .makes-safe}}\nB\n" for n in range(MOST_SAFE + 1)) + CONCLUSIONS + DEBRIEF,
            [(9 + 2 * MOST_SAFE, "too-many-safe")],
        ),
        (
            TESTS + "".join(f"### T {{#t-{n}}}\nB\n" for n in range(60)) + CONCLUSIONS + DEBRIEF,
            [(127, "too-many-entries")],
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_line(body: str, problems: list[tuple[int, str]]) -> None:
    assert told_of(CASE, case_page(body)) == problems


@pytest.mark.parametrize(
    ("front", "problems"),
    [
        ("", [(2, "missing-key")]),
        ("budget: {minutes: 7, cost: 0}", []),
        ("budget: {minutes: 6, cost: 0}", [(4, "over-budget")]),
        ("budget: {minutes: 1.5, cost: 0}", [(4, "not-a-count")]),
        ("budget: 20", [(4, "not-a-mapping-at")]),
        ("budget: {minutes: 7, cost: 0}\nstarts: off", [(5, "unknown-word")]),
        ("budget: {minutes: 7, cost: 0}\nminutes: 0", [(5, "not-a-whole-number")]),
        ("budget: {minutes: 7, cost: 0}\npass: 40 %", [(5, "passes-without-cause")]),
        ("budget: {minutes: 7, cost: 0}\npass: 40.001 %", []),
        ("budget: {minutes: 7, cost: 0}\nattempts: 2", [(5, "unknown-key")]),
    ],
)
def test_what_is_wrong_in_the_front_matter_is_told_at_its_key(front: str, problems: list[tuple[int, str]]) -> None:
    assert told_of(CASE, case_page(CASE_BODY, front)) == problems


def test_a_case_that_is_over_its_budget_says_what_its_shortest_way_takes() -> None:
    page = case_page(CASE_BODY, "budget: {minutes: 6, cost: 0}")
    (problem,) = (each for each in compiled({CASE: page}).problems if each.code == "over-budget")
    assert problem.values == {"way": "disconnect, main-rail", "minutes": "7", "cost": "0"}


def test_a_case_assesses_the_competences_of_its_front_matter() -> None:
    made = course({CASE: case_page(front="competences: [B1.2]\nbudget: {minutes: 10, cost: 0}")})
    row = coverage_of(made).rows[1]
    assert [(place.item.id, place.count) for place in row.places("asked")] == [
        ("safety-quiz", 1),
        ("case-dead-phone", 1),
    ]


def test_a_competence_that_only_a_case_names_is_assessed() -> None:
    quiz = "week-01/80-safety-quiz.md"
    plain = "---\ntitle: Quiz\nkind: quiz\n---\n## A? {#aa .text}\n= b\n"
    with_case = case_page(front="competences: [B1.2]\nbudget: {minutes: 10, cost: 0}")
    told = {codes.code for codes in compiled({quiz: plain, CASE: with_case}).problems}
    assert told == set()
    assert {codes.code for codes in compiled({quiz: plain}).problems} == {"competence-not-assessed"}
