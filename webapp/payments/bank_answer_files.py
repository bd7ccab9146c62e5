"""What the bank sends back, as tables and text files have it: rows with the bank's word on each payment. Nothing here touches the database.

Encodings, separators, widths of signs and the words of the common banks are read; a heading may stand in any row. The row that a message
names is the row of the file.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.decoding.limits import SHEET_MARK
from webapp.payments.bank_files import AMOUNT, LINE, MOST_ROWS, REASON, RESULT, FileFault
from webapp.web.typed.yuan import read_fen

ACCOUNT = "银行账号"
NAMES = {
    LINE: ("行号",),
    ACCOUNT: ("银行账号", "收款账号", "账号", "卡号", "收款人账号"),
    AMOUNT: ("金额(元)", "金额", "付款金额", "交易金额", "付款金额(元)", "交易金额(元)"),
    RESULT: ("付款结果", "处理结果", "交易结果", "结果", "付款状态", "交易状态", "处理状态"),
    REASON: ("失败原因", "原因", "结果说明", "返回信息"),
}
"""What a column may be called, signs in half width."""
PAID_WORDS = frozenset({"成功", "已付", "支付成功", "交易成功", "付款成功", "处理成功", "转账成功"})
FAILED_WORDS = frozenset({"失败", "退票", "支付失败", "交易失败", "付款失败", "处理失败", "转账失败"})
SEPARATORS = (",", "\t", ";", "|")
_ROUNDED = re.compile(r"[0-9.]+[eE]\+[0-9]+")


@dataclass(frozen=True)
class Answer:
    """One row of the bank's answer: its sheet where the file has several, its row there (from 1), its cells as text."""

    row: int
    number: str
    amount: str
    result: str
    reason: str
    account: str = ""
    sheet: str = ""

    @property
    def place(self) -> str:
        """Where it stands, in Chinese."""
        return f"“{self.sheet}”第 {self.row} 行" if self.sheet else f"第 {self.row} 行"

    @property
    def fen(self) -> int | None:
        """The amount, None where it is none with at most two decimals."""
        return read_fen(self.amount)

    @property
    def paid(self) -> bool | None:
        """Whether it was paid; None where the word is not known. A code in brackets after the word says no more than the word."""
        word = re.sub(r"\([^()]*\)$", "", narrow(self.result))
        return True if word in PAID_WORDS else False if word in FAILED_WORDS else None

    @property
    def rounded(self) -> bool:
        """Whether a spreadsheet took the account for a number and cut it."""
        return bool(_ROUNDED.fullmatch(self.account))


def read(content: bytes) -> list[Answer]:
    """The rows of the bank's answer, a text file in CSV or with another separator. Raises FileFault."""
    found: list[Answer] = []
    sheets = list(_sheets(content))
    wrong = ""
    for sheet, rows in sheets:
        try:
            found += _answers(sheet, rows)
        except FileFault as fault:
            wrong = wrong or str(fault)
    if not found and wrong:
        raise FileFault(wrong)
    if not found and not any(_head(rows) for _sheet, rows in sheets):
        raise FileFault(f"找不到表头。要有“{LINE}”“{AMOUNT}”“{RESULT}”三栏，名称照导出的文件写。")
    if len(found) > MOST_ROWS:
        raise FileFault(f"一次最多 {MOST_ROWS} 行，请分成几个文件。")
    return found


def narrow(text: str) -> str:
    """The text with signs in half width and no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which column of a heading holds what; the first of each that is named."""
    cells = [narrow(cell) for cell in row]
    at = {name: next((cells.index(word) for word in words if word in cells), -1) for name, words in NAMES.items()}
    return {name: place for name, place in at.items() if place >= 0}


def _head(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """The heading: its row (from 0) and its columns; the first row that names the lines or the accounts, beside another column."""
    for at, row in enumerate(rows):
        columns = _columns(row)
        if (LINE in columns or ACCOUNT in columns) and len(columns) > 1:
            return at, columns
    return None


def _answers(sheet: str, rows: Sequence[Sequence[str]]) -> list[Answer]:
    head = _head(rows)
    if head is None:
        return []
    at, columns = head
    missing = [name for name in (AMOUNT, RESULT) if name not in columns]
    if missing:
        raise FileFault(f"表头少了“{'”“'.join(missing)}”。请照导出的文件补上这一栏。")
    return [_answer(sheet, number, columns, row) for number, row in enumerate(rows[at + 1 :], at + 2) if any(row)]


def _answer(sheet: str, number: int, columns: dict[str, int], row: Sequence[str]) -> Answer:
    def cell(name: str) -> str:
        at = columns.get(name, -1)
        return row[at] if 0 <= at < len(row) else ""

    account = re.sub(r"\s+", "", cell(ACCOUNT))
    return Answer(number, cell(LINE), cell(AMOUNT), cell(RESULT), cell(REASON)[:200], account, sheet)


def _sheets(content: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """Each sheet of the file with its rows, at the place where they stand; a file of one sheet has no name for it."""
    name = ""
    rows: list[list[str]] = []
    for row in _rows(_text(content)):
        if row and row[0].startswith(SHEET_MARK):
            if rows:
                yield name, rows
            name, rows = row[0].removeprefix(SHEET_MARK), []
        else:
            rows.append([_plain(cell) for cell in row])
    yield name, rows


def _plain(cell: str) -> str:
    """The cell without the apostrophe that made it harmless, and without blanks around it."""
    bare = cell.strip()
    return bare[1:] if bare.startswith("'") else bare


def _rows(text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text), strict=True, delimiter=_separator(text))
    except csv.Error as error:
        raise FileFault("这个 CSV 文件的格式有误。请用表格软件另存一次再上传。") from error


def _separator(text: str) -> str:
    """The sign between the cells: of those that are common, the one that stands most often in the line that names the columns."""
    words = {word for words in NAMES.values() for word in words}
    lines = [line for line in text.splitlines()[:50] if any(word in narrow(line) for word in words)]
    line = max(lines or [""], key=lambda one: sum(word in narrow(one) for word in words))
    return max(SEPARATORS, key=lambda sign: (line.count(sign), sign == ","))


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FileFault("这个文件的文字编码认不出来。请另存为 UTF-8 的 .csv 或 .xlsx。")
    if "\0" in text:
        raise FileFault("这个文件不是表格。请上传 .xlsx 或 .csv。")
    return text
