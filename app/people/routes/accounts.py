"""One's own account: name, address, password, language, and where one is signed in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.people.devices import device_of
from app.people.forms import OwnNameForm
from app.people.operations import change_person
from app.people.queries import person_by_id, pin_set_at, sign_ins_of
from app.shared.clock import now
from app.web.guards import signed_in

blueprint = Blueprint("accounts", __name__, url_prefix="/account")


@blueprint.get("")
@signed_in
def show() -> ResponseReturnValue:
    """What the school knows of the person, and where they are signed in."""
    person = person_by_id(current_user.id)
    sign_ins = [(each, device_of(each.device)) for each in sign_ins_of(person.id)]
    pin_since = pin_set_at(person.id)
    return render_template("people/accounts/show.html", person=person, sign_ins=sign_ins, pin_since=pin_since)


@blueprint.get("/name")
@signed_in
def edit() -> ResponseReturnValue:
    """The form for one's name."""
    return render_template("people/accounts/edit.html", form=OwnNameForm(name=current_user.name))


@blueprint.post("/name")
@signed_in
def update() -> ResponseReturnValue:
    """Correct one's name."""
    form = OwnNameForm()
    if not form.validate_on_submit():
        return render_template("people/accounts/edit.html", form=form), 422
    person = person_by_id(current_user.id)
    change_person(person, name=form.name.data or "", email=person.email, by=person.id, at=now())
    db.session.commit()
    flash(_("Your name is %(name)s now.", name=person.name))
    return redirect(url_for("accounts.show"), 303)
