"""What somebody is told who tried too often, and where from requests are counted."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from flask import request
from flask_babel import ngettext
from wtforms import Field

from app.people.networks import network_of

TOO_MANY = 429


def network_here() -> str:
    """The network that the request comes from."""
    return network_of(request.remote_addr)


def ask_to_wait(field: Field, wait: timedelta) -> dict[str, str]:
    """Say beside `field` how long to wait; returns the headers that tell programs."""
    minutes = ceil(wait / timedelta(minutes=1))
    field.errors = [
        ngettext(
            "That was tried too often. Wait %(num)d minute, then try again.",
            "That was tried too often. Wait %(num)d minutes, then try again.",
            minutes,
        )
    ]
    return {"Retry-After": str(ceil(wait.total_seconds()))}
