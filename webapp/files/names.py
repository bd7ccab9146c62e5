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


PICTURES_AND_PAPERS = Kind(
    decoding.PICTURES_AND_PAPERS,
    ("jpg", "jpeg", "png", "webp", "heic", "pdf"),
    "照片或 PDF",
    "照片（jpg、png、webp、heic）或 PDF",
    "请拍照或另存为 PDF 再上传",
)
SHEETS = Kind(
    decoding.SHEETS, ("xlsx", "csv"), "表格（.xlsx 或 .csv）", "表格（xlsx、csv）", "请另存为 .xlsx 或 .csv 再上传"
)


def checked_name(given: str | None, kind: Kind) -> str:
    """The name, one clean line with a suffix of the kind; raises FileRefused."""
    name = unicodedata.normalize("NFC", given or "")
    _refuse_disguise(name)
    name = clean_line(name) or ""
    if len(name) > NAME_LENGTH:
        raise FileRefused(f"文件名太长（{len(name)} 个字），请改成 {NAME_LENGTH} 个字以内的名字再上传")
    suffix = suffix_of(name)
    if suffix == "svg":
        raise FileRefused("不收 SVG 图片，请截图或另存为 PNG 再上传")
    if suffix not in kind.suffixes:
        raise FileRefused(f"只收{kind.all_words}，“{name[-20:] or '没有名字的文件'}”不是。{kind.instead}")
    return name


def _refuse_disguise(name: str) -> None:
    if re.search(r"[/\\]", name):
        raise FileRefused("文件名里不能有“/”或“\\”，请改个名字再上传")
    if any(unicodedata.category(character) in ("Cc", "Cf") for character in name):
        raise FileRefused("文件名里有看不见的控制字符，看到的名字可能是假的。请改个名字再上传")


def suffix_of(name: str) -> str:
    """What stands after the last dot, in small letters."""
    return PurePosixPath(name).suffix[1:].lower()


def with_suffix(name: str, suffix: str) -> str:
    """The same name saying what the file now is."""
    same = suffix_of(name) == suffix or (suffix, suffix_of(name)) == ("jpg", "jpeg")
    return name if same else f"{name.rpartition('.')[0]}.{suffix}"
