"""Pages that several routes of courses answer with."""

from __future__ import annotations

from flask import render_template

from app.courses.facts import CohortFacts
from app.courses.forms.cohorts import ClosedWeekForm, CohortEditForm
from app.courses.queries.cohorts import instructors_for


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
