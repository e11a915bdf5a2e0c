"""What an Open Badge is awarded for: a revision of a course, with its rules and competences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from app.courses.facts import Done
from app.courses.progress import completion_rules
from app.curriculum.model import Competence, CompetenceBlock, Curriculum

CRITERIA: Mapping[str, Mapping[str, str]] = {
    "en": {
        "needed": "Needed: {rules}.",
        "rule": "{what}: {needed} of {total}",
        "lesson": "lessons read",
        "quiz": "quizzes passed",
        "case": "faults found in simulated cases",
        "practical": "practicals signed off by an instructor at the bench",
    },
    "fr": {
        "needed": "Il faut : {rules}.",
        "rule": "{what} : {needed} sur {total}",
        "lesson": "leçons lues",
        "quiz": "quiz réussis",
        "case": "pannes trouvées dans des cas simulés",
        "practical": "épreuves pratiques validées par un formateur à l’établi",
    },
}
"""As the certificate, a badge keeps the language of its course."""


def achievement_address(public_url: str, *, course_id: str, digest: str) -> str:
    """Where a revision of a course is described for as long as the school is there; `digest` is the revision's."""
    return f"{public_url}/achievements/{quote(course_id)}/{digest}"


def achievement_of(course: Curriculum, *, digest: str, school: str, public_url: str) -> dict[str, Any]:
    """The course, in its own language, as an Achievement of Open Badges 3.0. `digest`: of its revision.

    It leaves out its creator: in a badge that is the issuer, and what is said there twice could be taken away once
    without the proof noticing.
    """
    course = course.base
    address = achievement_address(public_url, course_id=course.id, digest=digest)
    competences = [(block, each) for block in course.blocks for each in block.competences]
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": course.certificate_title,
        "description": course.summary,
        "inLanguage": course.language,
        "image": {"id": f"{address}.png", "type": "Image", "caption": f"{course.certificate_title} · {school}"},
        "criteria": {"narrative": criteria(course)},
        **_if_any("alignment", [_alignment(address, course, *each) for each in competences]),
        **_if_any("resultDescription", [_description(address, course, each) for _, each in competences]),
    }


def criteria(course: Curriculum) -> str:
    """The course's completion rules in a sentence."""
    words = CRITERIA.get(course.language, CRITERIA["en"])
    rules = [
        words["rule"].format(what=words[rule.kind], needed=rule.needed, total=len(rule.missing))
        for rule in completion_rules(course, Done(completions={}, gates={}))
        if rule.needed
    ]
    return words["needed"].format(rules=", ".join(rules))


def result_address(achievement: str, competence_id: str) -> str:
    """By what a result names the competence that was shown."""
    return f"{achievement}#result-{quote(competence_id)}"


def _alignment(address: str, course: Curriculum, block: CompetenceBlock, competence: Competence) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetCode": competence.id,
        "targetName": _titled(competence.title, course),
        "targetUrl": f"{address}#{quote(competence.id)}",
        "targetFramework": f"{course.title} · {_titled(block.title, course)}",
    }


def _description(address: str, course: Curriculum, competence: Competence) -> dict[str, Any]:
    return {
        "id": result_address(address, competence.id),
        "type": ["ResultDescription"],
        "name": f"{competence.id} {_titled(competence.title, course)}",
        "resultType": "Status",
    }


def _titled(title: Mapping[str, str], course: Curriculum) -> str:
    return title.get(course.language) or next(iter(title.values()), "")


def _if_any(name: str, values: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {name: values} if values else {}
