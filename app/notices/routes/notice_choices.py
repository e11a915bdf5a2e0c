"""How a person wants to hear of each kind of notice."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.notices.forms import ChoicesForm
from app.notices.kinds import kinds_for
from app.notices.operations import choose_mail
from app.notices.queries import Reach, reach_of
from app.web.guards import signed_in

blueprint = Blueprint("notice_choices", __name__, url_prefix="/notices/choices")


@blueprint.get("")
@signed_in
def edit() -> ResponseReturnValue:
    """The form."""
    return _page(*_form())


@blueprint.post("")
@signed_in
def update() -> ResponseReturnValue:
    """Keep the choices."""
    form, reach = _form()
    if not form.validate_on_submit():
        return _page(form, reach), 422
    choose_mail(current_user.id, choices=form.choices)
    db.session.commit()
    flash(_("Your choices are saved."), "success")
    return redirect(url_for("notices.index"), 303)


def _form() -> tuple[ChoicesForm, Reach]:
    reach = reach_of([current_user.id])[current_user.id]
    return ChoicesForm.offering(kinds_for(staff=current_user.is_staff), reach.choices), reach


def _page(form: ChoicesForm, reach: Reach) -> str:
    return render_template("notices/choices/edit.html", form=form, by_mail=reach.by_mail)
