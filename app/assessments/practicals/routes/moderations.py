"""What moderators judge again, and what came of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.forms import KeepForm
from app.assessments.practicals.moderating import Counts, Moderated
from app.assessments.practicals.permissions import (
    may_correct,
    may_keep_to_judgement,
    may_open_moderated,
    may_see_moderations,
)
from app.assessments.practicals.queries import judged_list, moderated_seen_by, moderation_counts, work_list
from app.web.guards import anyone_who_finds_it, guarded

blueprint = Blueprint("moderations", __name__)


@blueprint.get("/moderations")
@guarded(moderation_counts, may_see_moderations)
def index(counts: Counts) -> ResponseReturnValue:
    """What is to be judged, what was, and where the two judgements differ."""
    tabs = moderation_tabs(counts)
    show = request.args.get("show", "")
    show = show if show in tabs else next(iter(tabs))
    page = request.args.get("page", 1, type=int)
    listed: Any = (
        work_list(current_user, page=page, total=counts.to_judge)
        if show == "open"
        else judged_list(current_user, page=page, total=tabs[show][1], differing=show == "differing")
    )
    return render_template(
        "practicals/moderations/index.html", counts=counts, tabs=tabs, show=show, listed=listed, standings=standings()
    )


@blueprint.get("/moderations/<uuid:moderation_id>")
@guarded(moderated_seen_by, anyone_who_finds_it)
def show(found: Moderated) -> ResponseReturnValue:
    """The two judgements side by side."""
    return moderated_page(found, KeepForm(formdata=None))


def moderated_page(found: Moderated, form: KeepForm) -> str:
    """The page of the two judgements, with the assessor's form as it was sent."""
    return render_template(
        "practicals/moderations/show.html",
        found=found,
        form=form,
        answers=found.standing == "waits" and may_keep_to_judgement(current_user, found),
        opens=may_open_moderated(current_user, found),
        may_correct=may_correct(current_user, found.first),
        second_words=second_words(),
        time_zone=found.first.enrolled.cohort.time_zone,
    )


def moderation_tabs(counts: Counts) -> dict[str, tuple[str, int]]:
    """The lists that the member has, with how many are in each; whoever judges begins with that."""
    tabs = {"open": (_("To judge"), counts.to_judge)} if current_user.is_a("moderator") else {}
    return tabs | {"differing": (_("Disagreements"), counts.differing), "judged": (_("All judged"), counts.judged)}


def standings() -> dict[str, tuple[str, str]]:
    """What can have come of a judgement: a chip's state, and its words."""
    return {
        "agrees": ("done", _("Same outcome")),
        "cannot_tell": ("none", _("Can’t be told")),
        "waits": ("waiting", _("Waits for the assessor")),
        "stands": ("not_yet", _("The assessor stands by it")),
        "corrected": ("done", _("Corrected since")),
        "set_aside": ("revoked", _("Set aside since")),
    }


def second_words() -> dict[str, str]:
    """The outcomes in words."""
    return {
        "competent": _("Competent"),
        "not_yet_competent": _("Not yet competent"),
        "cannot_tell": _("Can’t be told from photos and remark"),
    }
