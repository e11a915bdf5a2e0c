"""The routes of courses, a file a resource."""

from app.courses.routes import items

blueprints = (items.blueprint,)
