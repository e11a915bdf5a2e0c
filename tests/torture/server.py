"""A server that is killed with all its processes, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError

from app.config import ROOT

TRIES = 1200
"""How often to ask whether it answers, a twentieth of a second apart."""


class Server:
    """`python -m app.serve` with these settings, in a process group of its own."""

    def __init__(self, settings: Mapping[str, str], log: Path) -> None:
        self.address = settings["ETABLI_BIND"]
        self._settings = {"PATH": os.environ["PATH"], **settings}
        self._log = log
        self.start()

    def start(self) -> None:
        """Returns when it answers."""
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.serve"],
                cwd=ROOT,
                env=self._settings,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        for _ in range(TRIES):
            if self._answers():
                return
        raise RuntimeError(self._log.read_text())

    def kill(self) -> None:
        """Leave it no chance to end anything."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://{self.address}/health", timeout=5).close()
        except (URLError, OSError):
            try:
                self._process.wait(0.05)
            except subprocess.TimeoutExpired:
                return False
            raise RuntimeError(self._log.read_text()) from None
        return True
