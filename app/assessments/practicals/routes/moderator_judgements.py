"""Judging work again, without knowing the first judgement."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.forms import ModerationForm, moderation_form
from app.assessments.practicals.moderating import WorkToJudge
from app.assessments.practicals.operations import moderate, refuse_settled
from app.assessments.practicals.queries import work_to_judge
from app.db import db
from app.shared.clock import now
from app.web.guards import anyone_who_finds_it, guarded

blueprint = Blueprint("moderator_judgements", __name__)


@blueprint.get("/moderations/<uuid:moderation_id>/judgement")
@guarded(work_to_judge, anyone_who_finds_it)
def new(work: WorkToJudge) -> ResponseReturnValue:
    """Photos, remark and criteria, as long as they wait for a judgement."""
    refuse_settled(work)
    return _page(work, moderation_form(work.practical))


@blueprint.post("/moderations/<uuid:moderation_id>/judgement")
@guarded(work_to_judge, anyone_who_finds_it)
def create(work: WorkToJudge) -> ResponseReturnValue:
    """Record it, and see the first judgement beside it."""
    form = moderation_form(work.practical)
    if not form.validate_on_submit():
        refuse_settled(work)
        return _page(work, form), 422
    moderate(work, judged=form.judgement(), by=current_user.id, at=now())
    db.session.commit()
    flash(_("Your judgement is recorded. Now compare it with the first one."), "success")
    return redirect(f"/moderations/{work.id}", 303)


def _page(work: WorkToJudge, form: ModerationForm) -> str:
    return render_template("practicals/moderator_judgements/new.html", work=work, practical=work.practical, form=form)
