"""The tables of records."""

from app.records.models.journal import JournalEntry, JournalText
from app.records.models.outbox import Letter
from app.records.models.throttle import Throttle

__all__ = ["JournalEntry", "JournalText", "Letter", "Throttle"]
