"""A small course on kettles, as an author writes it at the desk: text by text. Its first week has all that a course can
have; the others are still to be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final, Literal, TypeAlias

from PIL import Image, ImageDraw

Way: TypeAlias = Literal["type", "block", "offer", "picture"]

TRACK_ID, TRACK_TITLE = "kitchen-appliances", "Kitchen appliances"
COURSE_ID, COURSE_TITLE = "kettle-repair", "Kettle repair"
WEEKS: Final = 5
LESSON: Final = "week-01/10-water-and-mains.md"
TRANSLATION: Final = "week-01/10-water-and-mains.fr.md"
QUIZ: Final = "week-01/80-the-kettle-quiz.md"
CASE: Final = "week-01/85-the-cold-kettle.md"
PRACTICAL: Final = "week-01/90-change-the-element.md"
TITLES: Final[Mapping[str, tuple[str, str]]] = {
    LESSON: ("lesson", "Water and mains"),
    QUIZ: ("quiz", "The kettle quiz"),
    CASE: ("case", "The cold kettle"),
    PRACTICAL: ("practical", "Change the element"),
}
"""Of each item its kind and its title, from which its id is made."""
PICTURE_ALT: Final = "The base of a kettle: thermostat left, connector right"
PICTURE: Final = "images/the-base-of-a-kettle-thermostat-left-connector-right.png"
"""Named after what it shows."""
PICTURE_SIZE: Final = (2400, 1500)
"""More pixels than a page needs."""
TERM, TERM_MEANS = "thermostat", "A switch that opens when it gets hot."

_COURSE: Final = f"""\
---
title: {COURSE_TITLE}
summary: Find out why a kettle stays cold, and mend it without danger.
language: en
weeks: {WEEKS}
hours_per_week: 7
---

For whoever wants to mend a kettle. Begin with [water and mains](water-and-mains).
"""
_COURSE_FR: Final = """\
---
title: Réparer une bouilloire
summary: Trouver pourquoi une bouilloire reste froide, et la réparer sans danger.
---

Pour qui veut réparer une bouilloire. Commencez par [l’eau et le secteur](water-and-mains).
"""
_COMPETENCES: Final = """\
- block: B1
  title: {en: Work safely, fr: Travailler en sécurité}
  competences:
    - {id: B1.1, title: {en: Isolate a kettle and prove it dead, fr: Consigner une bouilloire}}
- block: B2
  title: {en: Find the fault, fr: Trouver la panne}
  competences:
    - {id: B2.1, title: {en: Measure an element, fr: Mesurer une résistance chauffante}}
"""
_GLOSSARY: Final = f"""\
- term: {{en: {TERM}, fr: thermostat}}
  means: {{en: {TERM_MEANS}, fr: Un interrupteur qui s’ouvre quand il chauffe.}}
"""
LESSON_PIECES: Final[Sequence[tuple[Way, str, str]]] = (
    (
        "type",
        "",
        """\
---
title: Water and mains
minutes: 30
competences: [B1.1, B2.1]
---

A kettle brings water and mains together. Learn to part them before you open one.

""",
    ),
    (
        "block",
        "Hazard: danger",
        """\
/// hazard | Water under power
    type: electric
    level: danger

Never open a kettle that is plugged in.
///
""",
    ),
    (
        "block",
        "Hazard: warning",
        """\
/// hazard | Hot base
    type: hot
    level: warning

Let it cool for ten minutes.
///
""",
    ),
    (
        "block",
        "Hazard: caution",
        """\
/// hazard | Sharp rim
    type: sharp
    level: caution

The rim of the base cuts: hold it by the handle.
///
""",
    ),
    ("type", "", "\n## What is inside\n\nThe "),
    ("offer", TERM, TERM),
    ("type", "", " opens the circuit when the water boils.\n\n"),
    ("picture", PICTURE_ALT, f"![{PICTURE_ALT}](../{PICTURE})"),
    ("type", "", "\n\n## Open it\n\n"),
    (
        "block",
        "Steps",
        """\
/// steps | Open the base
1. Unplug the kettle, and empty it.
2. Prove it dead.
3. Take out the three screws of the base.

    /// note | Three different screws
    The longest one belongs below the handle.
    ///

///
""",
    ),
    (
        "block",
        "Readings",
        """\
/// readings | The element, cold
| Point | Expected | If not |
|---|---|---|
| Between its two tabs | 20 – 30 Ω | OL: it is open |
///
""",
    ),
    (
        "block",
        "Question for practice",
        """\
/// check
### What do you do before anything else? {#before-anything .single competence=B1.1}

- [x] Unplug it
- [ ] Open it

> The plug in your own hand is the surest proof.
///
""",
    ),
    (
        "block",
        "Note",
        """\
/// note | Where to go on
When you know it by heart, answer the questions.
///
""",
    ),
    ("type", "", "\nThen comes "),
    ("offer", "The kettle quiz", "[The kettle quiz](the-kettle-quiz)"),
    ("type", "", ".\n"),
)
"""The lesson as it is put together: how each piece comes, how the menu calls it, and what stands there then. A block of
the menu stands on lines of its own, and is written over."""
_LESSON_FR: Final = f"""\
---
title: L’eau et le secteur
---

Une bouilloire réunit l’eau et le secteur. Apprenez à les séparer avant d’en ouvrir une.

/// hazard | De l’eau sous tension
    type: electric
    level: danger

N’ouvrez jamais une bouilloire branchée.
///

/// hazard | Socle chaud
    type: hot
    level: warning

Laissez refroidir dix minutes.
///

/// hazard | Bord coupant
    type: sharp
    level: caution

Le bord du socle coupe : tenez-le par la poignée.
///

