"""What a coordinator has to settle: outcomes that a trainee disagrees with, and judgements that clash."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.disputes import Clash, Disagreement, DisputePage
from app.assessments.practicals.forms import ClashForm, DisagreementForm
from app.assessments.practicals.operations import answer_clash, answer_disagreement
from app.assessments.practicals.permissions import may_list_disputes, may_see_dispute, may_settle
from app.assessments.practicals.queries import clash_seen_by, disagreement_seen_by, disputes_of
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("disputes", __name__)


def _shown_page(member: Member) -> DisputePage | None:
    return disputes_of(member, page=request.args.get("page", 1, type=int))


@blueprint.get("/disputes")
@guarded(_shown_page, may_list_disputes)
def index(found: DisputePage) -> ResponseReturnValue:
    """Open ones first, then what was settled."""
    return render_template("practicals/disputes/index.html", found=found)


@blueprint.get("/disagreements/<uuid:sign_off_id>")
@guarded(disagreement_seen_by, may_see_dispute)
def show_disagreement(found: Disagreement) -> ResponseReturnValue:
    """The outcome, and why the trainee doesn't agree."""
    return _disagreement_page(found, DisagreementForm())


@blueprint.post("/disagreements/<uuid:sign_off_id>/answer")
@guarded(disagreement_seen_by, may_settle)
def answer_one_disagreement(found: Disagreement) -> ResponseReturnValue:
    """Let the outcome stand, or set it aside."""
    form = DisagreementForm()
    if not form.validate_on_submit():
        return _disagreement_page(found, form), 422
    answer_disagreement(found, answer=form.decided, reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("It is settled. %(name)s and the instructor get a notice.", name=found.enrolled.name), "success")
    return redirect("/disputes", 303)


@blueprint.get("/clashes/<uuid:clash_id>")
@guarded(clash_seen_by, may_see_dispute)
def show_clash(found: Clash) -> ResponseReturnValue:
    """Both judgements side by side."""
    return _clash_page(found, ClashForm())


@blueprint.post("/clashes/<uuid:clash_id>/answer")
@guarded(clash_seen_by, may_settle)
def answer_one_clash(found: Clash) -> ResponseReturnValue:
    """Say which of both counts."""
    form = ClashForm()
    if not form.validate_on_submit():
        return _clash_page(found, form), 422
    answer_clash(found, answer=form.decided, reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("It is settled. %(name)s and both instructors get a notice.", name=found.enrolled.name), "success")
    return redirect("/disputes", 303)


def _disagreement_page(found: Disagreement, form: DisagreementForm) -> str:
    return render_template(
        "practicals/disputes/disagreement.html", found=found, form=form, settles=may_settle(current_user, found)
    )


def _clash_page(found: Clash, form: ClashForm) -> str:
    return render_template(
        "practicals/disputes/clash.html", found=found, form=form, settles=may_settle(current_user, found)
    )
