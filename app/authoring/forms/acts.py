"""Forms of acts in a draft: each carries an id that the browser chose, so that a request sent twice is one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast, get_args
from uuid import UUID, uuid5

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.authoring.merging import Choice
from app.authoring.outlining import KINDS, ItemLeaf, Outline, WeekLeaf
from app.curriculum.attributes import LONGEST_ID, id_from, is_id
from app.shared.digests import canonical, sha256
from app.shared.ids import new_id
from app.web.forms import Form

LONGEST_TITLE = 120
"""Signs; the id of an item is made of its title."""
MOST_DIGITS = 9


def _kinds() -> dict[str, str]:
    return {
        "lesson": gettext("Lesson"),
        "quiz": gettext("Quiz"),
        "case": gettext("Case"),
        "practical": gettext("Practical"),
    }


class ActForm(Form):
    """An act in a draft."""

    act_id = HiddenField()

    @property
    def act(self) -> UUID:
        """The id of the act; a new one when the browser sent none. Who goes back and fills the same form in otherwise
        means another act."""
        return act_sent(request.form) or new_id()


class BeginForm(Form):
    """Which course's draft is begun."""

    course_id = SelectField(validators=[DataRequired()])

    @classmethod
    def of(cls, course_ids: Iterable[str]) -> BeginForm:
        """The form with the courses that there are."""
        form = cls()
        form.course_id.choices = {each: each for each in course_ids}
        return form


class NewItemForm(ActForm):
    """A new lesson, quiz, case or practical."""

    kind = RadioField(
        _("What is it?"),
        choices=_kinds,
        default=KINDS[0],
    )
    title = StringField(
        _("Title"),
        description=_("In the language of the course. Its id is made of it."),
        validators=[DataRequired(_("Give it a title.")), Length(max=LONGEST_TITLE)],
    )
    week = SelectField(_("Week"), coerce=int)

    @classmethod
    def of(cls, outline: Outline, *, week: int | None = None) -> NewItemForm:
        """The form with the weeks that there are, the one wanted already chosen."""
        form = cls()
        form.week.choices = {
            str(each.number): gettext("Week %(number)s · %(title)s", number=each.number, title=each.leaf.title)
            for each in outline.weeks
        }
        if not form.is_submitted() and week is not None:
            form.week.data = week
        return form

    def validate_title(self, field: StringField) -> None:
        """A title has to leave something of which an id can be made. Raises ValidationError."""
        if not id_from(field.data or ""):
            raise ValidationError(gettext("Use letters or digits: the id is made of them."))


class NewWeekForm(ActForm):
    """A new week at the end of the course."""

    title = StringField(
        _("What is the week about?"),
        description=_("In the language of the course."),
        validators=[DataRequired(_("Give it a title.")), Length(max=LONGEST_TITLE)],
    )


