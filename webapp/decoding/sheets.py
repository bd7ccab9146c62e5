"""Tables, as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from webapp.decoding.limits import CSV_BYTES, SHEET_CELLS, SHEET_ROWS, Unfit

_ZIP = b"PK"
MEDIA_TYPE = "text/csv"
_UNREADABLE = "打不开。请用表格软件另存为 .xlsx 或 .csv 再上传"
_TOO_LARGE = "太大。一次最多 {rows} 行，请只留需要的几栏，或分成几个文件再上传"


def rewritten(data: bytes) -> tuple[bytes, str]:
    """The first sheet of an XLSX as (CSV in UTF-8, its media type), every cell as text. A CSV stays as it is, in whatever
    encoding. Raises Unfit.
    """
    if not data.startswith(_ZIP):
        if len(data) > CSV_BYTES:
            raise Unfit(_TOO_LARGE.format(rows=SHEET_ROWS))
        return data, MEDIA_TYPE
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        _refuse_too_large(sheet.total_height, sheet.total_width)
        rows = sheet.to_python()
    except (CalamineError, BadZipFile, OSError, IndexError) as error:
        raise Unfit(_UNREADABLE) from error
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(_as_text(rows))
    return text.getvalue().encode("utf-8-sig"), MEDIA_TYPE


def _refuse_too_large(rows: int, columns: int) -> None:
    if rows > SHEET_ROWS or rows * columns > SHEET_CELLS:
        raise Unfit(_TOO_LARGE.format(rows=SHEET_ROWS))


def _as_text(rows: Sequence[Sequence[object]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return (
            f"{Decimal(format(cell, '.15g')):f}"  # 15 digits are what a spreadsheet shows: 128.5 for 128.49999999999997
        )
    return str(cell)
