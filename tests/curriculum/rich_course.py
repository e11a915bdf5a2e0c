"""A course that uses everything the format knows, without a single problem; and what becomes of it when broken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.curriculum.compiler import compile_course
from app.curriculum.problems import Problem
from tests.curriculum.small_course import FILES, SVG

LESSON: Final = "week-01/10-the-bench.md"
CELLS: Final = "week-01/20-swollen-cells.md"
QUIZ: Final = "week-01/80-safety-quiz.md"
PRACTICAL: Final = "week-01/90-battery-swap.md"
CASE: Final = "week-02/85-case-dead-phone.md"

COURSE_FR: Final = "course.fr.md"
WEEK_FR: Final = "week-01/week.fr.md"
LESSON_FR: Final = "week-01/10-the-bench.fr.md"
QUIZ_FR: Final = "week-01/80-safety-quiz.fr.md"
PRACTICAL_FR: Final = "week-01/90-battery-swap.fr.md"
CASE_FR: Final = "week-02/85-case-dead-phone.fr.md"

RICH: Final[Mapping[str, str]] = {
    **FILES,
    "../track.yaml": "title: {en: Mobile devices, fr: Appareils mobiles}\nicon: phone\norder: 1\n",
    "course.md": """\
---
title: Phone repair
summary: At the bench.
language: en
weeks: 5
hours_per_week: 35
completion: {lessons: all, quizzes: 90 %, cases: 50 %}
certificate: {title: Phone repair, valid_for: 3 years}
---
Welcome. Begin with [the bench](the-bench).
""",
    "competences.yaml": """\
- block: B1
  title: {en: Work safely, fr: Travailler en sécurité}
  competences:
    - {id: B1.1, title: {en: Prepare a bench}}
    - {id: B1.2, title: {en: Recognise a swollen cell}}
- block: B2
  title: {en: Measure}
  competences:
    - {id: B2.1, title: {en: Measure a voltage}}
""",
    "glossary.yaml": """\
- term: {en: flux}
  means: {en: It cleans metal.}
- term: {en: short}
  means: {en: A fault.}
""",
    "images/cell.svg": SVG,
    "images/bench.svg": SVG,
    LESSON: """\
---
title: The bench
minutes: 30
competences: [B1.1, B2.1]
aliases: [the-table]
---

Read this, then [the cells](20-swollen-cells.md) and [more](safety-quiz).

/// hazard | Hot iron
    type: hot
    level: warning

Never touch the tip.
///

/// steps | Prepare
1. Clear the bench.
2. Lay out the mat.

    ![A bench](../images/bench.svg)

    /// note | Why
    Tools roll.
    ///

///

/// readings | Rails
| Point | Expected |
|---|---|
| VDD | 3.80 V |
///

/// check
### How warm may it be? {#how-warm .numeric competence=B2.1}
= 25 ± 2 °C

> Warmer is too warm.
///

## What is next? {#next}

