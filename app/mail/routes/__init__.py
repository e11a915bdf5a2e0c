"""The routes of mail, a file a resource."""

from __future__ import annotations

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
