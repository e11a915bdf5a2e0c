"""A quiz with a question of each type and every way of writing one."""

from __future__ import annotations

from typing import Final

QUIZ_PAGE: Final = """\
---
title: "Quiz: A/B"
kind: quiz
draw: {spare: 1}
pass: 75 %
minutes: 20
---

Before you begin.

## Why is a *swollen* cell {x} never pierced? {#pierced-cell .single competence=B1.2 points=2 .critical}

See ![A cell](../images/cell.svg "Cell") and 3.85 V.

| A | B |
|---|---|
| 1 | `a|b` |

- [ ] It would lose capacity = 3 ~ { }

    > The smallest of
    > the worries:
    >
    > - #1

- [x] It can catch fire

    And burn.

    ```
    = 3
    ```

> Because `x` -> y.

## Which of them? {#which .multiple}

- [x] a
- [x] b
- [x] c
- [ ] 50% d
- [ ] %5% e

## All of them? {#all .multiple marking=all pool=spare}

- [x] a
- [ ] b

## How much? {#how-much .numeric pool=spare}

= 3.85 ± 0.05 V

## How many? {#how-many .numeric}

= -4

## Say it {#say .text}

= open circuit
= a*b \\ c
= l'été
= %5% off

> Both.

## Put in order {#put .order points=3}

In this order:

1. One

    ![A cell](../images/cell.svg)

2. Two
3. Three

## Put in order at once {#put-all .order marking=all}

1. One
2. Two

## Match them {#match .match}

| Part | Use |
|---|---|
| a **b** | c |
| d | e \\| f |

## Where is it? {#where .hotspot}

Look.

![The board](../images/cell.svg)

- [x] U1: 10 10 20 20

    > Yes.

- [ ] U2: 50 50 25 20.5
"""
