"""Reading what the browser sends of an attempt.

These are no WTForms: what may be answered differs from attempt to attempt. Cross-site requests are refused
before anything here is reached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.assessments.quizzes.drawing import Asked
from app.curriculum.marking import answer_from, links_in, values_for
from app.curriculum.model import Question
from app.shared.cleaning import cleaned
from app.shared.ids import new_id

PREFIX = "answer-"
"""Of the names of the fields; the question's id follows."""
SOURCE_PREFIX = "fieldset#question-"


class AnswersForm:
    """All questions of an attempt, or some of them.

    A question whose field is not in the body is not spoken of. An empty field beside the boxes says that no
    box is ticked. `source` is htmx's name for the part of the page that was changed. It sends the whole form,
    whose other parts may be older than what was saved meanwhile, so that only the changed one is read.
    """

    def __init__(self, asked: Sequence[Asked], fields: MultiDict[str, str], *, source: str = "") -> None:
        self._asked = {each.question.id: each for each in asked}
        only = source.removeprefix(SOURCE_PREFIX) if source.startswith(SOURCE_PREFIX) else None
        self.given: dict[str, list[str]] = {
            name.removeprefix(PREFIX): [value for sent in fields.getlist(name) if (value := cleaned(sent))]
            for name in fields
            if name.startswith(PREFIX) and only in (None, name.removeprefix(PREFIX))
        }
        """What was chosen or typed, as sent, by question id."""
        self.sure = bool(fields.get("sure"))
        """Whether to hand in although questions are unanswered."""
        self.errors = {question_id: error for question_id in self.given if (error := self._error(question_id))}
        """What is wrong, as sentences, by question id."""

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by question id, as attempts keep them; None: taken back."""
        return {
            question_id: answer_from(each.question, self.given[question_id], each.options)
            for question_id, each in self._asked.items()
            if question_id in self.given
        }

    def _error(self, question_id: str) -> str:
        if question_id not in self._asked:
            return str(_("This question is not part of this quiz."))
        question, values = self._asked[question_id].question, self.given[question_id]
        if question.type in ("order", "match"):
            return _link_error(question, values)
        return _choice_error(question, values) if question.options else ""


def attempt_id_from(fields: Mapping[str, str]) -> UUID:
    """The id that the browser made for the attempt; a new one if it made none."""
    try:
        return UUID(fields.get("id", ""))
    except ValueError:
        return new_id()


def as_sent(asked: Sequence[Asked], answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Stored answers in the shape in which a form sends them."""
    return {
        each.question.id: values_for(each.question, answers[each.question.id], each.options)
        for each in asked
        if each.question.id in answers
    }


def _choice_error(question: Question, values: Sequence[str]) -> str:
    if not {str(place) for place in range(question.parts)}.issuperset(values):
        return str(_("Choose from the answers shown here."))
    if not question.takes_several and len(set(values)) > 1:
        return str(_("Choose one answer only."))
    return ""


def _link_error(question: Question, values: Sequence[str]) -> str:
    links = links_in(values, question.parts)
    if len(links) != len(set(values)):
        return str(_("Choose from the answers shown here."))
    if question.type == "order" and len(set(links.values())) < len(links):
        return str(_("Give each one a number of its own."))
    return ""
