"""The tables of records."""

from app.records.models.journal import JournalEntry, JournalText

__all__ = ["JournalEntry", "JournalText"]
