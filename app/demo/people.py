"""Who is in the demonstration school, and how far each trainee has come. Plain data, plainly made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.courses.calendar import monday_of


@dataclass(frozen=True)
class Staff:
    """Somebody who works at the school; `site` empty: at every site; `gone`: has left since."""

    name: str
    role: str
    site: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Trainee:
    """A trainee, the id of the item that they come to next (they have done all before it; empty: all there are), and
    what they are in the middle of.

    `now`: "" nothing · "ready" declared ready for the practical that comes next · "not_yet" was assessed there
    and has to show it again · "disagrees" was, and doesn't agree · "quiz" has a quiz open · "case" is in the middle
    of the case that comes next · "failed" failed the quiz that comes next · "stuck" failed it three times and hasn't
    come back.
    """

    name: str
    next: str
    now: str = ""
    language: str = "fr"
    mailbox: bool = True
    """Without one they have a printed card and a sign-in name."""
    late: int = 0
    """By how many quarters of a day they are behind the calendar; 0: as it happens."""
    joined: int = 0
    """How many days after the first day of the cohort; 0: before it."""
    left: int = 0
    """How many days after the first day they were withdrawn; 0: never."""
    back: bool = False
    """Whether they returned afterwards."""


@dataclass(frozen=True)
class Group:
    """A cohort, how many weeks of the calendar it has behind and before it today, and who its people are.

    The calendar is in that week from Thursday to Sunday, and in the next from Monday to Wednesday.
    """

    name: str
    course_id: str
    site: str
    week: int
    instructors: tuple[str, ...]
    trainees: tuple[Trainee, ...]
    pauses: tuple[int, ...] = ()
    """Which weeks of the calendar are closed, counted from 1 at the first day."""

    def first_day(self, today: date) -> date:
        """The Monday on which the cohort began. At least three days of its present week have passed."""
        return monday_of(today - timedelta(days=3)) - timedelta(weeks=self.week - 1)

    def closed_weeks(self, today: date) -> tuple[date, ...]:
        """The Mondays of the weeks without course."""
        return tuple(self.first_day(today) + timedelta(weeks=number - 1) for number in self.pauses)


SITES = ("Lyon", "Nantes")
COORDINATOR, AUTHOR, MODERATOR = "Claire Exemple", "Aude Parchemin", "Maud Témoin"

STAFF = (
    Staff(COORDINATOR, "coordinator"),
    Staff("Gwenaëlle Agenda", "coordinator", "Nantes"),
    Staff("Ismaël Établi", "instructor", "Lyon"),
    Staff("Théo Pincette", "instructor", "Lyon"),
    Staff("Soraya Multimètre", "instructor", "Lyon"),
    Staff("Inès Tournevis", "instructor", "Nantes"),
    Staff("Yann Boussole", "instructor", "Nantes"),
    Staff("Lucien Départ", "instructor", "Lyon", gone=True),
    Staff(AUTHOR, "author"),
    Staff(MODERATOR, "moderator"),
)

MOBILE = Group(
    "Mobile · autumn",
    "smartphone-repair",
    "Lyon",
    3,
    ("Ismaël Établi", "Théo Pincette"),
    (
        Trainee("Amina Fictive", "safety-quiz", language="en", joined=14),
        Trainee("Bruno Modèle", "esd-bench", "ready", late=30),
        Trainee("Chloé Imaginaire", "back-glass-and-reseal"),
        Trainee("Dawit Inventé", "safety-quiz", "failed", language="en", late=38),
        Trainee("Élise Pseudonyme", "screen-replacement", "not_yet", late=38),
        Trainee("Fatou Prototype", "charges-only-when-bent", mailbox=False),
        Trainee("Gabriel Ébauche", "back-glass-and-reseal"),
        Trainee("Hanane Croquis", "screen-replacement", "ready", late=30),
        Trainee("Ibrahim Canevas", "charges-only-when-bent", mailbox=False),
        Trainee("Jade Spécimen", "screen-replacement"),
        Trainee("Kévin Échantillon", "safety-quiz", "stuck"),
        Trainee("Linh Hypothèse", "charges-only-when-bent", "case", language="en"),
        Trainee("Moussa Supposé", "screen-replacement", "ready", mailbox=False, late=26),
        Trainee("Nadia Anonyme", "the-safe-bench", left=8),
        Trainee("Oscar Factice", "seawater"),
        Trainee("Priya Chimère", "the-trade", language="en", mailbox=False, joined=15),
    ),
)

APPLIANCES = Group(
    "Appliances · autumn",
    "household-appliances",
    "Nantes",
    3,
    ("Inès Tournevis", "Yann Boussole"),
    (
        Trainee("Farid Essai", "dryer-airflow", "ready", language="en"),
        Trainee("Gaëlle Quelconque", "dryers-and-dishwashers"),
        Trainee("Hugo Personne", "washing-machine-no-drain", "not_yet"),
        Trainee("Iman Brouillon", "dryer-and-dishwasher-quiz", "quiz"),
        Trainee("Aïssata Mirage", "dryer-airflow"),
        Trainee("Baptiste Légende", "dryer-and-dishwasher-quiz"),
        Trainee("Cheng Fable", "dryer-airflow", "ready", language="en"),
        Trainee("Delphine Songe", "diagnose-without-opening"),
        Trainee("Emre Utopie", "dryer-and-dishwasher-quiz", "failed", mailbox=False),
        Trainee("Florence Fiction", "dryer-airflow"),
        Trainee("Guillermo Figurant", "washing-machine-no-drain", "ready", language="en"),
        Trainee("Houria Doublure", "diagnose-without-opening", mailbox=False),
        Trainee("Issa Avatar", "dryers-and-dishwashers", left=9, back=True),
        Trainee("Joséphine Surnom", "isolate-plug-in-appliance", left=10),
        Trainee("Koffi Untel", "electrical-safety-quiz", "stuck", mailbox=False),
    ),
    pauses=(5,),
)

FINISHED = Group(
    "Appliances · summer",
    "household-appliances",
    "Nantes",
    7,
    ("Inès Tournevis",),
    (
        Trainee("Jeanne Maquette", ""),
        Trainee("Karim Gabarit", "", language="en"),
        Trainee("Louise-Anne de la Démonstration-Particulièrement-Longue", ""),
        Trainee("Marius Esquisse", "small-appliance-repair", "ready"),
        Trainee("Ngoc Unetelle", "", language="en"),
        Trainee("Océane Lambda", ""),
        Trainee("Patrice Devinette", "", mailbox=False),
        Trainee("Rokia Énigme", "", mailbox=False),
        Trainee("Sofiane Mystère", "", joined=4),
        Trainee("Tiphaine Virtuelle", ""),
        Trainee("Ulysse Provisoire", ""),
        Trainee("Valentina Projet", "refrigerator-check", "disagrees", language="en"),
        Trainee("Wassim Calque", "washing-machine-no-drain", left=25),
        Trainee("Yasmine Réplique", ""),
    ),
    pauses=(3,),
)

GROUPS = (MOBILE, APPLIANCES, FINISHED)
TRAINEES = sum(len(group.trainees) for group in GROUPS)

SHOWN = (
    ("coordinator", COORDINATOR),
    ("instructor, Lyon", "Ismaël Établi"),
    ("instructor, Nantes", "Inès Tournevis"),
    ("author", AUTHOR),
    ("trainee, week 1", "Amina Fictive"),
    ("trainee, certified", "Jeanne Maquette"),
)
"""Whose sign-ins are printed at start: one a role, and a trainee at the end of the way."""