class WeekForm(ActForm):
    """A week that is moved or removed, known by the items that are in it."""

    seen = HiddenField()
    to = SelectField(_("To where?"), coerce=int, validators=[Optional()], validate_choice=False)

    @classmethod
    def of(cls, outline: Outline, week: WeekLeaf) -> WeekForm:
        """The form with every place in the course at which the week could stand."""
        form = cls()
        others = [each for each in outline.weeks if each.number != week.number]
        form.to.choices = [
            (1, gettext("First in the course")),
            *(
                (place, gettext("After “%(title)s”", title=each.leaf.title or each.folder))
                for place, each in enumerate(others, 2)
            ),
        ]
        if not form.is_submitted():
            form.to.data = week.number
            form.seen.data = " ".join(item.id for item in week.items)
        return form

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items that its author saw in it."""
        return tuple((self.seen.data or "").split())


class MoveForm(ActForm):
    """To where an item is moved: `way` is a step up or down, `to` a place: `2:1` is the first of week 2."""

    path = HiddenField()
    way = HiddenField()
    next = HiddenField()
    to = SelectField(_("To where?"), validators=[Optional()])

    @classmethod
    def of(cls, outline: Outline, item: ItemLeaf) -> MoveForm:
        """The form with every place in the course at which the item could stand."""
        form = cls()
        form.to.choices = {
            gettext("Week %(number)s · %(title)s", number=week.number, title=week.leaf.title): [
                (f"{week.number}:1", gettext("First in the week")),
                *(
                    (f"{week.number}:{place}", gettext("After “%(title)s”", title=each.leaf.title or each.id))
                    for place, each in enumerate((each for each in week.items if each.id != item.id), 2)
                ),
            ]
            for week in outline.weeks
        }
        if not form.is_submitted():
            form.to.data = f"{item.week}:{item.place}"
        return form

    @property
    def target(self) -> tuple[int, int]:
        """Week and place that were chosen. Raises ValueError when none was."""
        week, _colon, place = (self.to.data or "").partition(":")
        return int(week), int(place)


class RenameForm(ActForm):
    """Another id for an item."""

    path = HiddenField()
    new_id = StringField(
        _("New id"),
        description=_("Small letters and digits, with single dashes between words."),
        validators=[DataRequired(_("Give it an id.")), Length(max=LONGEST_ID)],
    )

    @classmethod
    def of(cls, outline: Outline, item: ItemLeaf) -> RenameForm:
        """The form for that item."""
        form = cls()
        form.taken = outline.item_ids - {item.id}
        if not form.is_submitted():
            form.new_id.data = item.id
        return form

    taken: frozenset[str] = frozenset()

    def validate_new_id(self, field: StringField) -> None:
        """An id is written like one, and no other item has it. Raises ValidationError."""
        if not is_id(field.data or ""):
            near = id_from(field.data or "")
            raise ValidationError(
                gettext("This is no id; “%(near)s” would be one.", near=near) if near else gettext("This is no id.")
            )
        if field.data in self.taken:
            raise ValidationError(gettext("Another item has this id."))


class RemovalForm(ActForm):
    """An item that is taken away."""

    path = HiddenField()


class UndoForm(ActForm):
    """An act that is taken back."""

    undone = HiddenField()

    @property
    def undone_id(self) -> UUID | None:
        """The id of that act; None when it is none."""
        return read_id(self.undone.data)


class RestorationForm(ActForm):
    """A save whose text is brought back."""

    number = HiddenField()

    @property
    def save_number(self) -> int:
        """The number of the save; 0: none."""
        return read_number(self.number.data)


class ClashForm(ActForm):
    """What counts of two versions of a file, and which text of the draft that was chosen from."""

    theirs = HiddenField()

    def choices(self, sent: Mapping[str, str]) -> dict[int, Choice]:
        """What was chosen, by the place of the piece; anything else that was sent aside."""
        found: dict[int, Choice] = {}
        for name, value in sent.items():
            number = name.removeprefix("piece-")
            if number != name and number.isascii() and number.isdigit() and value in get_args(Choice):
                found[int(number)] = cast("Choice", value)
        return found


class DiscardForm(Form):
    """That a draft is thrown away, and which state of it its author has seen."""

    version = HiddenField()
    sure = BooleanField(
        _("Yes, discard what is written in it"), validators=[DataRequired(_("Tick this if you mean it."))]
    )

    @property
    def version_number(self) -> int:
        """The state that was seen."""
        return read_number(self.version.data)


def act_sent(sent: MultiDict[str, str]) -> UUID | None:
    """The id of the act that a form as it was sent stands for; None when the browser chose none."""
    act_id = read_id(sent.get("act_id"))
    filled = {name: values for name, values in sent.lists() if name not in ("act_id", "csrf_token")}
    return uuid5(act_id, sha256(canonical(filled))) if act_id else None


def read_id(sent: str | None) -> UUID | None:
    """The id that a browser sent; None when it is none."""
    try:
        return UUID(sent or "")
    except ValueError:
        return None


def read_number(sent: str | None) -> int:
    """The number that a browser sent; 0 when it is none."""
    return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else 0
