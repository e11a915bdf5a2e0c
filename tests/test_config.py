"""The settings: what holds without any, and what is said about those that can't be used."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from app import create_app
from app.config import ROOT, Settings, SettingsError, instance_folder, secret_file

SECRET = "0123456789abcdef" * 2


def read(folder: Path, **settings: str) -> Settings:
    """The settings of an installation in `folder`, with these besides."""
    return Settings.read({"ETABLI_INSTANCE": str(folder), "ETABLI_SECRET_KEY": SECRET, **settings})


def test_each_setting_has_its_default(tmp_path: Path) -> None:
    assert asdict(read(tmp_path)) == {
        "mode": "production",
        "instance": tmp_path,
        "secret_key": SECRET,
        "database_url": f"sqlite:///{tmp_path}/etabli.sqlite3",
        "files_url": f"file://{tmp_path}/files",
        "content": ROOT / "content",
        "public_url": "http://127.0.0.1:8000",
        "former_urls": (),
        "school_name": "Établi",
        "logo": None,
        "signatories": (),
        "wordings": None,
        "keys": tmp_path / "keys",
        "legal_lines": (),
        "colour": "",
        "time_zone": "Europe/Paris",
        "language": "en",
        "currency": "EUR",
        "max_upload_mib": 32,
        "session_hours": 336,
        "bind": "127.0.0.1:8000",
        "proxies": 0,
        "workers": 2,
        "threads": 2,
        "mail": {"url": f"file://{tmp_path}/mail", "sender": ""},
        "worker": "embedded",
    }


def test_each_setting_is_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        ETABLI_MODE="development",
        ETABLI_DATABASE_URL=f"sqlite:///{tmp_path}/deeper/school.sqlite3",
        ETABLI_FILES_URL="s3://evidence/lyon",
        ETABLI_CONTENT=str(tmp_path / "curricula"),
        ETABLI_PUBLIC_URL="https://school.example/",
        ETABLI_FORMER_URLS="https://old.example/ | http://older.example/lms",
        ETABLI_SCHOOL_NAME="École de Lyon",
        ETABLI_SIGNATORIES="Jeanne Moreau; Director | Ali Haddad ; Head of training",
        ETABLI_WORDINGS=str(tmp_path),
        ETABLI_KEYS=str(tmp_path / "safe"),
        ETABLI_TIME_ZONE="America/Martinique",
        ETABLI_LANGUAGE="fr",
        ETABLI_CURRENCY="MAD",
        ETABLI_MAX_UPLOAD_MIB="8",
        ETABLI_SESSION_HOURS="12",
        ETABLI_BIND="[::1]:9000",
        ETABLI_PROXIES="2",
        ETABLI_WORKERS="4",
        ETABLI_THREADS="1",
        ETABLI_MAIL_URL="smtps://school:p%40ss@mail.example",
        ETABLI_MAIL_FROM="École <school@example.org>",
        ETABLI_WORKER="separate",
    )
    assert asdict(settings) == {
        "mode": "development",
        "instance": tmp_path,
        "secret_key": SECRET,
        "database_url": f"sqlite:///{tmp_path}/deeper/school.sqlite3",
        "files_url": "s3://evidence/lyon",
        "content": tmp_path / "curricula",
        "public_url": "https://school.example",
        "former_urls": ("https://old.example", "http://older.example/lms"),
        "school_name": "École de Lyon",
        "logo": None,
        "signatories": (("Jeanne Moreau", "Director"), ("Ali Haddad", "Head of training")),
        "wordings": tmp_path,
        "keys": tmp_path / "safe",
        "legal_lines": (),
        "colour": "",
        "time_zone": "America/Martinique",
        "language": "fr",
        "currency": "MAD",
        "max_upload_mib": 8,
        "session_hours": 12,
        "bind": "[::1]:9000",
        "proxies": 2,
        "workers": 4,
        "threads": 1,
        "mail": {"url": "smtps://school:p%40ss@mail.example", "sender": "École <school@example.org>"},
        "worker": "separate",
    }


def test_an_empty_setting_counts_as_none(tmp_path: Path) -> None:
    empty = dict.fromkeys(("ETABLI_MODE", "ETABLI_BIND", "ETABLI_WORKERS", "ETABLI_SCHOOL_NAME", "ETABLI_CONTENT"), "")
    assert read(tmp_path, **empty) == read(tmp_path)


UNUSABLE = (
    ("ETABLI_MODE", "live", "ETABLI_MODE is “live”: choose one of production, development, testing."),
    ("ETABLI_LANGUAGE", "de", "ETABLI_LANGUAGE is “de”: choose one of en, fr."),
    (
        "ETABLI_TIME_ZONE",
        "Europe/Lyon",
        "ETABLI_TIME_ZONE is “Europe/Lyon”, which is no time zone: write one such as Europe/Paris.",
    ),
    (
        "ETABLI_CURRENCY",
        "euro",
        "ETABLI_CURRENCY is “euro”: write the three capitals of a currency, such as EUR.",
    ),
    (
        "ETABLI_PUBLIC_URL",
        "school.example",
        "ETABLI_PUBLIC_URL is “school.example”: write a whole address, such as http://127.0.0.1:8000.",
    ),
    (
        "ETABLI_FORMER_URLS",
        "https://old.example|older.example",
        "ETABLI_FORMER_URLS is “older.example”: write a whole address, such as https://old.school.example.",
    ),
    ("ETABLI_FILES_URL", "s3://", "ETABLI_FILES_URL is “s3://”: write a whole address, such as file://{folder}/files."),
    (
        "ETABLI_DATABASE_URL",
        "mysql://school",
        "ETABLI_DATABASE_URL starts with “mysql”: use sqlite:///path or postgresql://user@host/name.",
    ),
    *(
        (name, text, f"{name} is “{text}”: write a whole number above 0.")
        for name in ("ETABLI_MAX_UPLOAD_MIB", "ETABLI_SESSION_HOURS", "ETABLI_WORKERS", "ETABLI_THREADS")
        for text in ("0", "-1", "1.5", "two")
    ),
    *(
        (
            "ETABLI_MAIL_URL",
            text,
            (
                "ETABLI_MAIL_URL can't be used: write file:///folder, smtp://user:password@host:587, or smtps://… for "
                "a server that speaks TLS from the start; signs such as / and @ in a password as %2F and %40."
            ),
        )
        for text in (
            "mail.example",
            "file://mail",
            "http://mail.example",
            "smtp://",
            "smtp://u:p/w@h",
            "smtp://h:70000",
        )
    ),
    *(
        (
            "ETABLI_MAIL_FROM",
            text,
            (
                f"ETABLI_MAIL_FROM is “{text}”: write an address such as school@example.org, "
                "or a name with it: École de Lyon <school@example.org>."
            ),
        )
        for text in ("École", "school@localhost", "école@école.example", "a b@c.example")
    ),
    (
        "ETABLI_MAIL_URL",
        "smtp://mail.example",
        "ETABLI_MAIL_FROM is missing: write the address that the school's mail comes from.",
    ),
    ("ETABLI_WORKER", "none", "ETABLI_WORKER is “none”: choose one of embedded, separate."),
    *(
        ("ETABLI_PROXIES", text, f"ETABLI_PROXIES is “{text}”: write a whole number such as 0 or 1.")
        for text in ("-1", "1.5", "two")
    ),
    *(
        ("ETABLI_BIND", text, f"ETABLI_BIND is “{text}”: write address and port, such as 127.0.0.1:8000.")
        for text in ("8000", ":8000", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:0", "127.0.0.1:65536")
    ),
)


@pytest.mark.parametrize(("name", "value", "sentence"), UNUSABLE, ids=[f"{row[0]}={row[1]}" for row in UNUSABLE])
def test_an_unusable_value_is_told_in_a_sentence(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, **{name: value})
    assert refused.value.message == sentence.format(folder=tmp_path)


@pytest.mark.parametrize("secret", ["", "x" * 31])
def test_production_refuses_to_run_without_a_long_secret(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, ETABLI_SECRET_KEY=secret)
    assert refused.value.message == (
        f"ETABLI_SECRET_KEY has {len(secret)} characters, and sessions need a secret of at least 32: "
        f"`make run` makes one and keeps it in {tmp_path}/secret-key; or set one made with "
        'python3 -c "import secrets; print(secrets.token_hex(32))"'
    )


@pytest.mark.parametrize("mode", ["development", "testing"])
def test_development_and_tests_do_without_a_secret(tmp_path: Path, mode: str) -> None:
    settings = read(tmp_path, ETABLI_MODE=mode, ETABLI_SECRET_KEY="")
    assert settings.secret_key == "a key for development and tests only"


def test_a_short_secret_is_refused_in_development_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read(tmp_path, ETABLI_MODE="development", ETABLI_SECRET_KEY="short")


def test_the_kept_secret_is_used_when_the_environment_gives_none(tmp_path: Path) -> None:
    environment = {"ETABLI_INSTANCE": str(tmp_path)}
    secret_file(environment).write_text("k" * 40 + "\n")
    assert Settings.read(environment).secret_key == "k" * 40
    assert Settings.read(environment | {"ETABLI_SECRET_KEY": SECRET}).secret_key == SECRET


def test_an_installation_lies_in_instance_unless_told_otherwise(tmp_path: Path) -> None:
    assert instance_folder({}) == ROOT / "instance"
    assert instance_folder({"ETABLI_INSTANCE": str(tmp_path / "a" / ".." / "b")}) == tmp_path / "b"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_means_the_same_driver(tmp_path: Path, scheme: str) -> None:
    settings = read(tmp_path, ETABLI_DATABASE_URL=f"{scheme}://user:pass@db.example:5433/etabli")
    assert settings.database_url == "postgresql+psycopg://user:pass@db.example:5433/etabli"


def test_the_database_may_be_named_as_hosts_name_it(tmp_path: Path) -> None:
    hosted = {"DATABASE_URL": "postgres://db.example/etabli"}
    assert read(tmp_path, **hosted).database_url == "postgresql+psycopg://db.example/etabli"
    named = read(tmp_path, **hosted, ETABLI_DATABASE_URL=f"sqlite:///{tmp_path}/own.sqlite3")
    assert named.database_url == f"sqlite:///{tmp_path}/own.sqlite3"


def test_a_command_may_go_without_a_secret_until_it_needs_one(tmp_path: Path) -> None:
    settings = Settings.read({"ETABLI_INSTANCE": str(tmp_path)}, command=True)
    assert settings.secret_key == ""
    with pytest.raises(SettingsError, match="ETABLI_SECRET_KEY has 0 characters, and sessions need a secret"):
        settings.require_secret()


def test_a_command_takes_the_secret_that_is_there(tmp_path: Path) -> None:
    secret_file({"ETABLI_INSTANCE": str(tmp_path)}).write_text("k" * 40)
    settings = Settings.read({"ETABLI_INSTANCE": str(tmp_path)}, command=True)
    settings.require_secret()
    assert settings.secret_key == "k" * 40


def test_reading_the_settings_leaves_nothing_behind(tmp_path: Path) -> None:
    Settings.read({"ETABLI_INSTANCE": str(tmp_path / "deeper")}, command=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("address", "secure"), [("https://school.example", True), ("http://school.example", False)])
def test_cookies_are_secure_when_the_public_address_is(tmp_path: Path, address: str, secure: bool) -> None:
    flask = read(tmp_path, ETABLI_PUBLIC_URL=address).flask()
    assert {name: flask[name] for name in flask if name.startswith("SESSION_")} == {
        "SESSION_COOKIE_NAME": "etabli",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def test_sizes_and_hours_reach_flask_in_its_units(tmp_path: Path) -> None:
    flask = read(tmp_path, ETABLI_MAX_UPLOAD_MIB="3", ETABLI_SESSION_HOURS="2").flask()
    assert (flask["MAX_CONTENT_LENGTH"], flask["PERMANENT_SESSION_LIFETIME"]) == (3 * 1024 * 1024, 7200)
    assert flask["TESTING"] is False


@pytest.mark.parametrize(("mode", "found"), [("production", 404), ("development", 200)])
def test_the_style_guide_is_for_development_only(settings: Settings, mode: str, found: int) -> None:
    client = create_app(replace(settings, mode=mode)).test_client()
    assert client.get("/styleguide").status_code == found


def test_a_school_names_its_colour_its_logo_and_its_legal_lines(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    lines = "Atelier SARL | 1 rue de l’Établi, Lyon"
    read = Settings.read(
        {
            "ETABLI_MODE": "testing",
            "ETABLI_INSTANCE": str(tmp_path),
            "ETABLI_COLOUR": "#7A1FA2",
            "ETABLI_LOGO": str(logo),
            "ETABLI_LEGAL_LINES": lines,
        }
    )
    assert (read.colour, read.logo) == ("#7a1fa2", logo)
    assert read.legal_lines == ("Atelier SARL", "1 rue de l’Établi, Lyon")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ETABLI_COLOUR", "petrol", "write six hexadecimal digits"),
        ("ETABLI_LOGO", "/nowhere/logo.svg", "there is no such file"),
        ("ETABLI_LOGO", __file__, "name a file .svg or .png"),
        ("ETABLI_WORDINGS", "/nowhere", "there is no such folder"),
        ("ETABLI_SIGNATORIES", "Jeanne Moreau", "write at most 3 people as name; function"),
        ("ETABLI_SIGNATORIES", "Jeanne Moreau; ", "write at most 3 people as name; function"),
        ("ETABLI_SIGNATORIES", "A; B | C; D | E; F | G; H", "write at most 3 people as name; function"),
    ],
)
def test_a_brand_that_cannot_be_used_says_so(tmp_path: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.read({"ETABLI_MODE": "testing", "ETABLI_INSTANCE": str(tmp_path), name: value})
