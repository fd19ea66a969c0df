"""A table as an Excel workbook: every cell is text, so that nothing in it is ever computed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

WIDEST = 60
SPARE = 2


def workbook(watermark: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet: the watermark above and at the foot of every printed page, then the headings and rows."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet()
        sheet.set_footer("&L" + watermark.replace("&", "&&"))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, watermark, bold)
        for place, heading in enumerate(headings):
            sheet.write_string(1, place, heading, bold)
            cells = [heading, *(row[place] for row in rows)]
            sheet.set_column(place, place, min(WIDEST, max(map(len, cells)) + SPARE))
        for line, row in enumerate(rows, start=2):
            for place, value in enumerate(row):
                sheet.write_string(line, place, value, wrapped)
    return written.getvalue()
