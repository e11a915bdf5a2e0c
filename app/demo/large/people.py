"""Who is in the large school: names, sites and cohorts, by number. Plain data, plainly made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.courses.calendar import monday_of

A_COHORT = 20
COHORTS_A_SITE = 27
AN_INSTRUCTORS = 5
"""Cohorts that one instructor teaches."""
WEEKS_BETWEEN, MOST_WEEKS = 3, 104
"""Between the first days of two cohorts, unless so many would then go back further than these weeks."""
YET_TO_BEGIN = 2
"""How many weeks the last cohorts are away from beginning."""
_FIRST = (
    "Adèle Ahmed Aïcha Alix Amadou Anaïs Anh Antoine Awa Bakary Bérénice Bilal Camille Carmen Cédric Chang Clémence "
    "Daouda Diane Djamila Élodie Émile Enzo Esra Fabien Fanta Félix Fernanda Flora Gaspard Ginette Habib Hélène Hervé "
    "Hien Idriss Inaya Ismaël Jamila Jean-Luc João Juliette Kadiatou Kamel Kenza Lamine Laure Léa Leïla Loïc Lucie "
    "Maël Malika Mamadou Margaux Mehdi Mei Mirela Naïma Noé Nour Odette Olga Omar Ophélie Pascal Paulo Perrine "
    "Quentin Rachida Raphaël Rémi Rosa Salif Samira Sébastien Selma Siham Stéphane Svetlana Tariq Thaïs Thi-Mai Tiago "
    "Tristan Ursule Vadim Véronique Victor Wen Xavier Yaël Yasin Yvonne Zacharie Zoé"
)
_LAST = (
    "Abrégé Allégorie Aparté Aphorisme Apocryphe Archétype Brouillard Bulle Calembour Caprice Charade Chapitre "
    "Citation Coquille Décor Dédicace Digression Doublon Ébauchoir Écho Ellipse Épigraphe Épilogue Épisode Esperluette "
    "Exemplaire Fabliau Fantaisie Farfelu Feuilleton Figure Fragment Graphie Guillemet Imprévu Improvisé Incognito "
    "Interligne Intrigue Invention Labyrinthe Lacune Lapsus Marge Mascarade Métaphore Miniature Moulin Narration "
    "Notule Nuage Opuscule Palimpseste Pantomime Parenthèse Pastiche Péripétie Polichinelle Post-scriptum Préface "
    "Prologue Quiproquo Rature Refrain Reflet Rêverie Scénario Semblant Silhouette Sosie Souffleur Spirale Strophe "
    "Sursis Synopsis Théorème Tirade Trompe-l’œil Variation Vignette"
)
FIRST_NAMES, SURNAMES = _FIRST.split(), _LAST.split()
CITIES = (
    "Angers", "Bordeaux", "Brest", "Caen", "Clermont-Ferrand", "Dijon", "Grenoble", "Le Havre", "Lille", "Limoges",
    "Marseille", "Montpellier", "Nancy", "Nice", "Orléans", "Rennes", "Strasbourg", "Toulouse",
)  # fmt: skip
"""Beside Lyon and Nantes."""


@dataclass(frozen=True)
class PlannedCohort:
    """A cohort before it is made."""

    number: int
    course_id: str
    city: str
    first_day: date
    size: int

    @property
    def name(self) -> str:
        """As people call it."""
        trade = "Mobile" if self.course_id.startswith("smartphone") else "Appliances"
        return f"{trade} {self.first_day:%Y-%m} · {self.number + 1}"


def planned_cohorts(trainees: int, today: date) -> list[PlannedCohort]:
    """Cohorts for so many trainees, spread over two years and over as many sites as they fill; the oldest first."""
    number = -(-trainees // A_COHORT)
    cities = CITIES[: max(1, min(len(CITIES), number // COHORTS_A_SITE))]
    last = monday_of(today) + timedelta(weeks=YET_TO_BEGIN)
    span = min(MOST_WEEKS, WEEKS_BETWEEN * number)
    return [
        PlannedCohort(
            place,
            ("household-appliances", "smartphone-repair")[place % 2],
            cities[place // 2 % len(cities)],
            last - timedelta(weeks=span * (number - 1 - place) // number),
            min(A_COHORT, trainees - place * A_COHORT),
        )
        for place in range(number)
    ]


def name_of(number: int) -> str:
    """Somebody's name. Thousands share a few dozen names and surnames; a few have the same, as people do."""
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {SURNAMES[number * 7919 // 97 % len(SURNAMES)]}"
