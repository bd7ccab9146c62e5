"""Tables, as CSV."""

import csv
import io
import zipfile
from collections.abc import Sequence

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from webapp.decoding.limits import CSV_BYTES, SHEET_CELLS, SHEET_MARK, SHEET_ROWS, Unfit
from webapp.decoding.workbooks import BROKEN, Table, shown_number, tables

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
MEDIA_TYPE = "text/csv"
_UNREADABLE = "打不开。请用表格软件另存为 .xlsx 或 .csv 再上传"
_LOCKED = "加了密码，或者不是表格，打不开。请用表格软件去掉密码，另存为 .xlsx 再上传"
_TOO_LARGE = f"太大。一次最多 {SHEET_ROWS} 行，请只留需要的几栏，或分成几个文件再上传"


def rewritten(data: bytes) -> tuple[bytes, str]:
    """The sheets of an XLSX, XLS or ODS that can be seen as (CSV in UTF-8, its media type), every cell as text in the row where it stood.

    Of several that hold something each begins with SHEET_MARK. A CSV stays as it is, in whatever encoding. Raises Unfit.
    """
    if data.startswith(_OLE) or _OPEN_DOCUMENT in data[:120]:
        return _csv(_older(data)), MEDIA_TYPE
    if not data.startswith(_ZIP):
        if len(data) > CSV_BYTES:
            raise Unfit(_TOO_LARGE)
        return data, MEDIA_TYPE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return _csv(tables(book, _TOO_LARGE)), MEDIA_TYPE
    except BROKEN as error:
        raise Unfit(_UNREADABLE) from error


def _older(data: bytes) -> list[Table]:
    """The same of a workbook of the older form, and of an open document."""
    found, cells = [], 0
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for one in book.sheets_metadata:
            if one.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(one.name)
            cells += sheet.total_height * sheet.total_width
            if sheet.total_height > SHEET_ROWS or cells > SHEET_CELLS:
                raise Unfit(_TOO_LARGE)
            table = _table(one.name, sheet.to_python(skip_empty_area=False))
            found += [table] if table.rows else []
    except (CalamineError, OSError, IndexError) as error:
        raise Unfit(_LOCKED) from error
    return found


def _table(name: str, rows: Sequence[Sequence[object]]) -> Table:
    table = Table(name)
    for number, row in enumerate(rows, 1):
        cells = {at: text for at, cell in enumerate(row) if (text := _text(cell))}
        if cells:
            table.rows[number] = cells
    return table


def _text(cell: object) -> str:
    return shown_number(repr(cell)) if isinstance(cell, float) else str(cell).strip()


def _csv(found: Sequence[Table]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for table in found:
        if len(found) > 1:
            writer.writerow([f"{SHEET_MARK}{table.name}"])
        last = 0
        for number in sorted(table.rows):
            text.write("\r\n" * (number - last - 1))
            row = table.rows[number]
            writer.writerow([row.get(at, "") for at in range(max(row) + 1)])
            last = number
    return text.getvalue().encode("utf-8-sig")
