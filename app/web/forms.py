"""The base form, and what every form does with what was typed."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FileField, MultipleFileField, PasswordField

from app.shared.cleaning import cleaned


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A form with CSRF protection. Text is cleaned, passwords are taken as they are."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """What all fields have in common."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Bind a field with cleaning in front of its own filters."""
            if not issubclass(unbound_field.field_class, PasswordField):
                options["filters"] = [_cleaned, *unbound_field.kwargs.get("filters", ())]
            bound: Field = unbound_field.bind(form=form, **options)
            return bound

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, without files in the place of text, which no other field can read."""
            wrapped = super().wrap_formdata(form, formdata)
            if not isinstance(wrapped, CombinedMultiDict):
                return wrapped
            files, texts = wrapped.dicts
            takers = {field.name for field in form if isinstance(field, FileField | MultipleFileField)}
            taken = [(name, file) for name, file in files.items(multi=True) if name in takers]
            return CombinedMultiDict([MultiDict(taken), texts])


def _cleaned(value: Any) -> Any:
    return cleaned(value) if isinstance(value, str) else value
