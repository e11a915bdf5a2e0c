"""A newer revision of the cast's course, in which something of each kind is otherwise."""

from __future__ import annotations

from typing import Final

from app.courses.operations.revisions import publish
from app.curriculum.folder import read_course
from tests.cast import NOON
from tests.courses.correcting import BENCH, NEW, OLD
from tests.courses.unwritten import COURSE

SEAL: Final = "---\ntitle: The seal\nminutes: 5\ncompetences: [B1.2]\n---\n\nA seal keeps water out.\n"
QUIZ, SCREEN, PORT = "week-01/80-safety-quiz.md", "week-03/10-the-screen.md", "week-04/10-the-port.md"
PRACTICAL: Final = "week-01/90-esd-bench.md"
PARTS: Final = ("the-bench", "safety-quiz", "esd-bench", "the-screen", "the-seal", "the-port")
"""Another text, another key, another level, another week, new, and gone."""


def newer_sources() -> dict[str, bytes]:
    """The sources of the newer revision."""
    sources = dict(read_course(COURSE).sources)
    sources[BENCH] = sources[BENCH].replace(OLD.encode(), NEW.encode())
    sources[QUIZ] = sources[QUIZ].replace(b"= 19.25", b"= 20.25").replace(b"title: Safety quiz", b"title: Safety first")
    sources[PRACTICAL] = sources[PRACTICAL].replace(b"- 3: Tested before", b"- 3: Tested twice\n- 4: Tested before")
    sources["week-02/20-the-screen.md"] = sources.pop(SCREEN)
    sources["week-05/20-the-seal.md"] = SEAL.encode()
    del sources[PORT]
    return sources


def without_the_judged() -> dict[str, bytes]:
    """The sources of a revision from which the quiz and the practical are gone."""
    sources = newer_sources()
    del sources[QUIZ], sources[PRACTICAL]
    return sources


def publish_newer(sources: dict[str, bytes] | None = None) -> int:
    """The id of the newer revision, or of one with other sources."""
    made, _ = publish(sources or newer_sources(), course_id=COURSE.name, track_id="mobile", by=None, at=NOON)
    return made.id
