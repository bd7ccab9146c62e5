"""What a file may be called."""

import re
import unicodedata
from pathlib import PurePosixPath

from webapp.files.limits import NAME_LENGTH, FileRefused
from webapp.web.text import clean_line

SUFFIXES = ("jpg", "jpeg", "png", "webp", "heic", "pdf")
_KINDS = "照片（jpg、png、webp、heic）或 PDF"


def checked_name(given: str | None) -> str:
    """The name, one clean line with a known suffix; raises FileRefused."""
    name = unicodedata.normalize("NFC", given or "")
    _refuse_disguise(name)
    name = clean_line(name) or ""
    if len(name) > NAME_LENGTH:
        raise FileRefused(f"文件名太长（{len(name)} 个字），请改成 {NAME_LENGTH} 个字以内的名字再上传")
    suffix = suffix_of(name)
    if suffix == "svg":
        raise FileRefused("不收 SVG 图片，请截图或另存为 PNG 再上传")
    if suffix not in SUFFIXES:
        raise FileRefused(f"只收{_KINDS}，“{name[-20:] or '没有名字的文件'}”不是。请拍照或另存为 PDF 再上传")
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
