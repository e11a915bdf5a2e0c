"""The cast's course, partly in French; and its trainee in it, who reads French."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.courses.facts import Enrolled
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.people.operations import choose_language
from app.people.queries import person_by_id
from tests.cast import BEFORE, FIRST_DAY, Cast
from tests.courses.unwritten import COURSE

FRENCH: Final = {
    "course.fr.md": """\
---
title: Petite réparation de téléphones
summary: Un cours aussi petit que possible.
---

Bienvenue à l'établi.
""",
    "week-01/week.fr.md": """\
---
title: Semaine numéro 1
outcomes: [Faire ce que demande la semaine 1]
---
""",
    "week-01/10-the-bench.fr.md": """\
---
title: L'établi
---

Un établi propre est un établi sûr.

/// hazard | Cellule gonflée
N'appuyez jamais sur une cellule gonflée.
///

/// steps | Mettez le bracelet
1. Pressez le bracelet sur votre poignet nu.
2. Accrochez le cordon au tapis.
///

/// readings | Testeur de bracelet
| Point | Attendu | Sinon |
|---|---|---|
| Bracelet | 0,75 – 35 MΩ | Changez le bracelet |
///

/// check
### Où va le cordon du bracelet ? {#bench-check}

- Dans une prise

    > Jamais dans une prise.

- Au point de masse du tapis

> Le point de masse évacue la charge lentement.
///
""",
    "week-01/80-safety-quiz.fr.md": """\
---
title: Quiz de sécurité
---

Quatre questions avant de travailler à l'établi.

## Quand portez-vous le bracelet ? {#strap-near-mains}

- Toujours, aussi près du secteur
- Au poste protégé, jamais près du secteur

## Quels sachets protègent une carte ? {#bags}

- Un sachet blindé
- Un sachet rose
- Un sachet métallisé
- Un sachet de congélation

## Combien de wattheures a une cellule de 5 000 mAh à 3,85 V ? {#energy}

## Que veut dire OL sur le multimètre ? {#no-path}

= circuit ouvert
""",
}
"""Translations of the course, of its first week, and there of the lesson and the quiz."""


def translated_course(cast: Cast, more: Mapping[str, str] = MappingProxyType({})) -> Enrolled:
    """The trainee in a cohort that follows the translated course."""
    written = {path: text.encode() for path, text in {**FRENCH, **more}.items()}
    sources = {**read_course(COURSE).sources, **written}
    revision, _ = publish(sources, course_id=COURSE.name, track_id=COURSE.parent.name, by=None, at=BEFORE)
    cohort = create_cohort(
        f"Bilingual {revision.number}",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )
    enrolment = enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE)
    return enrolment_facts(enrolment.id)


def read_french(cast: Cast) -> None:
    """From now on the trainee reads French."""
    choose_language(cast.trainee.id, language="fr")
