"""The production server: prepares what is missing, says what it does, and serves with granian, a worker beside it.

python -m app.serve            migrate, publish content/, serve
python -m app.serve --demo     besides, fill an empty database with the demonstration school
"""

from __future__ import annotations

import argparse
import gc
import logging
import multiprocessing
import os
import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
from flask import Flask, current_app
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server as Granian

from app import create_app
from app.assessments.quizzes.operations.tallies import rebuild_tallies, tallies_are_missing
from app.assessments.quizzes.queries.answered import has_been_answered
from app.certificates.document import can_be_printed
from app.certificates.keyring import key_files
from app.certificates.letterhead import letterhead
from app.certificates.operations import make_keys
from app.certificates.queries import public_keys
from app.certificates.school_certificate import UnusableKeyError
from app.config import Settings, SettingsError, secret_file
from app.courses.operations.content import publish_content
from app.courses.operations.revisions import UnsoundCurriculum
from app.courses.queries.revisions import newest_revisions
from app.curriculum.checking import check_content
from app.curriculum.telling import as_lines
from app.db import db, writing
from app.demo.school import kept_sign_ins, seed
from app.people.queries import nobody_is_here
from app.records.operations.past import cover_the_past
from app.search.operations import index_is_missing, rebuild_index
from app.shared.clock import now
from app.worker import end_with_parent, keep_working

PREFIX = "Établi: "
LAST_REQUESTS = 20
"""Seconds that requests under way have to end in when the server is asked to; a process that has only just begun
may not hear that it is."""


def main() -> None:
    """Prepare and serve. Ends with a sentence when a setting can't be used."""
    arguments = argparse.ArgumentParser(description="Serve Établi.")
    arguments.add_argument("--demo", action="store_true", help="fill an empty database with a demonstration school")
    demo = arguments.parse_args().demo
    try:
        if demo:
            _keep_a_secret()
        app = create_app()
    except SettingsError as wrong:
        sys.exit(f"{PREFIX}{wrong.message}")
    settings: Settings = app.extensions["settings"]
    _refuse_a_taken_address(settings)
    _prepare_apart(app, demo=demo)
    _say(f"serving on http://{settings.bind}")
    load_curricula(app, settings)
    serve(app, settings)


def load_curricula(app: Flask, settings: Settings) -> None:
    """Compile the newest revisions once for all server processes, which are forked off later."""
    if not settings.files_url.startswith("file:"):
        return  # talking to a bucket starts threads, which a fork would lose
    with app.app_context():
        newest_revisions()
        db.session.remove()
        db.engine.dispose()  # a connection must not be shared by two processes


def serve(app: Flask, settings: Settings) -> None:
    """Serve `app` from processes forked off this one, until a signal ends it.

    They share what was loaded before. So nothing may have started threads by then: drawing PDFs does.
    """
    # What is loaded by now stays: the collector need not look through it again in every process, where it would
    # hold up requests and unshare memory.
    gc.collect()
    gc.freeze()
    multiprocessing.set_start_method("fork", force=True)
    host, port = address_of(settings)
    server = Granian(
        "app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_REQUESTS,
        log_level=LogLevels.warning,
    )
    with _worker_beside(app, settings):
        server.serve(target_loader=lambda: _in_a_process(app), wrap_loader=False)


def address_of(settings: Settings) -> tuple[str, int]:
    """Host and port to listen on; an IPv6 address without its brackets."""
    host, _, port = settings.bind.rpartition(":")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _in_a_process(app: Flask) -> Flask:
    """`app`, in a process that ends when the one that forked it is killed: an orphan would keep the address."""
    end_with_parent()
    return app


@contextmanager
def _worker_beside(app: Flask, settings: Settings) -> Iterator[None]:
    """Keep a worker going meanwhile, unless somebody else does."""
    if settings.worker == "separate":
        yield
        return
    keeper = multiprocessing.Process(target=keep_working, args=(app,))
    keeper.start()
    try:
        yield
    finally:
        keeper.terminate()
        keeper.join()


def _refuse_a_taken_address(settings: Settings) -> None:
    host, port = address_of(settings)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            sys.exit(
                f"{PREFIX}can't listen on {settings.bind} ({taken.strerror}). "
                "Stop what listens there, or choose another with ETABLI_BIND=127.0.0.1:8001."
            )


