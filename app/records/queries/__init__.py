"""Reading records: the journal, and whether everything is as it was written."""

from app.records.queries.journal import JournalLine, journal_of

__all__ = ["JournalLine", "journal_of"]
