"""What is said of a file that is called otherwise by now, or gone. Draws; has no route of its own."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import act_sent
from app.authoring.queries.outlines import has_happened


def gone_elsewhere(draft: DraftFacts) -> ResponseReturnValue:
    """Back to the draft: the act of this request happened when it came the first time, or somebody else moved what it
    is about."""
    act_id = act_sent(request.form)
    if act_id and has_happened(draft, act_id):
        flash(_("It is done."), "success")
    else:
        flash(_("It isn’t there any more: somebody moved, renamed or removed it. Look where it is now."), "warning")
    return redirect(draft.address, 303)