def _keep_a_secret() -> None:
    file = secret_file(os.environ)
    if not os.environ.get("ETABLI_SECRET_KEY") and not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_hex(32))
        _say(f"made a secret key and keep it in {file}")


def _prepare_apart(app: Flask, *, demo: bool) -> None:
    """Prepare in a process of its own, which leaves no threads and no memory behind."""
    process = multiprocessing.get_context("fork").Process(target=_prepare, kwargs={"app": app, "demo": demo})
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{PREFIX}could not prepare what the server needs; the reason stands above.")
    if demo:
        for line in kept_sign_ins(app.extensions["settings"]):
            print(line, flush=True)  # noqa: T201 - the reader of a terminal waits for this


def _prepare(app: Flask, *, demo: bool) -> None:
    with app.app_context():
        _migrate_and_publish(app)
        _cover_what_is_there()
        _be_ready_to_issue()
        _index_what_is_there()
        _count_what_is_there()
        if not nobody_is_here():
            return
        if demo:
            _say("making the demonstration school")
            seed(app.extensions["settings"], at=now())
        else:
            _say('nobody is here yet; make the first account with: flask people invite "Name" --role coordinator')


def _migrate_and_publish(app: Flask) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    _say("bringing the database up to date")
    flask_migrate.upgrade()
    _say("publishing the curricula")
    content: Path = app.extensions["settings"].content
    try:
        with writing():
            courses = publish_content(content, by=None, at=now(), answered=has_been_answered)
            db.session.commit()
    except UnsoundCurriculum:
        sys.exit("\n".join(as_lines(check_content(content))))
    for course in courses.published:
        if course.is_new:
            _say(f"published {course.folder.name}, revision {course.number}")
    for withheld in courses.withheld:
        _say(f"{withheld.name} keeps its revision, since questions that people have answered changed their meaning:")
        for line in as_lines([withheld]):
            _say(line)
        _say(f"if that is meant, publish it with: flask content publish {withheld.name} --knowingly")


def _cover_what_is_there() -> None:
    """For databases whose records were written before the journal named them."""
    with writing():
        covered = cover_the_past(at=now())
        db.session.commit()
    if covered:
        _say(f"named {covered} records in the journal")


def _be_ready_to_issue() -> None:
    """What certificates are signed with, and the logo."""
    _have_keys(current_app.extensions["settings"].keys)
    logo = letterhead.drawing
    if logo and not can_be_printed(logo):
        sys.exit(
            f"{PREFIX}ETABLI_LOGO can't be printed on certificates: write it as a plain SVG or PNG, without letters."
        )


def _have_keys(folder: Path) -> None:
    """The keys that certificates are signed with: made at the first start, or brought by the school."""
    known = {key.purpose for key in public_keys()}
    try:
        with writing():
            recorded = make_keys(at=now())
            db.session.commit()
        concerns = key_files.concerns(at=now())
    except UnusableKeyError as wrong:
        sys.exit(f"{PREFIX}can't sign certificates with what is in {folder}: {wrong}")
    if known & {key.purpose for key in recorded}:
        _say(
            f"certificates are signed with new keys from now on, those in {folder}. What was issued stays valid. "
            "If nobody changed the keys, put your copy of the folder back and start again"
        )
    elif recorded:
        _say(f"the keys that certificates are signed with are in {folder}; keep a copy of it")
    for concern in concerns:
        _say(concern)


def _index_what_is_there() -> None:
    """For databases that were filled before there was anything to search by."""
    if index_is_missing():
        _say("making what search finds by")
        with writing():
            rebuild_index()
            db.session.commit()


def _count_what_is_there() -> None:
    """For databases whose attempts were marked before anything was counted of their questions."""
    if tallies_are_missing():
        _say("counting what was answered")
        with writing():
            rebuild_tallies()
            db.session.commit()


def _say(sentence: str) -> None:
    print(f"{PREFIX}{sentence}", flush=True)  # noqa: T201 - the reader of a terminal waits for this


if __name__ == "__main__":
    main()
