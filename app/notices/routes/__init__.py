"""The routes of notices, a file a resource."""

from app.notices.routes import notice_choices, notices, unread_notices

blueprints = (notices.blueprint, unread_notices.blueprint, notice_choices.blueprint)
