"""The cases of the courses in the repository, and what people do in them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from app.config import ROOT
from app.curriculum.cases.running import Run, act, begin, danger_of
from app.curriculum.cases.ways import with_those_before
from app.curriculum.compiler import compile_course
from app.curriculum.folder import read_course
from app.curriculum.model import BenchTest, Case

MOBILE, APPLIANCES = "mobile/smartphone-repair", "appliances/household-appliances"
SHIPPED: Final = {
    ("ghost-touch", MOBILE, 2): ["press-frame"],
    ("charges-only-when-bent", MOBILE, 3): ["steel-needle", "clean-powered"],
    ("seawater", MOBILE, 4): ["charge", "tank"],
    ("dead-phone", MOBILE, 5): ["polarity", "smoke"],
    ("boot-loop", MOBILE, 5): ["restore"],
    ("no-image-after-the-swap", MOBILE, 6): ["plug-live"],
    ("water-stays-in-the-drum", APPLIANCES, 2): ["open-filter", "hand-in-pump", "probe-live"],
    ("trips-when-it-heats", APPLIANCES, 2): ["bigger-rcd", "earth-off"],
    ("dishwasher-leak-code", APPLIANCES, 3): ["glue-float", "hands-in-base"],
    ("dryer-takes-three-hours", APPLIANCES, 3): ["bridge", "no-filter"],
    ("refrigerator-not-cold", APPLIANCES, 4): ["knife", "bridge-fuse", "add-gas"],
    ("oven-trips-the-rcd", APPLIANCES, 4): ["no-proof", "earth-off"],
}
"""What is never done in each case, by the case's id, its course and its week."""


@cache
def cases() -> dict[tuple[str, str, int], Case]:
    """Every case of the courses in the repository, by its id, course and week."""
    found: dict[tuple[str, str, int], Case] = {}
    for course in (MOBILE, APPLIANCES):
        folder = ROOT / "content" / course
        made = compile_course(read_course(folder).sources, track_id=folder.parent.name, course_id=folder.name)
        assert made.curriculum is not None
        items = made.curriculum.items.values()
        found |= {(item.id, course, item.week): item for item in items if isinstance(item, Case)}
    return found


def energised_before(case: Case, test: BenchTest) -> Run:
    """A safe run in which this test is offered and the device is as it was found, or energised again."""
    run = safely(case, begin(case), with_those_before(case, test.after))
    if run.energised or not any(each.effect == "live" for each in case.tests):
        return run
    needed = min((each for each in case.tests if each.effect == "live"), key=lambda each: len(before(case, each)))
    return act(case, safely(case, run, before(case, needed)), needed.id)


def before(case: Case, test: BenchTest) -> frozenset[str]:
    """Everything that comes before a test."""
    return with_those_before(case, test.after)


def safely(case: Case, run: Run, wanted: Iterable[str]) -> Run:
    """The run after these tests, each done as soon as it is offered; made dead where one of them needs that."""
    ahead = [test for test in case.tests if test.id in set(wanted) - run.done]
    while ahead:
        ready = [test for test in ahead if run.done.issuperset(test.after)]
        fitting = [test for test in ready if danger_of(test, energised=run.energised) is None]
        run = act(case, run, fitting[0].id) if fitting else dead(case, run)
        ahead = [test for test in ahead if test.id not in run.done]
    return run


def dead(case: Case, run: Run) -> Run:
    """The run after the first offered test that makes the device dead, and what comes before that."""
    safe = next(test for test in case.tests if test.effect == "makes-safe")
    return act(case, safely(case, run, before(case, safe)), safe.id)
