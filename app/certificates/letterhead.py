"""The school's logo, as certificates show it."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class Letterhead:
    """The logo in use, if there is one."""

    _logo: Path | None = None

    def open(self, logo: Path | None) -> None:
        """Use this file, SVG or PNG; None: the house's bench."""
        self._logo = logo

    @property
    def drawing(self) -> dict[str, Any] | None:
        """The logo as the template takes it: its format, and its bytes as numbers."""
        if self._logo is None:
            return None
        return {"format": self._logo.suffix.lower()[1:], "bytes": list(self._logo.read_bytes())}


letterhead = Letterhead()
