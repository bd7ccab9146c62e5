"""From what was sent to what may be kept: the checks in their order, cheapest first."""

from typing import NamedTuple

import puremagic
from werkzeug.datastructures import FileStorage

from webapp.files import images, papers
from webapp.files.limits import FILE_BYTES, MB, FileRefused
from webapp.files.names import checked_name, with_suffix

SUFFIX = {"image/jpeg": "jpg", "image/png": "png", papers.MEDIA_TYPE: "pdf"}
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis")
_OTHER_KIND = "“{name}”的内容不是照片，也不是 PDF，改名字没有用。请拍照，或另存为 PDF 再上传"


class Checked(NamedTuple):
    """A content made anew, with a name that says what it is."""

    name: str
    media_type: str
    data: bytes


def check(upload: FileStorage) -> Checked:
    """Look at a sent file and make it anew; raises FileRefused."""
    name = checked_name(upload.filename)
    upload.stream.seek(0)
    data = upload.stream.read(FILE_BYTES + 1)
    if not data:
        raise FileRefused(f"“{name}”是空的，可能没有传完整。请重新选择这个文件")
    if len(data) > FILE_BYTES:
        raise FileRefused(f"“{name}”超过 {FILE_BYTES // MB} MB。请在手机里压缩照片，或分成几个文件再上传")
    found = _media_type(data)
    if found == papers.MEDIA_TYPE:
        return Checked(with_suffix(name, "pdf"), found, papers.rewritten(data))
    if found in images.FORMATS:
        made, media_type = images.redrawn(data, found)
        return Checked(with_suffix(name, SUFFIX[media_type]), media_type, made)
    raise FileRefused(_OTHER_KIND.format(name=name))


def _media_type(data: bytes) -> str:
    """The kind by the first bytes, empty if nobody knows it. Other kinds' marks in the middle of a file do not count."""
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "image/heic"
    try:
        found = str(puremagic.from_string(data, mime=True))
    except (puremagic.PureError, ValueError):
        return ""
    return "" if found == papers.MEDIA_TYPE and not data.startswith(b"%PDF-") else found
