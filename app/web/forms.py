"""The base form, and what every form does with what was typed."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A form with CSRF protection. Text is stripped, passwords are taken as they are."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """What all fields have in common."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Bind a field with stripping in front of its own filters."""
            if not issubclass(unbound_field.field_class, PasswordField):
                options["filters"] = [_stripped]
            bound: Field = unbound_field.bind(form=form, **options)
            return bound


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
