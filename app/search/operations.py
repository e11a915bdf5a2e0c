"""Making anew what search finds by."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.courses.models import Revision
from app.courses.operations.searchable import index_courses
from app.db import db
from app.people.models import Person
from app.people.operations import index_people
from app.shared.fulltext import search_text

AT_A_TIME = 500


def rebuild_index() -> tuple[int, int]:
    """Forget everything, and index all people and the courses that are read now; returns how many people and how
    many revisions those are."""
    db.session.execute(delete(search_text))
    people = 0
    for batch in db.session.scalars(
        select(Person).order_by(Person.id).execution_options(yield_per=AT_A_TIME)
    ).partitions():
        index_people(batch)
        people += len(batch)
    return people, index_courses()


def index_is_missing() -> bool:
    """Whether the database has people or courses and was made before there was anything to find them by."""
    return any(
        db.session.scalar(select(source.id).limit(1)) is not None
        and db.session.scalar(select(search_text.c.id).where(search_text.c.kind == kind).limit(1)) is None
        for kind, source in (("person", Person), ("item", Revision))
    )
