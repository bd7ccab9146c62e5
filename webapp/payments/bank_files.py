"""The files that go to the bank. What a member typed stays text in both kinds; nothing here touches the database.

A spreadsheet would take `=…` for a formula: in XLSX every cell is written as text, in CSV such a cell begins with an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter  # type: ignore[import-untyped]

from webapp.policy.profile.benefits.facts import yuan
from webapp.web.typed.names import canonical_name

COLUMNS = ("行号", "收款户名", "开户银行", "银行账号", "证件号码", "金额（元）", "用途", "付款结果", "失败原因")
LINE, AMOUNT, RESULT, REASON = "行号", "金额（元）", "付款结果", "失败原因"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_ROWS = 5000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileFault(ValueError):
    """The file as a whole cannot be read; the message is Chinese and says how to mend it."""


@dataclass(frozen=True)
class Line:
    """One line for the bank; `number` is how the bank answers, `amount` in fen."""

    number: str
    holder: str
    bank: str
    account: str
    identity: str
    amount: int
    purpose: str


def xlsx(lines: Sequence[Line]) -> bytes:
    """The list as a spreadsheet; numbers of persons and accounts are text, the amount is a number."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#EEEEEE", "border": 1})
        text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
        sheet = book.add_worksheet("付款名单")
        for column, (name, width) in enumerate(zip(COLUMNS, (22, 16, 26, 26, 22, 14, 32, 12, 24), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        for row, line in enumerate(lines, 1):
            for column, cell in enumerate(_cells(line)):
                sheet.write_string(row, column, cell, text)
            sheet.write_number(row, COLUMNS.index(AMOUNT), line.amount / 100, money)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return buffer.getvalue()


def report_sheet(title: str, heads: Sequence[str], rows: Sequence[tuple[str, int, int, int, int]]) -> bytes:
    """A report of money as a spreadsheet: title, headings, and rows of a label, a count and three amounts in fen."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        head, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        sheet = book.add_worksheet("钱款报表")
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 4, 16)
        sheet.write_string(0, 0, title, head)
        for column, name in enumerate(heads):
            sheet.write_string(1, column, name, head)
        for at, (label, count, *amounts) in enumerate(rows, 2):
            sheet.write_string(at, 0, label)
            sheet.write_number(at, 1, count)
            for column, amount in enumerate(amounts, 2):
                sheet.write_number(at, column, amount / 100, money)
        sheet.freeze_panes(2, 0)
        sheet.fit_to_pages(1, 0)
    return buffer.getvalue()


def csv_file(lines: Iterable[Line]) -> bytes:
    """The list as CSV in UTF-8 with its mark, every cell in quotes."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(line)] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def _cells(line: Line) -> list[str]:
    return [
        line.number,
        canonical_name(line.holder),
        line.bank,
        line.account,
        line.identity,
        yuan(line.amount),
        line.purpose,
        "",
        "",
    ]
