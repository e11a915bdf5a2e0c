"""Guards: who may reach a route. Every route carries exactly one, or the application does not start."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

T = TypeVar("T")
View = Callable[..., ResponseReturnValue]
GUARD = "__guard__"


class UnguardedRouteError(Exception):
    """A route without a guard: a mistake in the program, told at start."""


def public(view: View) -> View:
    """Anybody may open this, signed in or not."""
    setattr(view, GUARD, "public")
    return view


def signed_in(view: View) -> View:
    """Whoever is signed in may open this. Others are sent to the sign-in page."""

    @wraps(view)
    def guarded_view(**url: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return _ask_to_sign_in()
        return view(**url)

    setattr(guarded_view, GUARD, "signed_in")
    return guarded_view


def guarded(
    load: Callable[..., T | None], may: Callable[[Any, T], bool]
) -> Callable[[Callable[[T], ResponseReturnValue]], View]:
    """The view gets what `load(member, **url)` finds, if `may(member, found)`.

    `load` looks only among what this member can know of: nothing found is a 404, so that a page doesn't tell
    whether something exists. `may` judges the rest: no is a 403.
    """

    def decorate(view: Callable[[T], ResponseReturnValue]) -> View:
        @wraps(view)
        def guarded_view(**url: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _ask_to_sign_in()
            member = current_user._get_current_object()  # noqa: SLF001 - predicates want the member, not a proxy
            found = load(member, **url)
            if found is None:
                abort(404)
            if not may(member, found):
                abort(403)
            return view(found)

        setattr(guarded_view, GUARD, "guarded")
        return guarded_view

    return decorate


def anyone_who_finds_it(member: object, found: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """For objects that only those who may see them can load at all."""
    return True


def refuse_unguarded_routes(app: Flask) -> None:
    """Raises UnguardedRouteError, naming each route of `app` that has no guard."""
    unguarded = sorted(
        rule.endpoint for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], GUARD)
    )
    if unguarded:
        raise UnguardedRouteError(
            f"Routes without a guard: {', '.join(unguarded)}. Give each @public, @signed_in or @guarded(load, may)."
        )


def asks_for_data() -> bool:
    """Whether a script asks, which reads JSON, and no browser that shows a page."""
    return request.accept_mimetypes.best == "application/json"


def _ask_to_sign_in() -> ResponseReturnValue:
    """The way to the sign-in page. What was sent without a session is lost, and nothing may say otherwise."""
    if asks_for_data() or ("HX-Request" in request.headers and request.method == "POST"):
        abort(401)  # a script would follow to the sign-in page, and take its success for that of what it sent
    if request.method == "POST":
        return redirect(url_for("sessions.new"))  # nothing to come back to: a form's address has no page
    response: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return response
