"""One row of the table of bars."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, the figure, its bar, and whether it holds."""

    what: str
    figure: str
    bar: str
    holds: bool

    def __str__(self) -> str:
        return f"| {self.what} | {self.figure} | {self.bar} | {'yes' if self.holds else '**no**'} |"


def at_least(what: str, value: float, bar: float, *, unit: str = "") -> Row:
    """A figure that may not be below its bar."""
    return Row(what, f"{value:.3g}{unit}", f"≥ {bar:g}{unit}", value >= bar)


def at_most(what: str, value: float, bar: float, *, unit: str = "") -> Row:
    """A figure that may not be above its bar."""
    return Row(what, f"{value:.3g}{unit}", f"≤ {bar:g}{unit}", value <= bar)
