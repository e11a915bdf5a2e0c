"""Changing one's e-mail address: asked for on the account page, confirmed by a letter's link."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.people.forms import AddressForm
from app.people.operations.addresses import ask_for_address, confirm_address, person_by_address_link
from app.people.operations.tries import count_address_change, forget_password
from app.people.queries import person_by_id
from app.people.routes.present_password import check_present_password
from app.people.routes.waiting import TOO_MANY, ask_to_wait
from app.shared.clock import now
from app.web.guards import public, signed_in

blueprint = Blueprint("addresses", __name__, url_prefix="/account/address")


@blueprint.get("")
@signed_in
def new() -> ResponseReturnValue:
    """The form."""
    return _page(AddressForm.of(person_by_id(current_user.id).email))


@blueprint.post("")
@signed_in
def create() -> ResponseReturnValue:
    """Let a letter leave for the new address; nothing changes before its link is used."""
    form = AddressForm.of(person_by_id(current_user.id).email)
    present = check_present_password(form)
    if present.password_hash is None:
        return _page(form), present.status, dict(present.headers)
    forget_password(current_user.id)
    wait = count_address_change(current_user.id, form.email.data or "", at=now())
    if wait is not None:
        db.session.commit()
        headers = ask_to_wait(form.email, wait)
        return _page(form), TOO_MANY, headers
    ask_for_address(current_user.id, address=form.email.data or "", at=now())
    db.session.commit()
    flash(_("A letter is on its way to %(address)s. Open its link within a day.", address=form.email.data))
    return redirect(url_for("accounts.show"), 303)


@blueprint.get("/<token>")
@public
def edit(token: str) -> ResponseReturnValue:
    """Ask whether the address shall be the person's: opening a link alone changes nothing."""
    person, address = person_by_address_link(token, at=now())
    return render_template("people/addresses/edit.html", person=person, address=address)


@blueprint.post("/<token>")
@public
def update(token: str) -> ResponseReturnValue:
    """Make it their address."""
    person = confirm_address(token, at=now())
    db.session.commit()
    flash(_("From now on you sign in with %(address)s.", address=person.email))
    return redirect(url_for("accounts.show"), 303)


def _page(form: AddressForm) -> str:
    return render_template("people/addresses/new.html", form=form)
