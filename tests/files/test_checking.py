"""What may come in, and what is made of it."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from tests.files import bad
from webapp.config import Settings
from webapp.files.checking import Checked, check
from webapp.files.limits import FILE_BYTES, FileRefused


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder of the test's own, in which decoding takes its turns; no database is needed."""
    app = Flask("checking")
    app.extensions["gonghui.settings"] = Settings.from_env({"GONGHUI_MODE": "test", "GONGHUI_DATA": str(tmp_path)})
    with app.app_context():
        yield tmp_path


KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic"}


def opened(checked: Checked) -> Image.Image:
    return Image.open(io.BytesIO(checked.data))


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_every_kind_is_drawn_anew_and_tells_nothing_of_its_maker(kind: str) -> None:
    sent = bad.telling_picture(kind)
    assert Image.open(io.BytesIO(sent)).getexif()[0x013B] == bad.SECRET
    checked = check(bad.upload(sent, f"现场.{KINDS[kind]}"))
    assert (checked.name, checked.media_type) == ("现场.jpg", "image/jpeg")
    image = opened(checked)
    assert image.format == "JPEG"
    assert not image.getexif() and not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)
    assert bad.SECRET.encode() not in checked.data


def test_a_picture_that_lay_on_its_side_stands_upright() -> None:
    image = opened(check(bad.upload(bad.telling_picture("JPEG"))))
    assert image.size == (40, 60)
    top, bottom = image.convert("RGB").getpixel((20, 5)), image.convert("RGB").getpixel((20, 55))
    assert (top[0] > 200, bottom[2] > 200) == (True, True)


def test_a_large_picture_is_made_as_small_as_a_paper_needs_to_be_read() -> None:
    image = opened(check(bad.upload(bad.picture(size=(5000, 3000)))))
    assert image.size == (2400, 1440)


def test_what_can_be_seen_through_stays_so() -> None:
    checked = check(bad.upload(bad.picture("WEBP", mode="RGBA", lossless=True), "章.webp"))
    assert (checked.name, checked.media_type) == ("章.png", "image/png")
    assert opened(checked).convert("RGBA").getpixel((1, 1))[3] == 0


def test_what_was_hidden_behind_a_picture_is_gone() -> None:
    for hidden in (b"<script>alert(1)</script>", bad.zip_bomb(), bad.paper()):
        assert hidden not in check(bad.upload(bad.picture() + hidden)).data


def test_a_picture_under_the_name_of_another_kind_gets_its_own_name() -> None:
    assert check(bad.upload(bad.picture("PNG"), "IMG_1.HEIC")).name == "IMG_1.jpg"
    assert check(bad.upload(bad.picture(), "IMG_1.JPEG")).name == "IMG_1.JPEG"
    assert check(bad.upload(bad.paper(), "合同.jpg")).name == "合同.pdf"


def test_a_paper_keeps_its_pages_and_loses_everything_that_acts() -> None:
    sent = bad.paper(bad.acting, pages=3)
    checked = check(bad.upload(sent, "证明.pdf"))
    assert checked.media_type == "application/pdf"
    with pikepdf.open(io.BytesIO(checked.data)) as paper:
        assert len(paper.pages) == 3
        out = io.BytesIO()
        paper.save(out, qdf=True)
    plain = out.getvalue()
    for word in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"calc.exe", b"virus", b"/Author"):
        assert word not in plain, word


REFUSED = {
    "nothing": (lambda: b"", "照片.jpg", "是空的.*重新选择"),
    "a wrong suffix": (lambda: bad.picture("GIF"), "动图.gif", "只收照片.*另存为 PDF"),
    "no name": (bad.picture, "", "只收照片"),
    "another content": (lambda: b"just words", "照片.jpg", "内容不是照片.*改名字没有用"),
    "a GIF that is a script": (lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//", "照片.jpg", "内容不是照片"),
    "a page that is a PDF": (lambda: b"<html><script>alert(1)</script>" + bad.paper(), "证明.pdf", "内容不是照片"),
    "half a picture": (lambda: bad.picture(size=(900, 900))[:2000], "照片.jpg", "打不开.*重新拍"),
    "a picture too wide": (lambda: bad.huge_png(50_000), "照片.png", "像素太多.*小一些的尺寸"),
    "a picture a little too large": (lambda: bad.huge_png(6_500), "照片.png", "像素太多.*小一些的尺寸"),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.svg", "不收 SVG.*PNG"),
    "SVG under another name": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.png", "内容不是照片"),
    "a locked paper": (lambda: bad.locked_paper(False), "证明.pdf", "加了密码.*去掉密码"),
    "a paper of restrictions": (lambda: bad.locked_paper(True), "证明.pdf", "加了密码或限制.*去掉密码"),
    "half a paper": (lambda: b"%PDF-1.7\n1 0 obj\n<<", "证明.pdf", "打不开.*重新选择"),
    "too many pages": (lambda: bad.paper(pages=61), "证明.pdf", "61 页，最多 60 页"),
    "a paper that inflates": (lambda: bad.inflating_paper(200_000_000), "证明.pdf", "打不开"),
    "a zip bomb": (bad.zip_bomb, "表.xlsx", "只收照片"),
    "a zip bomb under another name": (bad.zip_bomb, "表.pdf", "内容不是照片"),
    "too many bytes": (lambda: b"\xff\xd8\xff" + bytes(FILE_BYTES), "照片.jpg", "超过 12 MB.*压缩"),
    "a way out": (bad.picture, "../../etc/照片.jpg", "“/”.*改个名字"),
    "a way out of another system": (bad.picture, "..\\照片.jpg", "“/”.*改个名字"),
    "a very long name": (bad.picture, "长" * 296 + ".jpg", "文件名太长（300 个字）.*200 个字以内"),
    "a name read backwards": (bad.picture, f"照片{bad.RIGHT_TO_LEFT}gpj.exe", "看不见的控制字符.*改个名字"),
    "a name that ends early": (bad.picture, "照片.php\x00.jpg", "看不见的控制字符"),
    "a second suffix": (bad.picture, "照片.jpg.php", "只收照片"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_bad_file_is_refused_with_what_helps(what: str) -> None:
    made, name, message = REFUSED[what]
    with pytest.raises(FileRefused) as refused:
        check(bad.upload(made(), name))
    assert re.search(message, str(refused.value)), str(refused.value)
