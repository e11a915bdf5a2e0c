"""Papers as PDF: tagged and made to last (PDF/A-2a, PDF/UA-1), set by Typst.

Nothing that people typed is ever read as Typst markup: templates get all of it as JSON text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent


class UnprintableError(Exception):
    """A name or title has a sign that no font on this machine can show."""


def set_in(template: str, page: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF that the template of that file name makes of `page`. The same arguments give the same bytes.

    Takes some 100 milliseconds, the first time in a process several times that. Raises UnprintableError.
    """
    import typst  # a whole compiler, which only a process that makes papers has to load

    told = json.dumps(page, ensure_ascii=False)
    try:
        return _compiled(template, told, at, fonts())
    except typst.TypstError as error:
        _refuse_other_faults(error)
    # The house's fonts know Latin, Cyrillic, Greek and a little more; this machine's may know the rest.
    try:
        return _compiled(template, told, at, fonts(of_this_machine=True))
    except typst.TypstError as error:
        _refuse_other_faults(error)
        raise UnprintableError(str(error)) from error


def _compiled(template: str, page: str, at: datetime, faces: typst.Fonts) -> bytes:
    import typst

    compiler = typst.Compiler(str(FOLDER / template), root=str(FOLDER), font_paths=faces)
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"page": page},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=at.replace(microsecond=0),  # a PDF's dates have whole seconds, and Typst takes no others
    )
    return cast("bytes", pdf)  # a list only of formats that have a file a page


def _refuse_other_faults(error: typst.TypstError) -> None:
    # PDF/A asks for a glyph for every sign, and Typst says so in these words. All else is our mistake.
    if "could not be displayed" not in str(error):
        raise error


@cache
def fonts(*, of_this_machine: bool = False) -> typst.Fonts:
    """The house's fonts; with those of this machine where asked for."""
    import typst

    return typst.Fonts(include_system_fonts=of_this_machine, font_paths=[str(FOLDER / "fonts")])
