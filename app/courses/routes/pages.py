"""Pages that several routes of courses answer with."""

from __future__ import annotations

from babel import Locale
from flask import render_template, request
from flask_babel import get_locale

from app.courses.facts import CohortFacts
from app.courses.forms.cohorts import ClosedWeekForm, CohortEditForm
from app.courses.glossary import glossary_of
from app.courses.queries.cohorts import instructors_for
from app.curriculum.model import Curriculum
from app.shared.cleaning import cleaned

LONGEST_WORDS = 100
"""Characters that the glossary is looked through for."""


def cohort_edit_page(
    cohort: CohortFacts,
    *,
    form: CohortEditForm | None = None,
    week: ClosedWeekForm | None = None,
    present: CohortFacts | None = None,
    moved: CohortFacts | None = None,
    stays: int = 0,
) -> str:
    """Everything that a coordinator changes in a cohort, with forms as they were sent.

    `present`: how somebody else left it meanwhile. `moved`: what it would be with another first day, which is to be
    confirmed, and `stays`: how many dates wouldn't move.
    """
    instructors = instructors_for(present or cohort)
    names = {each.id: each.name for each in instructors}
    return render_template(
        "courses/cohorts/edit.html",
        cohort=cohort,
        form=form or CohortEditForm.of(cohort, instructors, sent=False),
        week=week or ClosedWeekForm.of(cohort, sent=False),
        present=present,
        taught_by=sorted(names[each] for each in present.instructor_ids) if present else [],
        moved=moved,
        stays=stays,
    )


def glossary_page(curriculum: Curriculum, *, course: str) -> str:
    """The glossary, or what of it has the words that the address asks for. `course`: where the course's page is."""
    locale = get_locale() or Locale("en")
    words = cleaned(request.args.get("q", ""))[:LONGEST_WORDS]
    return render_template(
        "courses/glossaries/show.html",
        curriculum=curriculum,
        letters=glossary_of(curriculum, locale.language, words),
        language_names=locale.languages,
        words=words,
        longest=LONGEST_WORDS,
        course=course,
    )
