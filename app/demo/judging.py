"""How instructors of the demonstration school judge: levels, devices and remarks. Pure."""

from __future__ import annotations

from random import Random

from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.outcome import outcome_of, top_level
from app.curriculum.model import Criterion, Practical

DEVICES = {
    "mobile": (("Exemplia", "One"), ("Exemplia", "Two Mini"), ("Modelo", "M2"), ("Fictia", "Pro 6"), ("Untel", "U10")),
    "appliances": (
        ("Lavetta", "L7"),
        ("Lavetta", "Duo 9"),
        ("Tourbillon", "T400"),
        ("Froidure", "F2"),
        ("Séchoir & Fils", "S11"),
    ),
}
"""Made up, by track."""
NOT_YET = (
    "You know the order. Check each value aloud before you go on, then show it again.",
    "Le geste est là, l’ordre pas encore : relisez les étapes, puis montrez-le-moi à nouveau.",
    "Careful, and too quick once. Practise the critical step with a colleague first.",
    "Vous avez oublié de vérifier l’appareil de mesure. On refait demain, calmement.",
)
DISAGREES = "I had checked it before you came. Nobody asked me to show it again."
COMPETENT = (
    "",
    "",
    "",
    "Calm, in the right order.",
    "Très soigné. Continuez à dire vos mesures à voix haute.",
    "Good: you stopped and asked when you were not sure.",
)
A_LITTLE_LESS = 0.3
"""How often a level is one below the best."""


def judged(practical: Practical, track: str, *, competent: bool, chance: Random) -> Judgement:
    """A judgement with that outcome."""
    best = {criterion.id: top_level(criterion) for criterion in practical.criteria}
    levels = _a_little_less(practical, best, chance) if competent else best | _missed(practical, chance)
    brand, model = chance.choice(DEVICES.get(track, DEVICES["mobile"]))
    return Judgement(
        levels=levels,
        device_brand=brand,
        device_model=model,
        not_yet=False,
        remark=chance.choice(COMPETENT if competent else NOT_YET),
    )


def _a_little_less(practical: Practical, best: dict[str, int], chance: Random) -> dict[str, int]:
    """Most levels the best, some one less, as long as that suffices."""
    given = best
    for criterion in practical.criteria:
        less = given | {criterion.id: top_level(criterion) - 1}
        if criterion.levels and chance.random() < A_LITTLE_LESS and outcome_of(practical, less).competent:
            given = less
    return given


def _missed(practical: Practical, chance: Random) -> dict[str, int]:
    """One critical criterion missed, and another criterion low; without a critical one everything at the lowest."""
    critical = [criterion for criterion in practical.criteria if criterion.critical]
    if not critical:
        return {criterion.id: 0 for criterion in practical.criteria}
    chosen: tuple[Criterion, ...] = (chance.choice(critical), chance.choice(practical.criteria))
    return {criterion.id: 0 for criterion in chosen}
