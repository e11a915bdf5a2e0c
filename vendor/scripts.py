"""Makes published JavaScript modules into parts of one script: comments and idle spaces go, every name stays.

A module becomes a function, named after it, that returns what it exports; `take(it)` of whoever joins them
(`app/static/js/editor/`) calls it once. So they need no bundler, and no addresses that a page would have to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Token = tuple[str, str]
"""What it is, and how it is written: space, word, sign, string or regex."""

_IMPORT = re.compile(r"^import\s*(?:\{([^}]*)\}|(\w+))\s*from\s*(['\"][^'\"]+['\"]);?$", re.MULTILINE)
_PASSED_ON = re.compile(r"^export\s*\{([^}]*)\}\s*from\s*(['\"][^'\"]+['\"]);?$", re.MULTILINE)
_LISTED = re.compile(r"^export\s*\{([^}]*)\};?$", re.MULTILINE)
_DEFAULT = re.compile(r"^export default (function|class) (\w+)", re.MULTILINE)
_DECLARED = re.compile(r"^export (var|let|const|function|class) (\w+)", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_NO_NAME = re.compile(r"\W+")
_NAMED_AS = re.compile(r"\s+as\s+")

_TOKEN = re.compile(
    r"(?P<space>\s+|//[^\n]*|/\*.*?\*/)|(?P<word>[\w$]+)"
    r"|(?P<string>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')|(?P<sign>.)",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_TEMPLATE = re.compile(r"[`}](?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
_BEFORE_REGEX = frozenset(
    ("return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "instanceof", "yield")
)
_ENDS_A_VALUE = frozenset(")]}")


def part(name: str, module: str) -> str:
    """The module of that name as a function that returns what it exports. Raises ValueError for a way to import or
    export that isn't known here."""
    exported: list[str] = []

    def passed_on(found: re.Match[str]) -> str:
        exported.extend(f"{new}: take({function(found[2])}).{old}" for old, new in _names(found[1]))
        return ""

    def listed(found: re.Match[str]) -> str:
        exported.extend(f"{new}: {old}" if old != new else new for old, new in _names(found[1]))
        return ""

    def by_default(found: re.Match[str]) -> str:
        exported.append(f"default: {found[2]}")
        return f"{found[1]} {found[2]}"

    def declared(found: re.Match[str]) -> str:
        exported.append(found[2])
        return f"{found[1]} {found[2]}"

    text = _IMPORT.sub(_imported, module)
    for pattern, change in ((_PASSED_ON, passed_on), (_LISTED, listed), (_DEFAULT, by_default), (_DECLARED, declared)):
        text = pattern.sub(change, text)
    if left := _LEFT_OVER.search(text):
        raise ValueError(f"{name}: {left[0]}")
    return f"function {function(name)}(take) {{\n{squeezed(text)}\nreturn {{ {', '.join(exported)} }};\n}}\n"


def function(name: str) -> str:
    """The function that a module becomes, by the module's name: `codemirror_state`."""
    return _NO_NAME.sub("_", name).strip("_")


def squeezed(script: str) -> str:
    """The same script without comments, and without spaces that no browser needs. Line ends stay where one of them
    might end a statement."""
    written: list[str] = []
    gap, before = "", ("sign", ";")
    for kind, text in _tokens(script):
        if kind == "space":
            gap = "\n" if "\n" in gap + text else " "
        else:
            written += [_needed(gap, before, (kind, text)), text]
            gap, before = "", (kind, text)
    return "".join(written)


def _needed(gap: str, before: Token, after: Token) -> str:
    """What has to stand between two tokens that `gap` stands between."""
    if gap == "\n":
        return "" if before[1] in ("{", "(", ",", ";") or after[1] in ("}", ")") else gap
    apart = [kind == "sign" and text not in "+-/" for kind, text in (before, after)]
    return "" if any(apart) else gap


def _tokens(script: str) -> Iterator[Token]:
    at, last = 0, ("sign", ";")
    open_braces: list[bool] = []
    """Of each, whether it stands in a template."""
    while at < len(script):
        resumes = script[at] == "}" and open_braces and open_braces[-1]
        if script[at] == "`" or resumes:
            found = _found(_TEMPLATE, script, at)
            open_braces[-1:] = [] if resumes else open_braces[-1:]
            open_braces += [True] if found.endswith("${") else []
            token = ("sign", found) if found.endswith("${") else ("string", found)
        elif script[at] == "/" and not _ends_value(last) and _REGEX.match(script, at):
            token = ("regex", _found(_REGEX, script, at))
        else:
            token = _plain(script, at)
            open_braces += [False] if token[1] == "{" else []
            open_braces[-1:] = [] if token[1] == "}" else open_braces[-1:]
        yield token
        at += len(token[1])
        last = last if token[0] == "space" else token


def _plain(script: str, at: int) -> Token:
    match = _TOKEN.match(script, at)
    if match is None or match.lastgroup is None:
        raise ValueError(f"nothing that could be read: {script[at : at + 40]}")
    return match.lastgroup, match[0]


def _ends_value(token: Token) -> bool:
    """Whether a slash behind it divides."""
    kind, text = token
    return kind in ("string", "regex") or text in _ENDS_A_VALUE or (kind == "word" and text not in _BEFORE_REGEX)


def _found(pattern: re.Pattern[str], script: str, at: int) -> str:
    match = pattern.match(script, at)
    if match is None:
        raise ValueError(f"a template that doesn't end: {script[at : at + 40]}")
    return match[0]


def _imported(found: re.Match[str]) -> str:
    if found[2]:
        return f"const {found[2]} = take({function(found[3])}).default;"
    names = ", ".join(old if old == new else f"{old}: {new}" for old, new in _names(found[1]))
    return f"const {{ {names} }} = take({function(found[3])});"


def _names(listed: str) -> list[tuple[str, str]]:
    """Each name in braces, with the one that it gets."""
    pairs = [_NAMED_AS.split(name.strip()) for name in listed.split(",") if name.strip()]
    return [(pair[0], pair[-1]) for pair in pairs]
