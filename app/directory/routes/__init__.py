"""The routes of the directory, a file a resource."""

from __future__ import annotations

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
