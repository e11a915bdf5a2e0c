"""The people at a coordinator's sites."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.directory import permissions
from app.directory.facts import PersonFacts, Reach, RolePlace, Wanted
from app.directory.forms import PersonForm, RoleForm, StaffForm, role_name
from app.directory.operations.accounts import correct_person
from app.directory.operations.invitations import refuse_beyond
from app.directory.operations.staff import Invited, invite_staff
from app.directory.permissions import coordinates_everywhere, may_see_people
from app.directory.queries import people_listed, person_in_reach, reach_of, role_places
from app.people.member import Member
from app.people.operations import AddressTaken, PersonDeactivated
from app.shared.cleaning import cleaned
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("people", __name__)
KINDS = ("staff", "trainees", "deactivated")
LONGEST_WORDS = 200
"""Characters that somebody can look for."""


@blueprint.get("/people")
@guarded(reach_of, may_see_people)
def index(reach: Reach) -> ResponseReturnValue:
    """A page of them, by name."""
    wanted = Wanted(
        words=cleaned(request.args.get("q", ""))[:LONGEST_WORDS],
        kind=_one_of_kinds(request.args.get("show", "")),
        after=request.args.get("after", type=UUID),
        before=request.args.get("before", type=UUID),
    )
    return render_template(
        "directory/people/index.html",
        wanted=wanted,
        listing=people_listed(reach, wanted),
        at=now(),
        role_name=role_name,
        sites=coordinates_everywhere(current_user),
    )


@blueprint.get("/people/new")
@guarded(reach_of, may_see_people)
def new(_reach: Reach) -> ResponseReturnValue:
    """The form to invite staff."""
    places = places_here()
    form = StaffForm.offering(places, language=current_app.extensions["settings"].language)
    return render_template("directory/people/new.html", form=form, places=places, role_name=role_name)


@blueprint.post("/people")
@guarded(reach_of, may_see_people)
def create(_reach: Reach) -> ResponseReturnValue:
    """Invite, or give the roles to somebody known."""
    places = places_here()
    form = StaffForm.offering(places)
    if form.validate_on_submit():
        try:
            return _invited(_invite(form))
        except PersonDeactivated:
            form.email.errors = [_("The account with this address is deactivated. It has to be reactivated first.")]
    return render_template("directory/people/new.html", form=form, places=places, role_name=role_name), 422


@blueprint.get("/people/<uuid:person_id>")
@guarded(person_in_reach, may_see_people)
def show(person: PersonFacts) -> ResponseReturnValue:
    """Who somebody is, and what can be done for them."""
    return page_of(person, RoleForm.offering(places_here()))


def page_of(person: PersonFacts, form: RoleForm) -> str:
    """The page of somebody with the form for one more role."""
    return render_template(
        "directory/people/show.html", person=person, form=form, may=permissions, at=now(), role_name=role_name
    )


def places_here() -> tuple[RolePlace, ...]:
    """Where the member may give roles."""
    sites = role_places(member_here())
    return (*sites, RolePlace(None, _("Every site"))) if coordinates_everywhere(member_here()) else sites


def member_here() -> Member:
    """The member, not Flask-Login's proxy for them."""
    member: Member = current_user._get_current_object()  # noqa: SLF001 - it has no public name
    return member


@blueprint.get("/people/<uuid:person_id>/edit")
@guarded(person_in_reach, may_see_people)
def edit(person: PersonFacts) -> ResponseReturnValue:
    """The form to put name and address right."""
    refuse_beyond(person, by=member_here())
    form = PersonForm(name=person.name, email=person.email)
    return render_template("directory/people/edit.html", form=form, person=person)


@blueprint.post("/people/<uuid:person_id>")
@guarded(person_in_reach, may_see_people)
def update(person: PersonFacts) -> ResponseReturnValue:
    """Put them right."""
    refuse_beyond(person, by=member_here())
    form = PersonForm()
    if form.validate_on_submit():
        try:
            return _corrected(form, person)
        except AddressTaken:
            form.email.errors = [_("Somebody else has this address.")]
    return render_template("directory/people/edit.html", form=form, person=person), 422


def _one_of_kinds(kind: str) -> str:
    return kind if kind in KINDS else ""


def _invite(form: StaffForm) -> Invited:
    invited = invite_staff(
        form.name.data or "",
        email=form.email.data or None,
        language=form.language.data,
        roles=form.chosen,
        by=current_user.id,
        at=now(),
        person_id=form.new_id,
    )
    db.session.commit()
    return invited


def _invited(invited: Invited) -> ResponseReturnValue:
    if invited.known:
        flash(_("%(name)s was known already by this address. The roles were added.", name=invited.name), "info")
    elif invited.address:
        flash(_("A letter with the invitation is on its way to %(address)s.", address=invited.address), "success")
    else:
        return redirect(url_for("people_cards.show", person_id=invited.person_id), 303)
    return redirect(url_for("people.show", person_id=invited.person_id), 303)


def _corrected(form: PersonForm, person: PersonFacts) -> ResponseReturnValue:
    name, email = form.name.data or "", form.email.data or None
    letter_to = correct_person(person, name=name, email=email, by=member_here(), at=now())
    db.session.commit()
    if letter_to:
        flash(_("Corrected. A new invitation is on its way to %(address)s.", address=letter_to), "success")
    else:
        flash(_("Corrected."), "success")
    return redirect(url_for("people.show", person_id=person.id), 303)
