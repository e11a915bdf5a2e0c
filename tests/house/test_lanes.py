"""Whatever is split between the two databases' lanes, nothing falls between them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from app.config import ROOT
from tests.databases import fresh_database
from tests.lanes import BOTH, BROWSER, EITHER, LANES, left_out
from tests.suite import SWEEP

SETTINGS: Final = "\n@pytest.fixture\ndef settings(): pass\n"
FILES: Final = {
    "pytest.ini": "[pytest]\nmarkers =\n    database\n    browser\n    lane",
    "test_pure.py": "def test_one(): pass\n\ndef test_two(): pass",
    "test_stored.py": "import pytest\n\n@pytest.mark.database\ndef test_stored(): pass\n\ndef test_beside(): pass",
    "test_fixtures.py": "import pytest\n\ndef test_settings(settings): pass\n" + SETTINGS,
    "test_bench.py": "import pytest\n\n@pytest.mark.browser\ndef test_walk(): pass",
    "test_there.py": "import pytest\n\n@pytest.mark.lane('postgresql')\ndef test_there(settings): pass\n" + SETTINGS,
    "test_not_said.py": "import pytest\n\n@pytest.mark.browser\ndef test_walk_too(): pass",
}
"""A small suite, with a test for each place, and one that walks through a browser and isn't in any lane yet."""


def test_whatever_needs_no_database_gets_none(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="mark it `database`"):
        fresh_database(tmp_path)


def test_every_file_that_walks_through_a_browser_has_one_lane() -> None:
    marked = [
        path
        for path in (ROOT / "tests" / "browser").glob("test_*.py")
        if "pytestmark = pytest.mark.browser" in path.read_text()
    ]
    swept = [ROOT / each.removeprefix("--ignore=") for each in SWEEP]
    walking = [path.name for path in marked if not any(path.is_relative_to(each) for each in swept)]
    said = [file for lane in LANES for file in BROWSER[lane]]
    assert set(walking) ^ set(said) == set()
    assert len(said) == len(set(said))


def test_a_lane_runs_its_own_and_what_the_other_has_not_taken(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    share = tmp_path / "share"
    share.mkdir()
    first, second = (_ran(tmp_path, share, lane) for lane in LANES)
    assert first & second == {"test_settings", "test_stored", "test_walk_too"}
    assert first - second == {"test_walk", "test_beside", "test_one", "test_two"}
    assert second - first == {"test_there"}
    assert left_out(share) == []


def test_a_lane_that_has_nothing_to_do_did_well(tmp_path: Path) -> None:
    (tmp_path / "test_pure.py").write_text(FILES["test_pure.py"])
    assert [len(_ran(tmp_path, tmp_path, lane)) for lane in LANES] == [2, 0]


def test_what_ran_in_too_few_lanes_is_told(tmp_path: Path) -> None:
    places = {"a": BOTH, "b": BOTH, "c": EITHER, "d": EITHER}
    for lane, ran in zip(LANES, (["a", "b", "c"], ["b"]), strict=True):
        (tmp_path / f"{lane}.json").write_text(json.dumps({"collected": places, "ran": ran}))
    assert left_out(tmp_path) == [f"a did not run {BOTH}", f"d did not run {EITHER}"]


def _ran(folder: Path, share: Path, lane: str) -> set[str]:
    """The tests in `folder` that passed in that lane."""
    lanes = ["-p", "tests.lanes", f"--lane={lane}", f"--lanes-share={share}"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:cacheprovider",
        *lanes,
        f"--rootdir={folder}",
        str(folder),
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return set(re.findall(r"::(\w+) PASSED", run.stdout))
