"""What of a published course can be found: its items by their titles and texts, its terms by what they mean.

Each is named by its revision and its id or place in it.
"""

from __future__ import annotations

from sqlalchemy import func, select

from app.courses.models import Cohort, Revision
from app.courses.queries.cohorts import MOST_REVISIONS
from app.courses.queries.revisions import curriculum_of, in_line
from app.curriculum.model import Curriculum
from app.curriculum.words import text_of, words_of_term
from app.db import db
from app.shared.fulltext import forget_texts_below, index_texts


def index_revision(revision_id: int, curriculum: Curriculum) -> None:
    """Let the revision's items and terms be found, by the words of every language that they are in."""
    words = {item_id: [f"{item.title} {text_of(item)}"] for item_id, item in curriculum.items.items()}
    for translation in curriculum.translations.values():
        for item_id, item in translation.items.items():
            words[item_id].append(f"{item.title} {text_of(item)}")
    index_texts("item", {f"{revision_id}/{item_id}": " ".join(texts) for item_id, texts in words.items()})
    terms = {f"{revision_id}/{place}": words_of_term(term) for place, term in enumerate(curriculum.glossary)}
    index_texts("term", terms)


def forget_old_revisions(course_id: str) -> None:
    """Let the course's revisions be found no more that no cohort follows and no new cohort may: else the index grows
    with every correction of a comma."""
    numbered = select(Revision.id).where(Revision.course_id == course_id)
    newest = numbered.where(in_line()).order_by(Revision.number.desc()).limit(MOST_REVISIONS)
    followed = select(Cohort.revision_id)
    for revision_id in db.session.scalars(numbered.where(Revision.id.not_in(newest), Revision.id.not_in(followed))):
        for kind in ("item", "term"):
            forget_texts_below(kind, str(revision_id))


def index_courses() -> int:
    """Make what can be found of courses anew; returns how many revisions that are."""
    place = func.row_number().over(partition_by=Revision.course_id, order_by=Revision.number.desc())
    placed = select(Revision.id, place.label("place")).where(in_line()).subquery()
    newest = select(placed.c.id).where(placed.c.place <= MOST_REVISIONS)
    kept = select(Revision.id).where(Revision.id.in_(newest) | Revision.id.in_(select(Cohort.revision_id)))
    revision_ids = db.session.scalars(kept).all()
    for revision_id in revision_ids:
        index_revision(revision_id, curriculum_of(revision_id))
    return len(revision_ids)
