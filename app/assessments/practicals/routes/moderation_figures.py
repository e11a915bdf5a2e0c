"""How often moderators agree with whom, as a page and as a table."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.forms import ShareForm
from app.assessments.practicals.moderating import Agreement, Counts, SiteShare
from app.assessments.practicals.permissions import may_compare_assessors
from app.assessments.practicals.queries import agreements, moderation_counts, site_shares
from app.assessments.practicals.routes.moderations import moderation_tabs
from app.assessments.practicals.sampling import FIRST_SIGN_OFFS
from app.shared.spreadsheets import Cell, write_csv
from app.web.guards import guarded

blueprint = Blueprint("moderation_figures", __name__)


@blueprint.get("/moderations/figures")
@guarded(moderation_counts, may_compare_assessors)
def index(counts: Counts) -> ResponseReturnValue:
    """Each assessor in each practical, and how much is drawn at each site."""
    return figures_page(counts)


@blueprint.get("/moderations/figures.csv")
@guarded(agreements, may_compare_assessors)
def csv(found: tuple[Agreement, ...]) -> ResponseReturnValue:
    """The same as CSV: a row for each assessor and practical."""
    locale = get_locale()
    data = write_csv(_table(found), language=locale.language if locale else "en")
    name = f"{_('moderation')}.csv"
    return send_file(BytesIO(data), mimetype="text/csv", as_attachment=True, download_name=name, max_age=0)


def percent(share: float) -> str:
    """A share in whole per cent, without its sign."""
    return f"{100 * share:.0f}"


def figures_page(counts: Counts, changed: SiteShare | None = None, sent: ShareForm | None = None) -> str:
    """The figures, with the form of the site whose share was to be `changed` as it was sent."""
    shares = [
        (site, sent if sent and site == changed else ShareForm.of(site, sent=False))
        for site in site_shares(current_user)
    ]
    return render_template(
        "practicals/moderation_figures/index.html",
        counts=counts,
        tabs=moderation_tabs(counts),
        agreements=agreements(current_user),
        shares=shares,
        sent=sent,
        percent=percent,
        first=FIRST_SIGN_OFFS,
    )


def _table(found: tuple[Agreement, ...]) -> list[list[Cell]]:
    head = [_("Assessor"), _("Practical"), _("Judged"), _("Could be told"), _("Same outcome")]
    return [[*head, _("Agreement"), _("from"), _("to")], *(_row(each) for each in found)]


def _row(each: Agreement) -> list[Cell]:
    rate = each.rate
    figures: list[Cell] = [round(value, 3) for value in (rate.value, rate.low, rate.high)] if rate else ["", "", ""]
    return [each.assessor, each.practical.title, each.judged, each.told, each.agreed, *figures]
