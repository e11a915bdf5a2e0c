"""Two coordinators who do the same, or the opposite, in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.config import Settings
from app.courses.models import Site
from app.courses.operations.enrolments import enrol_by_email
from app.db import db, writing
from app.directory.operations.invitations import make_card
from app.directory.operations.sites import SiteNameTaken, open_site
from app.directory.operations.staff import give_roles, invite_staff
from app.directory.queries import person_facts
from app.people.member import Member
from app.people.models import Invitation, Person, RoleGrant
from app.people.operations import LastCoordinator, add_person, deactivate, give_role, invite, take_up_invitation
from app.people.queries import person_by_id
from app.records.models import Letter
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.directory.making import head, newcomer, staff
from tests.side_by_side import in_the_same_moment, school_apart, told

Apart = tuple[Flask, Cast]


@pytest.fixture
def apart(settings: Settings, tmp_path: Path) -> Iterator[Apart]:
    """A school of its own, whose changes are committed."""
    with school_apart(settings, tmp_path) as school:
        yield school


def prepared(app: Flask, make: Callable[[], UUID]) -> UUID:
    """What `make` made, committed."""
    with app.app_context(), writing():
        made = make()
        db.session.commit()
        return made


def count(app: Flask, model: type[object], **values: object) -> int:
    """How many rows of that table have these values."""
    with app.app_context():
        rows = select(func.count()).select_from(model).filter_by(**values)
        return db.session.scalar(rows) or 0


def test_two_who_coordinate_everywhere_don_t_deactivate_each_other(apart: Apart) -> None:
    app, _ = apart
    both = [
        prepared(app, lambda name=name: staff(name, "coordinator", None).id)  # type: ignore[misc]
        for name in ("First Head", "Second Head")
    ]

    def closing(person_id: UUID, by: UUID) -> str:
        return told(lambda: deactivate(person_by_id(person_id), reason="No.", by=by, at=NOON))

    answers = in_the_same_moment(app, [partial(closing, *both), partial(closing, *both[::-1])])
    assert sorted(answers) == ["done", LastCoordinator.code]


def test_a_role_that_two_give_is_given_once(apart: Apart) -> None:
    app, cast = apart

    def giving() -> str:
        person = person_by_id(cast.author.id)
        return told(lambda: give_role(person, role="moderator", site_id=cast.site_id, by=None, at=NOON))

    assert in_the_same_moment(app, [giving, giving]) == ["done", "done"]
    assert count(app, RoleGrant, person_id=cast.author.id) == 2


@pytest.mark.parametrize("email", [None, "nadia@staff.example"])
def test_a_form_that_arrives_twice_at_once_invites_once(apart: Apart, email: str | None) -> None:
    app, cast = apart
    wanted = new_id()

    def inviting() -> str:
        role = ("author", cast.site_id)
        return told(
            lambda: invite_staff(
                "Nadia New", email=email, language="en", roles=[role], by=None, at=NOON, person_id=wanted
            )
        )

    assert in_the_same_moment(app, [inviting, inviting]) == ["done", "done"]
    made = (count(app, Person, name="Nadia New"), count(app, Invitation, person_id=wanted), count(app, Letter))
    assert made == (1, 1, 1 if email else 0)


def test_a_card_that_two_make_has_one_code(apart: Apart) -> None:
    app, cast = apart
    person_id = prepared(app, lambda: newcomer(cast).id)
    by: Member = _head(app)

    def making() -> str:
        return told(lambda: make_card(person_facts(person_id), instead_of=None, by=by, at=NOON))

    assert in_the_same_moment(app, [making, making]) == ["done", "done"]
    assert count(app, Invitation, person_id=person_id) == 1


def test_a_site_that_two_add_is_there_once(apart: Apart) -> None:
    app, _ = apart

    def adding() -> str:
        return told(lambda: open_site("Le Mans", time_zone="Europe/Paris", by=None, at=NOON))

    assert sorted(in_the_same_moment(app, [adding, adding])) == ["done", SiteNameTaken.code]
    assert count(app, Site, name="Le Mans") == 1


def _head(app: Flask) -> Member:
    with app.app_context(), writing():
        made = head()
        db.session.commit()
        return made


@pytest.mark.parametrize("act", ["enrolled", "role", "deactivated"])
def test_who_takes_up_an_invitation_and_who_changes_the_account_don_t_wait_for_each_other(
    apart: Apart, act: str
) -> None:
    app, cast = apart
    change: dict[str, Callable[[Person], object]] = {
        "enrolled": lambda person: enrol_by_email(
            "Nadia", email=person.email, cohort_id=cast.cohort_id, language="en", by=None, at=NOON
        ),
        "role": lambda person: give_roles(
            person_facts(person.id), [("instructor", cast.site_id)], by=cast.coordinator, at=NOON
        ),
        "deactivated": lambda person: deactivate(person, reason="Left.", by=None, at=NOON),
    }
    for number in range(8):
        person_id, code = invited(app, f"nadia{number}@staff.example")
        changing = partial(told, partial(with_person, person_id, change[act]))
        taking = partial(told, partial(take_up_invitation, code, password_hash="a hash", at=NOON))
        changed, taken = in_the_same_moment(app, [changing, taking])
        assert (changed, taken in ("done", "invitation-spent")) == ("done", True)


def with_person(person_id: UUID, act: Callable[[Person], object]) -> object:
    """What the act returns for the person as they are in its own transaction."""
    return act(person_by_id(person_id))


def invited(app: Flask, email: str) -> tuple[UUID, str]:
    """Somebody new with that address, and the code of their invitation."""
    with app.app_context(), writing():
        person = add_person("Nadia New", email=email, language="en", by=None, at=NOON)
        code = invite(person, by=None, at=NOON)
        db.session.commit()
        return person.id, code
