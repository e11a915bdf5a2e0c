"""Who is in the demonstration school, and how far each trainee has come. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Staff:
    """Somebody who works at the school; `site` empty: at every site."""

    name: str
    role: str
    site: str = ""


@dataclass(frozen=True)
class Trainee:
    """A trainee, how many items of the course they have done, and what they are in the middle of.

    `now`: "" nothing · "ready" declared ready for the practical that comes next · "not_yet" was assessed there
    and has to show it again · "quiz" has a quiz open · "failed" failed the quiz that comes next.
    """

    name: str
    done: int
    now: str = ""
    language: str = "fr"


@dataclass(frozen=True)
class Group:
    """A cohort, the week that its people have got to, and who they are.

    The calendar is in that week from Thursday to Sunday, and in the next from Monday to Wednesday.
    """

    name: str
    course_id: str
    site: str
    week: int
    instructor: str
    trainees: tuple[Trainee, ...]

    def first_day(self, today: date) -> date:
        """The Monday on which the cohort began. At least three days of its present week have passed."""
        anchor = today - timedelta(days=3)
        return anchor - timedelta(days=anchor.weekday(), weeks=self.week - 1)


SITES = ("Lyon", "Nantes")

STAFF = (
    Staff("Claire Exemple", "coordinator"),
    Staff("Ismaël Établi", "instructor", "Lyon"),
    Staff("Inès Tournevis", "instructor", "Nantes"),
    Staff("Aude Parchemin", "author"),
    Staff("Maud Témoin", "moderator"),
)

GROUPS = (
    Group(
        "Mobile · autumn",
        "smartphone-repair",
        "Lyon",
        1,
        "Ismaël Établi",
        (
            Trainee("Amina Fictive", 2, language="en"),
            Trainee("Bruno Modèle", 3, "ready"),
            Trainee("Chloé Imaginaire", 4),
            Trainee("Dawit Inventé", 2, "failed", language="en"),
            Trainee("Élise Pseudonyme", 3, "not_yet"),
        ),
    ),
    Group(
        "Appliances · autumn",
        "household-appliances",
        "Nantes",
        3,
        "Inès Tournevis",
        (
            Trainee("Farid Essai", 8, "ready", language="en"),
            Trainee("Gaëlle Quelconque", 6),
            Trainee("Hugo Personne", 5, "not_yet"),
            Trainee("Iman Brouillon", 7, "quiz"),
        ),
    ),
    Group(
        "Appliances · summer",
        "household-appliances",
        "Nantes",
        7,
        "Inès Tournevis",
        (
            Trainee("Jeanne Maquette", 15),
            Trainee("Karim Gabarit", 15, language="en"),
            Trainee("Louise-Anne de la Démonstration-Particulièrement-Longue", 15),
            Trainee("Marius Esquisse", 14, "ready"),
        ),
    ),
)

SHOWN = (
    ("coordinator", "Claire Exemple"),
    ("instructor, Lyon", "Ismaël Établi"),
    ("instructor, Nantes", "Inès Tournevis"),
    ("author", "Aude Parchemin"),
    ("trainee, week 1", "Amina Fictive"),
    ("trainee, certified", "Jeanne Maquette"),
)
"""Whose sign-ins are printed at start: one a role, and a trainee at the end of the way."""
