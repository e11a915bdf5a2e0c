"""The production server in a process of its own, with a school of its own."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from app.config import ROOT
from tests.browser.school import Places
from tests.databases import own_database

READY_WITHIN = 6000
"""How often to ask whether the server answers, a twentieth of a second apart."""


@dataclass(frozen=True)
class Installation:
    """A running server, and the environment of its commands."""

    address: str
    environment: Mapping[str, str]


@dataclass(frozen=True)
class LiveSchool(Installation):
    """A running server, everybody's password, and where things are."""

    password: str
    places: Places


@contextmanager
def empty_school(folder: Path, **settings: str) -> Iterator[Installation]:
    """A school without anybody in `folder`, served in production mode until the end of the block."""
    environment = {**_environment(folder), **settings}
    with serving(environment, folder / "server.log"):
        yield Installation(environment["ETABLI_PUBLIC_URL"], environment)


@contextmanager
def live_school(folder: Path) -> Iterator[LiveSchool]:
    """The demonstration school in `folder`, served in production mode until the end of the block."""
    environment = _environment(folder)
    password = f"bench-{secrets.token_hex(8)}"
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.school", password],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    with serving(environment, folder / "server.log"):
        yield LiveSchool(environment["ETABLI_PUBLIC_URL"], environment, password, json.loads(made.stdout))


@contextmanager
def another_server(school: LiveSchool, folder: Path, **settings: str) -> Iterator[str]:
    """A second server of the same school with other settings; gives its address."""
    address = f"127.0.0.1:{_free_port()}"
    with serving({**school.environment, "ETABLI_BIND": address, **settings}, folder / "server.log"):
        yield f"http://{address}"


@contextmanager
def serving(environment: Mapping[str, str], log: Path) -> Iterator[None]:
    """`python -m app.serve` with these settings, from its first answer to the end of the block."""
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.serve"], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, f"http://{environment['ETABLI_BIND']}/health", log)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # as Ctrl-C in a terminal
        process.wait(20)


def _environment(folder: Path) -> dict[str, str]:
    address = f"127.0.0.1:{_free_port()}"
    return {
        "PATH": os.environ["PATH"],
        "ETABLI_SECRET_KEY": secrets.token_hex(32),
        "ETABLI_INSTANCE": str(folder),
        "ETABLI_PUBLIC_URL": f"http://{address}",
        "ETABLI_BIND": address,
        **own_database(folder),
    }


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(READY_WITHIN):
        try:
            urllib.request.urlopen(address).close()
        except URLError:
            if _ended(process):
                break
        else:
            return
    raise RuntimeError(f"The server does not answer:\n{log.read_text()}")


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(0.05)
    except subprocess.TimeoutExpired:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
