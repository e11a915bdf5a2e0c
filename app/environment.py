"""How each kind of setting is read from the environment, and refused with a sentence that says what would do."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import click

PICTURES = (".svg", ".png")
MOST_PICTURE = 100 * 1024
"""Bytes of a logo: each page of a first visit brings it along."""
MOST_SIGNATORIES = 3
"""Who stand side by side on a certificate."""


class SettingsError(click.ClickException):
    """A setting that can't be used. The message is a sentence that says which, why, and what would do.

    A ClickException, so that every `flask …` command ends with that sentence and no traceback.
    """


def read_url(environment: Mapping[str, str], name: str, default: str) -> str:
    """A whole address. Raises SettingsError."""
    url = environment.get(name) or default
    parts = urlsplit(url)
    if not parts.scheme or not (parts.netloc or parts.path):
        raise SettingsError(f"{name} is “{url}”: write a whole address, such as {default}.")
    return url


def read_urls(environment: Mapping[str, str], name: str, example: str) -> tuple[str, ...]:
    """Whole addresses without a slash at their end, parted as lines are. Raises SettingsError."""
    return tuple(read_url({name: url}, name, example).rstrip("/") for url in read_lines(environment.get(name, "")))


def read_bind(environment: Mapping[str, str], name: str, default: str) -> str:
    """Address and port to listen on. Raises SettingsError."""
    address = environment.get(name) or default
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsError(f"{name} is “{address}”: write address and port, such as {default}.")
    return address


def read_picture(environment: Mapping[str, str], name: str) -> Path | None:
    """A file with a picture that pages can carry; None where none is set. Raises SettingsError."""
    value = environment.get(name)
    if not value:
        return None
    path = Path(value)
    if not path.is_file():
        raise SettingsError(f"{name} is “{value}”, and there is no such file.")
    if path.suffix.lower() not in PICTURES or path.stat().st_size > MOST_PICTURE:
        raise SettingsError(f"{name} is “{value}”: name a file .svg or .png of at most {MOST_PICTURE // 1024} KiB.")
    return path


def read_folder(environment: Mapping[str, str], name: str) -> Path | None:
    """A folder that is there; None where none is set. Raises SettingsError."""
    value = environment.get(name)
    if value and not Path(value).is_dir():
        raise SettingsError(f"{name} is “{value}”, and there is no such folder.")
    return Path(value) if value else None


def read_signatories(environment: Mapping[str, str], name: str) -> tuple[tuple[str, str], ...]:
    """Name and function of each who answers for the certificates. Raises SettingsError."""
    value = environment.get(name, "")
    written = [[part.strip() for part in line.split(";")] for line in read_lines(value)]
    if len(written) > MOST_SIGNATORIES or any(len(parts) != 2 or not all(parts) for parts in written):
        raise SettingsError(
            f"{name} is “{value}”: write at most {MOST_SIGNATORIES} people as name; function, parted by |, "
            "such as Jeanne Moreau; Director | Ali Haddad; Head of training."
        )
    return tuple((person, function) for person, function in written)


def read_lines(text: str) -> tuple[str, ...]:
    """The lines of a setting, which `|` parts too."""
    return tuple(line.strip() for line in text.replace("|", "\n").splitlines() if line.strip())


def read_colour(environment: Mapping[str, str], name: str) -> str:
    """A colour as `#rrggbb`; empty where none is set. Raises SettingsError."""
    value = environment.get(name, "").lower()
    if value and not re.fullmatch(r"#[0-9a-f]{6}", value):
        raise SettingsError(f"{name} is “{value}”: write six hexadecimal digits, such as #0a5866.")
    return value


def read_one_of(environment: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    """One of the choices. Raises SettingsError."""
    value = environment.get(name) or default
    if value not in choices:
        raise SettingsError(f"{name} is “{value}”: choose one of {', '.join(choices)}.")
    return value


def read_time_zone(environment: Mapping[str, str], name: str, default: str) -> str:
    """A time zone's name. Raises SettingsError."""
    value = environment.get(name) or default
    if value not in zoneinfo.available_timezones():
        raise SettingsError(f"{name} is “{value}”, which is no time zone: write one such as Europe/Paris.")
    return value


def read_currency(environment: Mapping[str, str], name: str, default: str) -> str:
    """A currency's three capitals. Raises SettingsError."""
    value = environment.get(name) or default
    if not re.fullmatch(r"[A-Z]{3}", value):
        raise SettingsError(f"{name} is “{value}”: write the three capitals of a currency, such as {default}.")
    return value


def read_whole(environment: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    """A whole number, no smaller than `least`. Raises SettingsError."""
    text = environment.get(name) or str(default)
    if not text.isdecimal() or int(text) < least:
        raise SettingsError(f"{name} is “{text}”: write a whole number {'above 0' if least else 'such as 0 or 1'}.")
    return int(text)
