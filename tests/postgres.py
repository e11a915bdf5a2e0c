"""A PostgreSQL cluster for one test run, where the server's programs are installed.

`python -m tests.postgres` runs the tests on one; words after it go to pytest.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "postgres"
"""The server refuses to run as root; Debian's package brings this user."""
LOCALE = ("-E", "UTF8", "--locale=C.UTF-8")
"""The same order of names on every machine, and the same as SQLite's."""


def programs() -> Path | None:
    """Where the newest server's programs are; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """A running cluster's address, ending in `/postgres`. Removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="etabli-postgres-"))
    port = _free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    data = folder / "data"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    try:
        _run(binaries / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "--no-sync", *LOCALE)
        _run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql://{OWNER}@127.0.0.1:{port}/postgres"
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", OWNER, "--", *words]
    # Into a file, not a pipe: the server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        if subprocess.run(words, stdout=output, stderr=output, cwd="/", check=False).returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(words)}: {output.read()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    """Run the suite on PostgreSQL; returns what pytest returned."""
    binaries = programs()
    if binaries is None:
        raise SystemExit("PostgreSQL's server programs are not installed here.")
    with cluster(binaries) as url:
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, "TEST_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
