"""The packages that check Open Badges on Node come as they were chosen, from wherever npm is told to fetch."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.certificates.validators import FOLDER

CHOSEN = json.loads((FOLDER / "package.json").read_text())
LOCK = json.loads((FOLDER / "package-lock.json").read_text())


def packages() -> dict[str, dict[str, Any]]:
    """Every package that is locked, by its folder."""
    return {folder: each for folder, each in LOCK["packages"].items() if folder}


def test_each_package_is_pinned_by_its_version_and_what_is_in_it() -> None:
    assert {name: packages()[f"node_modules/{name}"]["version"] for name in CHOSEN["dependencies"]} == CHOSEN[
        "dependencies"
    ]
    unpinned = [
        folder
        for folder, each in packages().items()
        if not re.fullmatch("sha512-[A-Za-z0-9+/]{86}==", each["integrity"])
    ]
    assert unpinned == []


def test_no_package_is_bound_to_an_address_or_runs_anything_when_installed() -> None:
    assert [folder for folder, each in packages().items() if {"resolved", "hasInstallScript"} & set(each)] == []
    settings = (FOLDER / ".npmrc").read_text().splitlines()
    assert {"omit-lockfile-registry-resolved=true", "ignore-scripts=true"} <= set(settings)
