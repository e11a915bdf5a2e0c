"""The routes, a file a resource."""

from __future__ import annotations

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()


def item_page(found):  # type: ignore[no-untyped-def]
    return ""
