"""The keys of questions: how each type is written, a file a type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.curriculum.keys.hotspot import read_hotspot
from app.curriculum.keys.key import Key, Written
from app.curriculum.keys.match import read_match
from app.curriculum.keys.options import read_multiple, read_single
from app.curriculum.keys.order import read_order
from app.curriculum.keys.typed import read_numeric, read_text
from app.curriculum.model import QuestionType

__all__ = ["READERS", "Key", "Written"]

READERS: Final[Mapping[QuestionType, Callable[[Written], Key]]] = {
    "single": read_single,
    "multiple": read_multiple,
    "numeric": read_numeric,
    "text": read_text,
    "order": read_order,
    "match": read_match,
    "hotspot": read_hotspot,
}
"""Each sorts the lines below a heading into stem, key and what stands behind; what is wrong goes to the report."""
