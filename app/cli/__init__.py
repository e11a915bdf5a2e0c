"""Thin commands; `flask …` works from the project's root."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection
from uuid import UUID
from zoneinfo import available_timezones

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app.assessments.cases import queries as cases
from app.assessments.practicals import queries as practicals
from app.assessments.quizzes import queries as quizzes
from app.assessments.quizzes.operations.following import rebuild_returning_questions
from app.assessments.quizzes.operations.tallies import rebuild_tallies
from app.cli.content import content
from app.cli.journal import journal
from app.cli.keys import keys
from app.cli.preview import preview
from app.cli.questions import export_bank, import_bank
from app.config import LANGUAGES, Settings
from app.courses.operations.completions import rebuild_completions
from app.courses.operations.enrolments import lock_enrolments
from app.db import db, writing
from app.demo.people import TRAINEES
from app.demo.school import NotPublishedError, seed
from app.directory.forms import LONGEST_SITE
from app.directory.operations.sites import SiteNameTaken, open_site
from app.directory.operations.staff import invite_staff
from app.directory.queries import all_sites, person_facts
from app.people.forms import LONGEST_ADDRESS
from app.people.invitation_code import as_printed
from app.people.models.person import LONGEST_NAME, ROLES
from app.people.operations import INVITATION_LASTS
from app.people.queries import nobody_is_here, person_by_email
from app.search.operations import rebuild_index
from app.shared.addresses import E_MAIL
from app.shared.cleaning import cleaned
from app.shared.clock import now

completions = AppGroup("completions", help="What trainees have completed.")
people = AppGroup("people", help="Who works at the school.")
sites = AppGroup("sites", help="The school's places.")
statistics = AppGroup("statistics", help="What the answers say of the questions.")
search = AppGroup("search", help="What people, lessons and terms are found by.")


def init_app(app: Flask) -> None:
    """Add Établi's commands to `flask`."""
    content.add_command(import_bank)
    content.add_command(export_bank)
    content.add_command(preview)
    for command in (content, completions, demo, journal, keys, people, sites, search, statistics):
        app.cli.add_command(command)


@completions.command("rebuild")
def rebuild() -> None:
    """Make completions, gates and the questions that come back anew from declarations, marks and sign-offs."""
    with writing():
        lock_enrolments()  # before reading what was earned: what is earned meanwhile would be lost
        changed = rebuild_completions(
            [*quizzes.earned_completions(), *cases.earned_completions(), *practicals.earned_completions()],
            gates=quizzes.earned_gates(),
            at=now(),
        )
        rebuild_returning_questions()
        db.session.commit()
    click.echo(f"{changed} completions changed.")


@statistics.command("rebuild")
def rebuild_statistics() -> None:
    """Make anew what is counted of each question: after rows were written past the application."""
    with writing():
        counting = rebuild_tallies()
        db.session.commit()
    click.echo(f"{counting} attempts are counted.")


@search.command("rebuild")
def rebuild_search() -> None:
    """Make anew what search finds by: after rows were written past the application."""
    with writing():
        known, revisions = rebuild_index()
        db.session.commit()
    click.echo(f"{known} people and {revisions} revisions can be found.")


@click.command("demo")
@click.option("--size", type=click.IntRange(min=TRAINEES), default=TRAINEES, help="How many trainees.")
@with_appcontext
def demo(size: int) -> None:
    """Fill an empty database with the demonstration school and print its sign-ins.

    Its own cohorts have a few dozen trainees; more of them stand around it, written in bulk.
    """
    settings: Settings = current_app.extensions["settings"]
    settings.require_secret()
    if not nobody_is_here():
        raise click.ClickException("This school has people already: the demonstration needs an empty database.")
    try:
        lines = seed(settings, at=now(), size=size)
    except NotPublishedError as missing:
        raise click.ClickException(str(missing)) from missing
    for line in lines:
        click.echo(line)


@people.command("invite")
@click.argument("name")
@click.option("--role", required=True, help=f"What they do: {', '.join(ROLES)}.")
@click.option("--email", help="Their address. Without one they get a sign-in name.")
@click.option("--site", help="The one site where the role holds. Without it: everywhere.")
@click.option("--language", help=f"Of their pages: {', '.join(LANGUAGES)}. The school's without it.")
def invite(name: str, role: str, email: str | None, site: str | None, language: str | None) -> None:
    """Add NAME to the staff, and print the way in: to be handed over, nothing leaves by mail."""
    settings: Settings = current_app.extensions["settings"]
    settings.require_secret()
    language = _one_of("language", language or settings.language, LANGUAGES)
    with writing():
        if email and person_by_email(_address(email)):
            raise click.ClickException(f"Somebody has the address {email} already: give them the role on their page.")
        made = invite_staff(
            _name(name, LONGEST_NAME),
            email=email,
            language=language,
            roles=[(_one_of("role", role, ROLES), _site(site) if site else None)],
            by=None,
            at=now(),
            by_mail=False,
        )
        signs_in_as = person_facts(made.person_id).signs_in_as
        db.session.commit()
    click.echo(f"{made.name} is {role} {f'at {site}' if site else 'everywhere'}, and signs in as {signs_in_as}.")
    click.echo(f"The way in, once, within {INVITATION_LASTS.days} days: {settings.public_url}/invitations/{made.code}")
    click.echo(f"Or open {settings.public_url}/invitations and type {as_printed(made.code)}")


@sites.command("add")
@click.argument("name")
@click.option("--time-zone", help="Such as Europe/Paris. The school's without it.")
def add_site(name: str, time_zone: str | None) -> None:
    """Add the site NAME."""
    zone = time_zone or current_app.extensions["settings"].time_zone
    if zone not in available_timezones():
        raise click.ClickException(f"{zone} is no time zone: write one such as Europe/Paris.")
    try:
        with writing():
            open_site(_name(name, LONGEST_SITE), time_zone=zone, by=None, at=now())
            db.session.commit()
    except SiteNameTaken:
        raise click.ClickException(f"There is a site called {name} already.") from None
    click.echo(f"The site {name} is there, with the time of {zone}.")


def _name(name: str, longest: int) -> str:
    kept = cleaned(name)
    if not kept or len(kept) > longest:
        raise click.ClickException(f"Write a name of 1 to {longest} signs.")
    return kept


def _address(email: str) -> str:
    if not re.match(E_MAIL, email) or len(email) > LONGEST_ADDRESS:
        raise click.ClickException(f"{email} is no e-mail address: write a whole one, such as name@example.org.")
    return email


def _one_of(what: str, value: str, choices: Collection[str]) -> str:
    if value not in choices:
        raise click.ClickException(f"{value} is no {what}: choose one of {', '.join(choices)}.")
    return value


def _site(name: str) -> UUID:
    known = all_sites()
    found = next((site.id for site in known if site.name.casefold() == name.casefold()), None)
    if found is None:
        there = ", ".join(site.name for site in known) or "none yet"
        raise click.ClickException(
            f"There is no site called {name}; there are: {there}. Add it with: flask sites add {shlex.quote(name)}"
        )
    return found
