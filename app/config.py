"""The settings: one frozen dataclass, read from the environment. `docs/settings.md` explains each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.environment import SettingsError as SettingsError
from app.environment import (
    read_bind,
    read_colour,
    read_currency,
    read_folder,
    read_lines,
    read_one_of,
    read_picture,
    read_signatories,
    read_time_zone,
    read_url,
    read_urls,
    read_whole,
)

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr")
MODES = ("production", "development", "testing")
PLACES = ("embedded", "separate")
SHORTEST_SECRET = 32
KEY_FILE = "secret-key"


@dataclass(frozen=True)
class Mail:
    """Where letters leave, and whom they come from."""

    url: str
    """file:///folder, smtp://user:password@host:port (STARTTLS) or smtps://… (TLS from the start)."""
    sender: str
    """An address, or `Name <address>`; may be empty where letters go into a folder."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one school's installation and another's."""

    mode: str
    instance: Path
    """The folder of what this installation makes: its secret, and by default its database and files."""
    secret_key: str
    database_url: str
    files_url: str
    content: Path
    public_url: str
    former_urls: tuple[str, ...]
    """Where the school was before: Open Badges of that time name these addresses."""
    school_name: str
    logo: Path | None
    signatories: tuple[tuple[str, str], ...]
    """Who answers for the certificates: name and function of each."""
    wordings: Path | None
    """The folder of the school's own words for its certificates."""
    keys: Path
    """The folder of the private keys that certificates are signed with."""
    legal_lines: tuple[str, ...]
    """Who runs the school, as the law wants it told: at the foot of each page and of the catalogue."""
    colour: str
    """`#rrggbb`, or nothing: the house's petrol."""
    time_zone: str
    language: str
    currency: str
    """The ISO 4217 code of the currency that costs are in."""
    max_upload_mib: int
    session_hours: int
    bind: str
    proxies: int
    """Reverse proxies in front, each of which tells who it has its requests from."""
    workers: int
    threads: int
    mail: Mail
    worker: str
    """`embedded`: the server starts the worker beside it; `separate`: somebody else does."""

    @classmethod
    def read(cls, environment: Mapping[str, str], *, command: bool = False) -> Settings:
        """The settings of this environment. Raises SettingsError.

        A `command` may go without a secret key: whoever writes curricula has none. One that needs it asks by
        `require_secret`.
        """
        mode = read_one_of(environment, "ETABLI_MODE", MODES, "production")
        instance = instance_folder(environment)
        return cls(
            mode=mode,
            instance=instance,
            secret_key=_secret(environment, mode, command=command),
            database_url=_database(environment, f"sqlite:///{instance / 'etabli.sqlite3'}"),
            files_url=read_url(environment, "ETABLI_FILES_URL", f"file://{instance / 'files'}"),
            content=Path(environment.get("ETABLI_CONTENT") or ROOT / "content"),
            public_url=read_url(environment, "ETABLI_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
            former_urls=read_urls(environment, "ETABLI_FORMER_URLS", "https://old.school.example"),
            **_school(environment),
            keys=Path(environment.get("ETABLI_KEYS") or instance / "keys"),
            time_zone=read_time_zone(environment, "ETABLI_TIME_ZONE", "Europe/Paris"),
            language=read_one_of(environment, "ETABLI_LANGUAGE", LANGUAGES, "en"),
            currency=read_currency(environment, "ETABLI_CURRENCY", "EUR"),
            max_upload_mib=read_whole(environment, "ETABLI_MAX_UPLOAD_MIB", 32),
            session_hours=read_whole(environment, "ETABLI_SESSION_HOURS", 24 * 14),
            **_server(environment),
            mail=_mail(environment, instance),
            worker=read_one_of(environment, "ETABLI_WORKER", PLACES, "embedded"),
        )

    def require_secret(self) -> None:
        """Raises SettingsError when there is no secret key."""
        if not self.secret_key:
            raise _bad_secret(self.instance / KEY_FILE, 0)

    def flask(self) -> dict[str, Any]:
        """The same as Flask and its extensions name them."""
        secure = self.public_url.startswith("https://")
        return {
            "SECRET_KEY": self.secret_key,
            "TESTING": self.mode == "testing",
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "MAX_CONTENT_LENGTH": self.max_upload_mib * 1024 * 1024,
            "SESSION_COOKIE_NAME": "etabli",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_REFRESH_EACH_REQUEST": False,
            "PERMANENT_SESSION_LIFETIME": self.session_hours * 3600,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_CHECK_DEFAULT": True,
            "BABEL_DEFAULT_LOCALE": self.language,
            "BABEL_DEFAULT_TIMEZONE": self.time_zone,
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "app" / "translations"),
            "SCHOOL_NAME": self.school_name,
            "LEGAL_LINES": self.legal_lines,
            "PUBLIC_URL": self.public_url,
            "FORMER_URLS": self.former_urls,
        }


