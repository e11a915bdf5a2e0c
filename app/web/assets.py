"""What pages need besides themselves: joined, compressed and fingerprinted once, at start.

An asset's address holds a digest of its content, so that browsers may keep it for ever; a new content
has a new address. Serving it is the routes' business: `Assets.find` has everything that they need.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "/assets/"
"""Where the routes serve assets from."""

LAYERS = ("reset", "tokens", "base", "layout", "components", "print")
"""The cascade, weakest first. A layer is a file of `css/`, or a folder of files in alphabetical order."""

MEDIA_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
_COMPRESSED_ALREADY = frozenset({".woff2", ".png"})
_ADDRESS = re.compile(r'url\("([^"]+)"\)')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    filename: str
    """With its fingerprint: `app-0123456789ab.css`."""
    media_type: str
    data: bytes
    gzipped: bytes | None
    """None where compressing gains nothing."""


class Assets:
    """Every asset, by its plain name (`app.css`) and by its fingerprinted one."""

    def __init__(self) -> None:
        self._by_name: dict[str, Asset] = {}
        self._by_filename: dict[str, Asset] = {}

    @classmethod
    def build(cls, static: Path, *, tokens: str = "", logo: Path | None = None) -> Assets:
        """The assets made from `css/`, `js/`, `vendor/` and `images/` in the folder `static`, with the school's own
        `tokens` (CSS) after the house's and its `logo` (asset `logo`).

        The scripts in `js/elements/`, `js/answers/` and `js/records/` are one asset, which all pages get; each in
        `js/pages/` is one of its own, and those in `js/bench/` together.

        Raises LookupError when the style sheet names a file that isn't there, or a layer is missing.
        """
        assets = cls()
        for path in _pictures_and_fonts(static):
            assets._add(path.name, path.read_bytes())
        htmx = [static / "vendor" / "htmx.js", static / "js" / "no-eval.js"]
        assets._add("htmx.js", _joined(htmx).encode())
        assets._add("app.js", _script(static / "js").encode())
        assets._add("service-worker.js", (static / "js" / "service-worker.js").read_bytes())
        for path in sorted((static / "js" / "pages").glob("*.js")):
            assets._add(path.name, path.read_bytes())
        assets._add("bench.js", _joined(sorted((static / "js" / "bench").glob("*.js"))).encode())
        assets._add("app.css", assets._addressed(_style_sheet(static / "css", tokens)).encode())
        if logo is not None:
            assets._add(f"logo{logo.suffix.lower()}", logo.read_bytes())
        return assets

    def url(self, name: str) -> str:
        """The address of the asset called `name`. Raises LookupError for an unknown name."""
        return PREFIX + self.named(name).filename

    def named(self, name: str) -> Asset:
        """The asset called `name`. Raises LookupError for an unknown name."""
        if name not in self._by_name:
            raise LookupError(f"There is no asset called {name}.")
        return self._by_name[name]

    def find(self, filename: str) -> Asset | None:
        """The asset with this fingerprinted file name."""
        return self._by_filename.get(filename)

    def __iter__(self) -> Iterator[Asset]:
        return iter(self._by_name.values())

    def _add(self, name: str, content: bytes) -> None:
        stem, ending = name.rsplit(".", 1)
        filename = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
        suffix = f".{ending}"
        packed = None if suffix in _COMPRESSED_ALREADY else gzip.compress(content, 9, mtime=0)
        asset = Asset(filename, MEDIA_TYPES[suffix], content, packed)
        self._by_name[name] = asset
        self._by_filename[filename] = asset

    def _addressed(self, style_sheet: str) -> str:
        return _ADDRESS.sub(lambda found: f'url("{self.url(found[1])}")', style_sheet)


def _pictures_and_fonts(static: Path) -> list[Path]:
    return sorted([*(static / "vendor").glob("*.woff2"), *(static / "images").glob("*.[sp][vn]g")])


def _style_sheet(folder: Path, tokens: str) -> str:
    """The files of `css/` in the order of the cascade, each in the layer that its name says; `tokens` after theirs."""
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer in LAYERS:
        files = [folder / f"{layer}.css"] if layer != "components" else sorted((folder / layer).glob("*.css"))
        if not all(path.exists() for path in files):
            raise LookupError(f"The style sheet has no layer {layer}.")
        own = tokens if layer == "tokens" else ""
        parts.append(f"@layer {layer} {{\n{_joined(files)}\n{own}}}")
    return _INDENT.sub("\n", _COMMENT.sub("", "\n".join(parts)))


def _script(folder: Path) -> str:
    """The custom elements as one module, each in a block of its own, so that their names don't meet: the files of
    `elements/`, and those of `answers/` and `records/` together."""
    blocks = [[path] for path in sorted((folder / "elements").glob("*.js"))]
    blocks.append([path for name in ("answers", "records") for path in sorted((folder / name).glob("*.js"))])
    return "\n".join(f"{{\n{_joined(files)}\n}}" for files in blocks)


def _joined(files: list[Path]) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in files)
