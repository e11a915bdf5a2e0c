"""What people, editors and machines leave where the files of a course should be."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

Change = Callable[[bytes, random.Random], bytes]
Spoiling = Callable[[Path], None]
ROOM = 126 * 1024
"""Bytes, a little below what a file may have."""
SIGNS = tuple(
    sign.encode() for sign in (" ", "\t", ",", ", ", ":", "a,", "{", "{#", "#", "|", "-", "=", ">", "> ", "/", "`")
)
SIGNS += tuple(
    sign.encode() for sign in ("<!--", "<!-- fact: ", "-->", "](", "![", "[^", "*", "_", "é", "\u202e", "1", ".")
)


def _bomb(data: bytes, _: random.Random) -> bytes:
    levels = [b"l0: &l0 [x, x, x, x, x, x, x, x, x]"]
    levels += [b"l%d: &l%d [%s]" % (at, at, b", ".join([b"*l%d" % (at - 1)] * 9)) for at in range(1, 12)]
    return data.replace(b"---\n", b"---\n" + b"\n".join(levels) + b"\n", 1) if b"---\n" in data else b"\n".join(levels)


def _in_front(line: bytes) -> Change:
    """Writes a line at the top of the front matter, or of the file."""
    return lambda data, _: data.replace(b"---\n", b"---\n" + line, 1) if b"---\n" in data else line + data


def _behind(text: str) -> Change:
    return lambda data, _: data + f"\n\n{text}\n".encode()


RUBBISH: Mapping[str, Change] = {
    "a long line of one sign": lambda data, chance: (
        data + (chance.choice(SIGNS) * ROOM)[: max(ROOM - len(data), 9)] + b"x"
    ),
    "a line of 10 MB": lambda data, _: data + b"a" * 10_000_000,
    "binary rubbish": lambda _, chance: chance.randbytes(chance.randrange(1, 4000)),
    "nothing but zeros": lambda _, chance: bytes(chance.randrange(1, 4000)),
    "UTF-16": lambda data, _: data.decode("utf-8", "replace").encode("utf-16"),
    "Latin-1": lambda data, _: data.decode("utf-8", "replace").encode("latin-1", "replace") + b"\xe9",
    "a YAML bomb": _bomb,
    "a cycle in YAML": _in_front(b"a: &a {b: *a}\n"),
    "YAML without end": _in_front(b"a: " + b"[" * 20_000 + b"\n"),
    "a tag in YAML": _in_front(b"a: !!python/object/apply:os.system [id]\n"),
    "a ring of gates": _in_front(b"kind: quiz\ngate: a\nrequires: [a]\n"),
    "right-to-left text": _behind("\u202eمرحبا بكم\u202c في \u2067الورشة\u2069"),
    "links out of the folder": _behind("[a](../../../etc/passwd) ![b](../../../../x.svg) [c](%2e%2e/%2e%2e/%2e%2e/d)"),
    "addresses of the machine": _behind("[a](/etc/passwd) ![b](file:///x.svg) ![c](C:\\x.svg) [d](//e)"),
    "what runs": _behind(
        "<script>a</script> <img src=x onerror=a> [a](javascript:a) <svg><a xlink:href='javascript:a'>"
    ),
}
"""What people and machines leave in files, by what it is."""


def _put(path: Path, make: Callable[[], object]) -> None:
    """Puts something else where a file or folder was."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    make()


SPOILINGS: Mapping[str, Spoiling] = {
    "a folder": lambda path: _put(path, path.mkdir),
    "a pipe": lambda path: _put(path, lambda: os.mkfifo(path)),
    "a link to itself": lambda path: _put(path, lambda: path.symlink_to(path)),
    "a link out": lambda path: _put(path, lambda: path.symlink_to("/etc/passwd")),
    "a link to nothing": lambda path: _put(path, lambda: path.symlink_to("nothing")),
    "unreadable": lambda path: path.chmod(0),
    "gone": lambda path: _put(path, lambda: None),
}
"""What a file of a folder may turn out to be."""