def _school(environment: Mapping[str, str]) -> dict[str, Any]:
    return {
        "school_name": environment.get("ETABLI_SCHOOL_NAME") or "Établi",
        "logo": read_picture(environment, "ETABLI_LOGO"),
        "signatories": read_signatories(environment, "ETABLI_SIGNATORIES"),
        "wordings": read_folder(environment, "ETABLI_WORDINGS"),
        "legal_lines": read_lines(environment.get("ETABLI_LEGAL_LINES", "")),
        "colour": read_colour(environment, "ETABLI_COLOUR"),
    }


def _server(environment: Mapping[str, str]) -> dict[str, Any]:
    return {
        "bind": read_bind(environment, "ETABLI_BIND", "127.0.0.1:8000"),
        "proxies": read_whole(environment, "ETABLI_PROXIES", 0, least=0),
        "workers": read_whole(environment, "ETABLI_WORKERS", 2),
        "threads": read_whole(environment, "ETABLI_THREADS", 2),
    }


def instance_folder(environment: Mapping[str, str]) -> Path:
    """Where this installation keeps what it makes."""
    return Path(environment.get("ETABLI_INSTANCE") or ROOT / "instance").resolve()


def secret_file(environment: Mapping[str, str]) -> Path:
    """Where a secret key is kept that the environment doesn't give."""
    return instance_folder(environment) / KEY_FILE


def _secret(environment: Mapping[str, str], mode: str, *, command: bool) -> str:
    key = environment.get("ETABLI_SECRET_KEY") or _kept_secret(environment)
    if not key and (command or mode != "production"):
        return "" if mode == "production" else "a key for development and tests only"
    if len(key) < SHORTEST_SECRET:
        raise _bad_secret(secret_file(environment), len(key))
    return key


def _bad_secret(file: Path, length: int) -> SettingsError:
    return SettingsError(
        f"ETABLI_SECRET_KEY has {length} characters, and sessions need a secret of at least {SHORTEST_SECRET}: "
        f"`make run` makes one and keeps it in {file}; or set one made with "
        'python3 -c "import secrets; print(secrets.token_hex(32))"'
    )


def _kept_secret(environment: Mapping[str, str]) -> str:
    try:
        return secret_file(environment).read_text().strip()
    except (FileNotFoundError, PermissionError):
        return ""  # it may be there for the server alone


def _database(environment: Mapping[str, str], default: str) -> str:
    url = environment.get("ETABLI_DATABASE_URL") or environment.get("DATABASE_URL") or default
    if url.startswith("sqlite:///"):
        return url
    if url.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    raise SettingsError(
        f"ETABLI_DATABASE_URL starts with “{url.split(':', 1)[0]}”: use sqlite:///path or postgresql://user@host/name."
    )


def _mail(environment: Mapping[str, str], instance: Path) -> Mail:
    url = environment.get("ETABLI_MAIL_URL") or f"file://{instance / 'mail'}"
    sender = (environment.get("ETABLI_MAIL_FROM") or "").strip()
    if not _is_place_for_mail(url):
        # The address itself is not repeated: it may hold a password.
        raise SettingsError(
            "ETABLI_MAIL_URL can't be used: write file:///folder, smtp://user:password@host:587, or smtps://… for a "
            "server that speaks TLS from the start; signs such as / and @ in a password as %2F and %40."
        )
    if sender and not re.fullmatch(r"[!-~]+@[!-~]+\.[!-~]+", parseaddr(sender)[1]):
        raise SettingsError(
            f"ETABLI_MAIL_FROM is “{sender}”: write an address such as school@example.org, "
            "or a name with it: École de Lyon <school@example.org>."
        )
    if not sender and not url.startswith("file:"):
        raise SettingsError("ETABLI_MAIL_FROM is missing: write the address that the school's mail comes from.")
    return Mail(url, sender)


def _is_place_for_mail(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_is_sound = parts.port != 0
    except ValueError:
        return False
    if parts.scheme == "file":
        return not parts.netloc and parts.path.startswith("/")
    tail = parts.path not in ("", "/") or parts.query or parts.fragment
    return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and port_is_sound and not tail
