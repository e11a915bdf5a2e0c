"""Reading what the browser sends of an attempt.

Answers are no WTForms: what may be answered differs from attempt to attempt. Cross-site requests are refused
before anything here is reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.assessments.quizzes.drawing import Asked
from app.assessments.quizzes.operations import Given
from app.courses.forms.enrolments import LONGEST_REASON
from app.courses.forms.mistake_reports import one_line_end
from app.courses.forms.once import OnceForm
from app.curriculum.marking import answer_from, links_in, values_for
from app.curriculum.model import Question
from app.shared.cleaning import cleaned
from app.shared.ids import new_id
from app.web.forms import Form

PREFIX = "answer-"
"""Of the names of the fields; the question's id follows."""
SEEN_PREFIX = "seen-"
"""Of the names of hidden fields; the question's id follows."""
MOST_AT_ONCE: Final = 200
"""Answers in one delivery, and values in one answer. The page sends fewer."""
LAST_SEQUENCE: Final = 2**31 - 1
OLDEST: Final = timedelta(days=3650)


LONGEST_REMARK: Final = 2000


class AnswersForm:
    """All questions of an attempt, or some of them.

    A question whose field is not in the body is not spoken of. An empty field beside the boxes says that no
    box is ticked.
    """

    def __init__(self, asked: Sequence[Asked], fields: MultiDict[str, str]) -> None:
        self._asked = {each.question.id: each for each in asked}
        self.given: dict[str, list[str]] = {
            name.removeprefix(PREFIX): _values(fields.getlist(name)) for name in fields if name.startswith(PREFIX)
        }
        """What was chosen or typed, as sent, by question id."""
        self.sure = bool(fields.get("sure"))
        """Whether to hand in although questions are unanswered."""
        self.seen = {
            name.removeprefix(SEEN_PREFIX): int(number)
            for name, number in fields.items()
            if name.startswith(SEEN_PREFIX) and number.isdecimal() and len(number) < len(str(LAST_SEQUENCE))
        }
        """How often each question had been answered when the page was made."""
        self.errors = {
            question_id: error
            for question_id, values in self.given.items()
            if (error := _error(self._asked.get(question_id), values))
        }
        """What is wrong, as sentences, by question id."""

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by question id, as attempts keep them; None: taken back."""
        return {
            question_id: answer_from(each.question, self.given[question_id], each.options)
            for question_id, each in self._asked.items()
            if question_id in self.given
        }


class DeliveryForm:
    """Answers that a device kept, as its page sends them: in JSON,
    {"device": id, "answers": [{"id", "question", "sequence", "values": [as in a form], "age": milliseconds}, …]}.
    """

    def __init__(self, asked: Sequence[Asked], sent: Any) -> None:
        self._asked = {each.question.id: each for each in asked}
        self.given: list[Given] = []
        """What can be saved."""
        self.errors: dict[str, str] = {}
        """What is wrong with the others, as sentences, by the answer's id."""
        self.readable = True
        """Whether this is a delivery at all."""
        try:
            self._read(sent)
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
            self.readable = False

    def _read(self, sent: Any) -> None:
        device = UUID(sent["device"])
        if not isinstance(sent["answers"], list) or len(sent["answers"]) > MOST_AT_ONCE:
            raise ValueError
        for each in sent["answers"]:
            answer_id, question_id, values = UUID(each["id"]), str(each["question"]), _values(each["values"])
            asked = self._asked.get(question_id)
            if asked is None or _error(asked, values):
                self.errors[str(answer_id)] = _error(asked, values)
                continue
            answer = answer_from(asked.question, values, asked.options)
            self.given.append(
                Given(answer_id, question_id, answer, device, _sequence(each["sequence"]), _age(each["age"]))
            )


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


def _values(sent: Any) -> list[str]:
    """What was chosen or typed, without what is empty. Raises TypeError, ValueError."""
    if not isinstance(sent, list) or len(sent) > MOST_AT_ONCE:
        raise ValueError
    return [value for each in sent if (value := cleaned(each))]


def _sequence(sent: Any) -> int:
    if type(sent) is not int or not 0 <= sent <= LAST_SEQUENCE:
        raise ValueError
    return sent


def _age(sent: Any) -> timedelta:
    if type(sent) not in (int, float):
        raise TypeError
    return min(max(timedelta(milliseconds=sent), timedelta()), OLDEST)


def _error(asked: Asked | None, values: Sequence[str]) -> str:
    """What is wrong with an answer, as a sentence."""
    if asked is None:
        return str(_("This question is not part of this quiz."))
    if asked.question.type in ("order", "match"):
        return _link_error(asked.question, values)
    return _choice_error(asked.question, values) if asked.question.options else ""


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


def reason_field() -> TextAreaField:
    """Why something is done for one trainee."""
    return TextAreaField(
        lazy_gettext("Why?"),
        description=lazy_gettext("The trainee and whoever follows the cohort can read it."),
        validators=[DataRequired(lazy_gettext("Write a few words.")), Length(max=LONGEST_REASON)],
    )


def _spans() -> dict[str, str]:
    return {
        "none": _("As for everybody"),
        "quarter": _("A quarter more"),
        "third": _("A third more"),
        "half": _("Half as much again"),
        "double": _("Twice as much"),
    }


class ArrangementForm(Form):
    """On which terms a trainee takes a quiz, or all of them, and why."""

    more_time = RadioField(lazy_gettext("Time"), choices=_spans)
    read_aloud = BooleanField(lazy_gettext("The questions are read aloud"))
    reason = reason_field()


class FurtherAttemptForm(OnceForm):
    """Why a trainee gets another attempt."""

    reason = reason_field()


class DecisionForm(Form):
    """Why an attempt counts no more, or counts again."""

    reason = reason_field()


class RemarkForm(OnceForm):
    """An instructor's words on an attempt."""

    text = TextAreaField(
        lazy_gettext("Your remark"),
        description=lazy_gettext("The trainee reads it, and gets a notice."),
        validators=[DataRequired(lazy_gettext("Write a few words.")), Length(max=LONGEST_REMARK)],
    )


class CorrectionForm(OnceForm):
    """Why a key is withdrawn."""

    reason = TextAreaField(
        lazy_gettext("What was wrong?"),
        description=lazy_gettext("Everybody who is marked again reads it beside their mark."),
        filters=[one_line_end],
        validators=[DataRequired(lazy_gettext("Write a few words.")), Length(max=LONGEST_REASON)],
    )


class LateAnswersForm(Form):
    """Which late answers count, and why."""

    late = SelectMultipleField(
        lazy_gettext("Which answers count?"), validators=[DataRequired(lazy_gettext("Choose one or more."))]
    )
    reason = reason_field()

    def offer(self, ids: Iterable[UUID]) -> None:
        """These can be chosen; all of them are, before somebody chose."""
        offered = [str(late_id) for late_id in ids]
        self.late.choices = [(late_id, "") for late_id in offered]
        if not self.is_submitted():
            self.late.data = offered