## Ce qu’il y a dedans

Le {TERM} ouvre le circuit quand l’eau bout.

![Le socle d’une bouilloire : thermostat à gauche, connecteur à droite](../{PICTURE})

## Ouvrez-la

/// steps | Ouvrir le socle
1. Débranchez la bouilloire, et videz-la.
2. Vérifiez l’absence de tension.
3. Retirez les trois vis du socle.

    /// note | Trois vis différentes
    La plus longue va sous la poignée.
    ///

///

/// readings | La résistance, à froid
| Point | Attendu | Sinon |
|---|---|---|
| Entre ses deux languettes | 20 – 30 Ω | OL : elle est coupée |
///

/// check
### Que faites-vous avant toute autre chose ? {{#before-anything}}

- La débrancher
- L’ouvrir

> La prise dans votre main est la preuve la plus sûre.
///

/// note | Pour continuer
Quand vous le savez par cœur, répondez aux questions.
///

Vient ensuite [le quiz](the-kettle-quiz).
"""
_QUIZ: Final = f"""\
---
title: The kettle quiz
kind: quiz
competences: [B1.1]
gate: kettle-safety
---

One question of each type.

## What parts water and mains for certain? {{#parted .single competence=B1.1 points=2 .critical}}

- [ ] The switch

    > It may have welded.

- [x] The plug in your hand

> A pulled plug can be seen.

## What stands below the base? {{#below .multiple competence=B2.1}}

- [x] The thermostat
- [x] The connector
- [ ] The lid

## How much does an element of 2,000 W take at 230 V? {{#current .numeric competence=B2.1}}

= 8.7 ± 0.1 A

## What does OL mean? {{#ol .text competence=B2.1}}

= open circuit
= open

## Put the opening in order {{#opening .order points=3}}

1. Unplug it.
2. Empty it.
3. Prove it dead.
4. Take out the screws.

## What does each reading say? {{#says .match points=3}}

| Across the element | What it says |
|---|---|
| 26 Ω | As it should be |
| OL | It is open |
| 0 Ω | A short |

## Where is the thermostat? {{#where .hotspot points=2}}

![{PICTURE_ALT}](../{PICTURE})

- [x] The part on the left: 10 30 25 40
- [ ] The part on the right: 65 30 25 40
"""
_CASE: Final = """\
---
title: The cold kettle
kind: case
budget: {minutes: 15, cost: 5}
---

‘The lamp is on, and the water stays cold.’ A kettle, two years old.

## Tests

### Ask when it began {#ask minutes=1}
After it boiled dry.

### Isolate the kettle and prove it dead {#isolate minutes=2 .makes-safe}
No voltage between any two of L, N and PE.

### Measure the element {#element minutes=3 .dead-only}
OL.

### Measure the supply at the element {#supply minutes=6 .live}
230 V.

## Conclusions

### The switch doesn’t close {#switch}
The lamp behind it is on.

### The element is open {#element-open .cause needs=element minutes=20 cost=12}
Nothing flows: change the element.

## Debrief

Make it dead, then measure the element.
"""
_PRACTICAL: Final = """\
---
title: Change the element
kind: practical
minutes: 45
competences: [B1.1, B2.1]
requires: [kettle-safety]
evidence: {photos: 1}
tools:
  - {name: Two-pole tester, per: bench, quantity: 1}
parts:
  - {name: Element, per: trainee, quantity: 1, cost: 12.00}
---

Change the element of a kettle, and show that it is safe again.

## Criteria

### Proves it dead before the base comes off {#proves-dead .critical competence=B1.1}

### Fits the element {#fits competence=B2.1}

- 0: It leaks
- 1: Tight, with help
- 2: Tight, without help

### Explains the reading before and after {#explains competence=B2.1}
"""


def _week(number: int) -> str:
    outcomes = "Isolate a kettle, and find out why it stays cold" if number == 1 else "To be written"
    title = "Water, mains and heat" if number == 1 else f"Week {number}"
    return f"---\ntitle: {title}\nhours: 7\noutcomes:\n  - {outcomes}\n---\n"


def _lesson() -> str:
    """The pieces in one; the menu leaves an empty line between two blocks."""
    text = ""
    for way, _, piece in LESSON_PIECES:
        text += f"\n{piece}" if way == "block" and text.endswith("///\n") else piece
    return text


TEXTS: Final[Mapping[str, str]] = {
    "../track.yaml": f"title: {{en: {TRACK_TITLE}, fr: La cuisine}}\nicon: washer\norder: 9\n",
    "course.md": _COURSE,
    "course.fr.md": _COURSE_FR,
    "competences.yaml": _COMPETENCES,
    "glossary.yaml": _GLOSSARY,
    **{f"week-{number:02}/week.md": _week(number) for number in range(1, WEEKS + 1)},
    LESSON: _lesson(),
    TRANSLATION: _LESSON_FR,
    QUIZ: _QUIZ,
    CASE: _CASE,
    PRACTICAL: _PRACTICAL,
}
"""The course without its picture."""


def picture(size: tuple[int, int] = PICTURE_SIZE) -> bytes:
    """The base of a kettle as a PNG of that width and height, in pixels: a part on the left, and one on the right."""
    width, height = size
    image = Image.new("RGB", size, "#f3efe6")
    draw = ImageDraw.Draw(image)
    for left in (10, 65):
        corners = [(width * left // 100, height * 30 // 100), (width * (left + 25) // 100, height * 70 // 100)]
        draw.rectangle(corners, outline="#24211c", width=max(2, width // 150))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def sources() -> dict[str, bytes]:
    """All of it, as the compiler takes it."""
    return {path: text.encode() for path, text in TEXTS.items()} | {PICTURE: picture()}
