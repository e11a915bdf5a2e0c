"""What every template may use: assets, navigation, times in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import dates
from babel.numbers import format_currency, format_decimal
from flask import Flask, current_app, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from app.config import ROOT, Settings
from app.shared.ids import new_id
from app.web.assets import Assets
from app.web.brand import palette
from app.web.languages import gettext as _
from app.web.titles import foreign, item_title, page_language, titled

LANGUAGE_NAMES = (("en", "English"), ("fr", "Français"))


@dataclass(frozen=True)
class Link:
    """A link of the navigation."""

    label: str
    href: str
    current: bool


def init_app(app: Flask) -> None:
    """Give the templates their globals."""
    settings: Settings = app.extensions["settings"]
    tokens = palette(settings.colour) if settings.colour else ""
    assets = Assets.build(ROOT / "app" / "static", tokens=tokens, logo=settings.logo)
    app.extensions["assets"] = assets
    logo = assets.url(f"logo{settings.logo.suffix.lower()}") if settings.logo else ""
    app.jinja_env.globals.update(assets=assets, logo=logo, new_id=new_id, languages=LANGUAGE_NAMES)
    app.jinja_env.filters.update(day=day, moment=moment, weekday=weekday, money=money, foreign=foreign)
    app.jinja_env.filters.update(
        lately=lately, as_typed=as_typed, short_day=short_day, titled=titled, item_title=item_title
    )
    app.context_processor(_page)


def day(value: date | datetime, time_zone: str = "") -> str:
    """A date in the reader's language: 4 May 2026. A moment is told in `time_zone`."""
    return dates.format_date(
        _local(value, time_zone) if isinstance(value, datetime) else value, "d MMMM y", get_locale()
    )


def short_day(value: date | datetime, time_zone: str = "") -> str:
    """The same for narrow columns: 12 Nov 2026."""
    return dates.format_date(
        _local(value, time_zone) if isinstance(value, datetime) else value, "d MMM y", get_locale()
    )


def weekday(value: date) -> str:
    """A date near today in the reader's language, with the day of the week: Friday 8 May."""
    return dates.format_date(value, "EEEE d MMMM", get_locale())


def moment(value: datetime, time_zone: str) -> str:
    """A date and time in the reader's language and in `time_zone`: 4 May 2026, 14:05."""
    local = _local(value, time_zone)
    return f"{dates.format_date(local, 'd MMMM y', get_locale())}, {local:%H:%M}"


def lately(value: datetime, time_zone: str, *, at: datetime) -> str:
    """The same where space is short, as it is read at `at`: the time of that day, of another day the date: 12 Nov."""
    local, today = _local(value, time_zone), _local(at, time_zone).date()
    return f"{local:%H:%M}" if local.date() == today else dates.format_date(local, "d MMM", get_locale())


def as_typed(value: Decimal) -> str:
    """A number as readers of that language type it, with every digit: 15.4 and 15,4."""
    return format_decimal(value, locale=get_locale(), decimal_quantization=False, group_separator=False)


def money(value: Decimal) -> str:
    """A cost in the school's currency, in the reader's language: €24.50."""
    settings: Settings = current_app.extensions["settings"]
    return format_currency(value, settings.currency, locale=get_locale())


def _local(value: datetime, time_zone: str) -> datetime:
    return value.astimezone(ZoneInfo(time_zone or current_app.extensions["settings"].time_zone))


def _page() -> dict[str, Any]:
    return {
        "language": page_language(),
        "navigation": navigation(),
        "account_links": account_links(),
    }


def account_links() -> list[Link]:
    """What a person can do with their own account."""
    links = [_link(_("Your account"), "accounts.show")] if current_user.is_authenticated else []
    if links and ("coordinator", None) in current_user.roles:
        links.append(_link(_("Letters that didn’t leave"), "letters.index"))
    return links


def navigation() -> list[Link]:
    """The pages that this person starts from."""
    if not current_user.is_authenticated:
        return []
    links = [_link(_("Today"), "today.show")]
    if current_user.is_staff:
        links.append(_link(_("Courses"), "courses.index"))
    if current_user.is_a("coordinator"):
        links.append(_link(_("People"), "people.index"))
    links.append(_link(_("Notices"), "notices.index"))
    if current_user.is_a("author"):
        links.append(_link(_("Mistakes"), "mistake_reports.index"))
    return links


def _link(label: str, endpoint: str, **values: Any) -> Link:
    return Link(label, url_for(endpoint, **values), request.endpoint == endpoint)
