"""A trainee for whom the practicals are open."""

from __future__ import annotations

import pytest

from app.courses.facts import EnrolledItem
from app.courses.operations.gates import open_gate
from tests.cast import NOON, Cast


@pytest.fixture
def bench(cast: Cast) -> EnrolledItem:
    """The cast's trainee before the practical, with its gate open."""
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    return cast.item("esd-bench")
