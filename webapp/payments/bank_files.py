"""The files that go to the bank and come back. What a member typed stays text in both; nothing here touches the database.

A spreadsheet would take `=…` for a formula: in XLSX every cell is written as text, in CSV such a cell begins with an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter  # type: ignore[import-untyped]

from webapp.policy.profile.benefits.facts import yuan
from webapp.web.typed.names import canonical_name
from webapp.web.typed.yuan import read_fen

COLUMNS = ("行号", "收款户名", "开户银行", "银行账号", "证件号码", "金额（元）", "用途", "付款结果", "失败原因")
LINE, AMOUNT, RESULT, REASON = "行号", "金额（元）", "付款结果", "失败原因"
PAID_WORDS = frozenset({"成功", "已付", "支付成功", "交易成功", "付款成功"})
FAILED_WORDS = frozenset({"失败", "退票", "支付失败", "交易失败", "付款失败"})
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


@dataclass(frozen=True)
class Answer:
    """One row of the bank's answer: the row of the sheet (1 is the heading), its cells as text."""

    row: int
    number: str
    amount: str
    result: str
    reason: str

    @property
    def fen(self) -> int | None:
        """The amount, None where it is none with at most two decimals."""
        return read_fen(self.amount)

    @property
    def paid(self) -> bool | None:
        """Whether it was paid; None where the word is not known."""
        return True if self.result in PAID_WORDS else False if self.result in FAILED_WORDS else None


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


def read(content: bytes) -> list[Answer]:
    """The rows of the bank's answer, a CSV. Raises FileFault."""
    rows = list(_csv(content))
    head = next((at for at, row in enumerate(rows) if LINE in row), None)
    if head is None:
        raise FileFault(f"找不到表头。第一行要有“{LINE}”“{AMOUNT}”“{RESULT}”三栏，名称照导出的文件写。")
    names = rows[head]
    missing = [name for name in (LINE, AMOUNT, RESULT) if name not in names]
    if missing:
        raise FileFault(f"表头少了“{'”“'.join(missing)}”。请照导出的文件补上这一栏。")
    if len(rows) - head > MOST_ROWS:
        raise FileFault(f"一次最多 {MOST_ROWS} 行，请分成几个文件。")
    return [_answer(at, names, row) for at, row in enumerate(rows[head + 1 :], head + 2) if any(row)]


def _answer(at: int, names: Sequence[str], row: Sequence[str]) -> Answer:
    cells = dict(zip(names, row, strict=False))
    number, amount, result, reason = (cells.get(name, "") for name in (LINE, AMOUNT, RESULT, REASON))
    return Answer(at, number, amount, result, reason[:200])


def _plain(cell: str) -> str:
    """The cell without the apostrophe that made it harmless, and without blanks around it."""
    bare = cell.strip()
    return bare[1:] if bare.startswith("'") else bare


def _csv(content: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FileFault("这个文件的文字编码认不出来。请另存为 UTF-8 的 .csv 或 .xlsx。")
    if "\0" in text:
        raise FileFault("这个文件不是表格。请上传 .xlsx 或 .csv。")
    try:
        yield from ([_plain(cell) for cell in row] for row in csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise FileFault("这个 CSV 文件的格式有误。请用表格软件另存一次再上传。") from error
