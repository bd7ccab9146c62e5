"""The cells of an XLSX, read as a stream: what a sheet claims to hold costs nothing, only what stands in it.

Rows are those of the sheet, so that a message can name them. A cell without content is none; a result of a formula is what was kept of
it, an error its own sign (`#N/A`). Hidden sheets are not read.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from webapp.decoding.limits import SHEET_CELLS, SHEET_ROWS, XML_BYTES, Unfit

_MOST_SHEETS = 20
_LAST_ROW = 1_048_576
_DECLARES = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
BROKEN = (ParseError, zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError)
"""What a content raises that is no workbook."""


@dataclass
class Table:
    """One sheet: its name, and for each row that has content (from 1) its cells by column (from 0), as text."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)


def tables(book: zipfile.ZipFile, too_large: str) -> list[Table]:
    """The sheets that can be seen and hold something. Raises Unfit with `too_large`, or one of BROKEN."""
    strings: list[str] = []
    names = set(book.namelist())
    if "xl/sharedStrings.xml" in names:
        strings = [_words(one) for one in _elements(book, "xl/sharedStrings.xml", "si", too_large)]
    found, cells = [], 0
    for name, part in _sheets(book, too_large):
        table = Table(name)
        for number, row in enumerate(_elements(book, part, "row", too_large), 1):
            read = _row(row, strings)
            if read:
                table.rows[_place(row.get("r", ""), number)] = read
                cells += len(read)
            if len(table.rows) > SHEET_ROWS or cells > SHEET_CELLS:
                raise Unfit(too_large)
        if table.rows:
            found.append(table)
    return found


def _sheets(book: zipfile.ZipFile, too_large: str) -> list[tuple[str, str]]:
    """Name and part of each sheet that is not hidden."""
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("xl", str(one.get("Target"))))
        for one in _elements(book, "xl/_rels/workbook.xml.rels", "Relationship", too_large)
    }
    found = []
    for sheet in _elements(book, "xl/workbook.xml", "sheet", too_large):
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        part = targets.get(relation, "")
        if sheet.get("state", "visible") == "visible" and part:
            found.append((sheet.get("name", ""), part[1:] if part.startswith("/") else part))
    return found[:_MOST_SHEETS]


def _place(said: str, number: int) -> int:
    """Where a row stands: as it says, else as it is counted."""
    place = int(said) if said.isdecimal() else number
    if not 1 <= place <= _LAST_ROW:
        raise ParseError(f"no sheet has a row {place}")
    return place


def _row(row: Element, strings: list[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(one for one in row if _tag(one) == "c"):
        text = _cell(cell, strings).strip()
        if text:
            found[_column(cell.get("r", ""), at)] = text
    return found


def _column(reference: str, at: int) -> int:
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return at
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_words(one) for one in cell if _tag(one) == "is")
    value = next((one.text or "" for one in cell if _tag(one) == "v"), "")
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    return shown_number(value) if kind == "n" else value


def shown_number(value: str) -> str:
    """15 digits are what a spreadsheet shows: 128.5 for 128.49999999999997."""
    try:
        shown = Decimal(format(float(value), ".15g")) if value else None
        return "" if shown is None else f"{shown:f}" if shown.is_finite() else value
    except (ValueError, InvalidOperation):
        return value


def _words(element: Element) -> str:
    """The text of a string, without the reading aids that stand beside Han characters."""
    parts = []
    for one in element:
        if _tag(one) == "t":
            parts.append(one.text or "")
        elif _tag(one) == "r":
            parts.append(_words(one))
    return "".join(parts)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _elements(book: zipfile.ZipFile, part: str, tag: str, too_large: str) -> Iterator[Element]:
    """The elements of this name in a part, one after another, each forgotten when the next is asked for."""
    above: list[Element] = []
    with book.open(part) as stream:
        for event, element in iterparse(_Bounded(stream, too_large), ("start", "end")):
            if event == "start":
                above.append(element)
                continue
            above.pop()
            if _tag(element) == tag:
                yield element
                element.clear()
                if above:
                    above[-1].remove(element)


class _Bounded:
    """A part of a workbook, read no further than it may be long; one with declarations of its own is none."""

    def __init__(self, stream: IO[bytes], too_large: str) -> None:
        self._stream, self._too_large, self._read = stream, too_large, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        chunk = self._stream.read(size)
        if not self._read and _DECLARES.search(chunk):
            raise ParseError("a part with declarations of its own")
        self._read += len(chunk)
        if self._read > XML_BYTES:
            raise Unfit(self._too_large)
        return chunk
