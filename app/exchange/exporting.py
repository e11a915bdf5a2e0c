"""From a quiz of a course to a file for another system, and what could not be said in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.curriculum.compiler import compile_course
from app.curriculum.folder import Sources
from app.curriculum.model import Quiz
from app.curriculum.problems import nearest
from app.exchange.bank import ExchangeError, Exported
from app.exchange.gift_writing import write_gift
from app.exchange.going import Going, going
from app.exchange.moodle_writing import write_moodle_xml
from app.exchange.qti import write_qti

WRITERS: Final[Mapping[str, Callable[[Going], Exported]]] = {
    "gift": write_gift,
    "moodle-xml": write_moodle_xml,
    "qti": write_qti,
}
"""What can be written, by the name that commands take."""


def export_quiz(sources: Sources, *, names: tuple[str, str], quiz_id: str, form: str) -> Exported:
    """The quiz in another format; `names` are the ids of track and course. Raises ExchangeError."""
    course = compile_course(sources, track_id=names[0], course_id=names[1]).curriculum
    if course is None:
        raise ExchangeError("The course has errors; mend them first (flask content check tells them).")
    quizzes = {item.id: item for item in course.items.values() if isinstance(item, Quiz)}
    if quiz_id not in quizzes:
        near = nearest(quiz_id, quizzes)
        raise ExchangeError(f"The course has no quiz ‘{quiz_id}’.{f' Did you mean ‘{near}’?' if near else ''}")
    return WRITERS[form](going(sources, course, quizzes[quiz_id]))
