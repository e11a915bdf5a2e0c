"""Which test runs where, when the whole suite runs on SQLite and on PostgreSQL at the same time (`tests/suite.py`).

Each database has a lane, a process of its own:

- what touches the database runs in both lanes;
- a file that walks through a browser runs in one of them, which `BROWSER` says (in both, until it says so);
- what is marked `lane`, with the name of one, runs there: whatever only makes the demonstration school once more;
- a file's tests that need no database run once, in whichever lane has time for them first.

Without `--lane` everything runs. A test is taken to need a database if one of its fixtures does; one that makes itself
one without them is marked `database`. Whatever isn't, gets none from `tests/databases.py`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

import pytest

from tests.databases import withheld

LANES: Final = ("sqlite", "postgresql")
BROWSER: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": (
        "test_bench.py",
        "test_bench_offline.py",
        "test_bench_rule.py",
        "test_bench_signing.py",
        "test_empty_school.py",
        "test_keyboard.py",
        "test_main_job.py",
    ),
    "postgresql": (
        "test_certificates.py",
        "test_narrow.py",
        "test_network_cut.py",
        "test_offline.py",
        "test_preview.py",
        "test_question_types.py",
        "test_read_aloud.py",
        "test_safety_corrections.py",
        "test_terms.py",
        "test_weight.py",
        "test_without_javascript.py",
    ),
}
"""The files in tests/browser, by the lane that they run in: so that each lane takes as long, and both databases meet
the network that is cut."""
BOTH, ONE, EITHER = "in both lanes", "in one lane", "in either lane"


class Lane:
    """What one of the two processes runs, and in which order."""

    def __init__(self, name: str, shared: Path) -> None:
        self.name = name
        self._shared = shared
        self._collected: dict[str, str] = {}
        self._ran: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave what the other lane runs to it. The browser, which is never content with one core, comes first in one
        lane and last in the other, so that it doesn't have to wait for itself."""
        self._collected = {item.nodeid: where(item) for item in items}
        config.hook.pytest_deselected(items=[item for item in items if self._leaves(item)])
        order = (ONE, BOTH, EITHER) if self.name == LANES[0] else (BOTH, ONE, EITHER)
        number = Counter(_file(item) for item in items)
        mine = [item for item in items if not self._leaves(item)]
        # Of what either may take the large files come first: a small one at the end makes nobody wait for it.
        items[:] = sorted(
            mine, key=lambda item: (order.index(where(item)), -number[_file(item)] * (where(item) == EITHER))
        )

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run my own, and then what the other lane hasn't taken yet."""
        if session.testsfailed:
            raise session.Interrupted("errors during collection")
        if session.config.option.collectonly:
            return True
        running = self._taken(session.items)
        item = next(running, None)
        while item is not None:
            following = next(running, None)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self._ran.append(item.nodeid)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            item = following
        return True

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Say what ran. A lane that left everything to the other one did well."""
        said = {"collected": self._collected, "ran": self._ran}
        (self._shared / f"{self.name}.json").write_text(json.dumps(said))
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self._collected:
            session.exitstatus = pytest.ExitCode.OK

    def _leaves(self, item: pytest.Item) -> bool:
        return where(item) == ONE and self.name not in _named(item)

    def _taken(self, items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
        for (file, place), tests in groupby(items, key=lambda item: (_file(item), where(item))):
            if place != EITHER or self._takes(file):
                yield from tests

    def _takes(self, file: str) -> bool:
        try:
            (self._shared / f"{file.replace('/', ':')} is taken").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def where(item: pytest.Item) -> str:
    """In how many lanes it runs."""
    if _named(item):
        return ONE
    return BOTH if needs_database(item) else EITHER


def _named(item: pytest.Item) -> list[str]:
    """The lane that it says itself, or `BROWSER`."""
    said = item.get_closest_marker("lane")
    if said is not None:
        return [lane for lane in LANES if lane in said.args]
    walks = item.get_closest_marker("browser") is not None
    return [lane for lane in LANES if walks and item.path.name in BROWSER[lane]]


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def needs_database(item: pytest.Item) -> bool:
    """Whether it may ask for one."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return "settings" in fixtures or any(item.get_closest_marker(name) for name in ("database", "browser"))


def left_out(shared: Path) -> list[str]:
    """The tests that ran in fewer lanes than they have to, each with a word on it."""
    said = [json.loads((shared / f"{name}.json").read_text()) for name in LANES]
    ran = [set(each["ran"]) for each in said]
    places: dict[str, str] = said[0]["collected"] | said[1]["collected"]
    at_most = {BOTH: ran[0] & ran[1], ONE: ran[0] | ran[1], EITHER: ran[0] | ran[1]}
    return [f"{test} did not run {place}" for test, place in places.items() if test not in at_most[place]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--lane`, and where the lanes say to each other what they have taken."""
    parser.addoption("--lane", choices=LANES, help="run only what belongs to this database (tests/suite.py)")
    parser.addoption("--lanes-share", type=Path, help="an empty folder that the lanes have in common")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the lane."""
    name = config.getoption("--lane")
    if name is not None:
        config.pluginmanager.register(Lane(name, config.getoption("--lanes-share")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Withhold databases from what is taken to need none."""
    with withheld(not needs_database(item)):
        return (yield)