See [above](#next).[^1]

```text
a fence
```

[^1]: A note.
""",
    CELLS: """\
---
title: Swollen cells
minutes: 20
competences: [B1.2]
---

![A cell](images/cell.svg)
""",
    QUIZ: """\
---
title: Safety quiz
kind: quiz
minutes: 20
pass: 80 %
attempts: 3
wait: 24 hours
draw: {cells: 2}
feedback: passed
gate: safety
---

Read both lessons first.

## Why is a swollen cell never pierced? {#pierced-cell .single competence=B1.2 points=2 .critical}

Look at the cell.

- [ ] It would lose capacity

    > That is the smallest worry.

- [x] It can catch fire

> Fire.

## Which are signs? {#signs .multiple competence=B1.2 pool=cells marking=all}
- [x] A lifted screen
- [x] A soft pillow
- [ ] A scratch

## At how many volts? {#volts .numeric competence=B2.1 pool=cells was=voltage}
= 3.85 ± 0.05 V

## What is its name? {#cell-name .text pool=cells}
= lithium
= lithium ion
""",
    PRACTICAL: """\
---
title: Battery swap
kind: practical
minutes: 90
pass: 60 %
requires: [safety]
evidence: {photos: 1}
successes: {count: 2, different: device}
tools:
  - {name: Spudger, per: trainee}
parts:
  - {name: Battery, per: trainee, quantity: 1, cost: 12.50}
consumables:
  - {name: Alcohol, per: bench, lasts: true}
---

Swap it.

## Criteria

### Isolates the battery first {#isolate .critical competence=B1.1}

### Adhesive is removed {#adhesive competence=B1.2 was=glue}
- 0: The cell is bent
- 1: Marks on the cell
- 2: Clean
""",
    COURSE_FR: """\
---
title: Réparation de téléphones
summary: À l'établi.
certificate: {title: Réparateur de téléphones}
---
Bienvenue. Commencez par [l'établi](the-bench).
""",
    WEEK_FR: """\
---
title: Semaine 1
outcomes: [Ils savent faire.]
---
""",
    LESSON_FR: """\
---
title: L'établi
---

Lisez ceci, puis [les cellules](20-swollen-cells.md) et [la suite](80-safety-quiz.fr.md).

/// hazard | Fer chaud
Ne touchez jamais la panne.
///

/// steps | Préparer
1. Dégagez l'établi.
2. Posez le tapis.

    ![Un établi](../images/bench.svg)

    /// note | Pourquoi
    Les outils roulent.
    ///

///

/// readings | Rails
| Point | Attendu |
|---|---|
| VDD | 3,80 V |
///

/// check
### Quelle chaleur au plus ? {#how-warm}

> Plus chaud, c'est trop.
///

## Et ensuite ? {#suite}

Voir [ci-dessus](#suite).
""",
    QUIZ_FR: """\
---
title: Quiz de sécurité
kind: quiz
---

Lisez d'abord les deux leçons.

## Pourquoi ne jamais percer une cellule gonflée ? {#pierced-cell}

Regardez la cellule.

- Elle perdrait de la capacité

    > C'est le moindre des soucis.

- Elle peut prendre feu

> Le feu.

## Quels sont les signes ? {#signs}
- [x] Un écran soulevé
- [x] Un coussin mou
- [ ] Une rayure

## À combien de volts ? {#volts}

## Quel est son nom ? {#cell-name .text}
= lithium-ion
= pile au lithium
""",
    PRACTICAL_FR: """\
---
title: Changer la batterie
tools:
  - {name: Spatule}
parts:
  - {name: Batterie}
consumables:
  - {name: Alcool}
---

Changez-la.

## Criteria

### Isole d'abord la batterie {#isolate}

### L'adhésif est enlevé {#adhesive}
- 0: La cellule est pliée
- 1: Des marques sur la cellule
- 2: Propre
""",
    CASE: """\
---
title: Dead phone
kind: case
pass: 75 %
competences: [B1.2]
budget: {minutes: 20, cost: 1.50}
starts: energised
---

‘It fell, and it is dead.’ No sound, no light.

## Tests

### Try another charger {#charger minutes=3}
The same.

### Take the battery off {#battery-off minutes=4 cost=0.20 .makes-safe}
The plug is off.

### Measure the main rail {#main-rail minutes=3 .dead-only was=rail}

/// readings | Diode mode
| Point | Reading |
|---|---|
| VDD | 0.00 V |
///

### Feed it from the supply {#supply minutes=5 cost=1.00 .live after=charger,main-rail}
It draws 1.00 A, and a part gets hot.

### Feed it ten times the current {#burn minutes=1 .forbidden after=main-rail}
It burns.

## Conclusions

### Worn battery {#battery minutes=20 cost=30}
It held its charge.

### Short to ground {#short .cause needs=main-rail,supply minutes=40 cost=0.50}
A capacitor is shorted: replace it.

### Open key {#key needs=charger}
It draws before the key is pressed.

## Debrief

Rail first.

/// note | Why
A short shows without power.
///
""",
    CASE_FR: """\
---
title: Téléphone mort
---

« Il est tombé, et il est mort. » Ni son, ni lumière.

## Tests

### Essayer un autre chargeur {#charger}
La même chose.

### Débrancher la batterie {#battery-off .makes-safe minutes=4}
La fiche est sortie.

### Mesurer le rail principal {#main-rail}

/// readings | Mode diode
| Point | Mesure |
|---|---|
| VDD | 0,00 V |
///

### L'alimenter depuis le banc {#supply}
Il prend 1,00 A, et un composant chauffe.

### L'alimenter à dix fois le courant {#burn}
Il brûle.

## Conclusions

### Batterie usée {#battery}
Elle tenait sa charge.

### Court-circuit à la masse {#short}
Un condensateur est en court-circuit : remplacez-le.

### Touche bloquée {#key}
Il consomme avant qu'on appuie.

## Debrief

Le rail d'abord.

/// note | Pourquoi
Un court-circuit se voit sans courant.
///
""",
}


def problems_when(changes: Mapping[str, str | bytes | None], unread: frozenset[str] = frozenset()) -> list[Problem]:
    """What is told of the rich course when these files are changed, or (None) taken away."""
    texts = {**RICH, **changes}
    sources = {
        path: text if isinstance(text, bytes) else text.encode() for path, text in texts.items() if text is not None
    }
    made = compile_course(sources, track_id="mobile", course_id="phone-repair", unread=unread)
    return list(made.problems)


def broken(file: str, old: str, new: str) -> list[Problem]:
    """What is told when one text in one file is changed once."""
    assert old in RICH[file]
    return problems_when({file: RICH[file].replace(old, new, 1)})
