"""Numbers as other systems write them, as keys of this format."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from app.curriculum.digest import number
from app.curriculum.model import NumericKey
from app.exchange.bank import CantSayError

_WRITTEN: Final = re.compile(r"[-+]?(?:\d{1,15}(?:[.,]\d{0,15})?|[.,]\d{1,15})(?:[eE][-+]?\d{1,2})?")
_SAYABLE: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_UNIT: Final = re.compile(r"(?![eE]\d)[^\s\d.,±+=-][^±=]{0,40}")


def numeric_key(value: str, tolerance: str, unit: str) -> NumericKey:
    """The key. Raises CantSayError when it can't be written here."""
    margin = number_from(tolerance or "0")
    if margin < 0:
        raise CantSayError("its tolerance is below 0")
    unit = " ".join(unit.split())
    if unit and not _UNIT.fullmatch(unit):
        raise CantSayError(f"its unit can't be written here ({unit[:20]})")
    return NumericKey(number_from(value), margin, unit)


def key_text(key: NumericKey) -> str:
    """The key as an author writes it: `3.85 ± 0.05 V`."""
    margin = f" ± {number(key.tolerance)}" if key.tolerance else ""
    return f"{number(key.value)}{margin}{f' {key.unit}' if key.unit else ''}"


def number_from(written: str) -> Decimal:
    """The number. Raises CantSayError when it is none, or can't be written here."""
    written = written.strip().replace("−", "-")
    if not _WRITTEN.fullmatch(written):
        raise CantSayError(f"its answer is no number ({written[:20]})")
    try:
        value = Decimal(written.replace(",", "."))
    except InvalidOperation:
        raise CantSayError(f"its answer is no number ({written[:20]})") from None
    if not _SAYABLE.fullmatch(number(value)):
        raise CantSayError(f"its number has too many digits ({written[:20]})")
    return value
