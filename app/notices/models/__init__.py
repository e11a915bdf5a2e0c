"""The tables of notices."""

from app.notices.models.notice import MailChoice, Notice

__all__ = ["MailChoice", "Notice"]
