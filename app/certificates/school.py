"""The school that issues, as the settings have it."""

from __future__ import annotations

from app.certificates.facts import School, Signatory
from app.config import Settings


def school_of(settings: Settings) -> School:
    """Its name, and who answers for its certificates."""
    return School(settings.school_name, tuple(Signatory(name, function) for name, function in settings.signatories))
