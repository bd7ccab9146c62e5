"""What a file may be called."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import NamedTuple

from webapp import decoding
from webapp.files.limits import NAME_LENGTH, FileRefused
from webapp.web.text import clean_line


class Kind(NamedTuple):
    """What a view takes: how it is decoded, the suffixes it may have, and the words for it, short, long and as a way out."""

    order: str
    suffixes: tuple[str, ...]
    words: str
    all_words: str
    instead: str
    accept: str
    by_content: bool = False
    """Whether the content alone decides, whatever the name says."""


NAMELESS = "文件"
PICTURES_AND_PAPERS = Kind(
    decoding.PICTURES_AND_PAPERS,
    ("jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "tif", "tiff", "pdf"),
    "照片或 PDF",
    "照片（jpg、png、webp、heic、avif、tiff）或 PDF",
    "请拍照或另存为 PDF 再上传",
    "image/*,application/pdf,.heic,.heif,.tif,.tiff",
    by_content=True,
)
SHEETS = Kind(
    decoding.SHEETS,
    ("xlsx", "csv", "xls", "ods", "txt"),
    "表格（.xlsx 或 .csv）",
    "表格（xlsx、xls、ods、csv、txt）",
    "请另存为 .xlsx 或 .csv 再上传",
    ".xlsx,.csv,.xls,.ods,.txt",
)


def checked_name(given: str | None, kind: Kind) -> str:
    """The name, mended to one clean line; raises FileRefused where the suffix decides and is none of the kind.

    What a phone calls its files says little (`1000012345`, `票据.jfif`): where the content decides, the name gets the suffix of what was
    made of it. Signs nobody sees, and folders before the name, are taken away, so that it reads as what it is.
    """
    name = unicodedata.normalize("NFC", given or "")
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(character for character in name if unicodedata.category(character) not in ("Cc", "Cf"))
    name = (clean_line(name) or "").strip(". ") or NAMELESS
    suffix = suffix_of(name)
    if suffix == "svg":
        raise FileRefused("不收 SVG 图片，请截图或另存为 PNG 再上传")
    if not kind.by_content and suffix not in kind.suffixes:
        raise FileRefused(f"只收{kind.all_words}，“{name[-20:]}”不是。{kind.instead}")
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 6 - len(suffix)]}….{suffix[:5]}"


def suffix_of(name: str) -> str:
    """What stands after the last dot, in small letters."""
    return PurePosixPath(name).suffix[1:].lower()


def with_suffix(name: str, suffix: str) -> str:
    """The same name saying what the file now is."""
    same = suffix_of(name) == suffix or (suffix, suffix_of(name)) == ("jpg", "jpeg")
    if same:
        return name
    stem = name.rpartition(".")[0] if re.fullmatch("[a-z][a-z0-9]{1,4}", suffix_of(name)) else name
    return f"{stem}.{suffix}"


def with_note(name: str, note: str) -> str:
    """The same name with a note before its suffix; once only."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}（{note}）{dot}{suffix}" if note and dot and f"（{note}）" not in name else name
