"""The routes of search, a file a resource."""

from __future__ import annotations

from app.search.routes import searches

blueprints = (searches.blueprint,)
