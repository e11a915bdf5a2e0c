"""Tables as files to download."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from app.shared.spreadsheets import Cell, write_csv, write_xlsx
from app.web.titles import page_language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(rows: Iterable[Sequence[Cell]], *, name: str) -> ResponseReturnValue:
    """The table as a CSV file of that name, without the ending."""
    return _file(write_csv(rows, language=page_language()), "text/csv", f"{name}.csv")


def xlsx_file(rows: Iterable[Sequence[Cell]], *, name: str, title: str) -> ResponseReturnValue:
    """The table as an Excel file of that name, without the ending; `title`: of its sheet."""
    return _file(write_xlsx(rows, title=title), XLSX, f"{name}.xlsx")


def _file(data: bytes, media_type: str, name: str) -> ResponseReturnValue:
    safe = re.sub(r"[^\w ·.-]+", "-", name)
    return send_file(BytesIO(data), mimetype=media_type, as_attachment=True, download_name=safe, max_age=0)
