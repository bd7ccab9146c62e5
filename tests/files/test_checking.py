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
    checked = check(bad.upload(bad.picture(size=(5000, 3000)), "票据.jpg"))
    assert opened(checked).size == (2400, 1440)
    assert checked.name == "票据（已缩小）.jpg"
    assert check(bad.upload(bad.picture(), "票据.jpg")).name == "票据.jpg"


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
    "another kind of picture": (lambda: bad.picture("GIF"), "动图.gif", "内容不是照片.*另存为 PDF"),
    "another kind of picture under the name of one": (lambda: bad.picture("GIF"), "动图.jpg", "内容不是照片"),
    "another content": (lambda: b"just words", "照片.jpg", "内容不是照片.*改名字没有用"),
    "a GIF that is a script": (lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//", "照片.jpg", "内容不是照片"),
    "a page that is a PDF": (lambda: b"<html><script>alert(1)</script>" + bad.paper(), "证明.pdf", "内容不是照片"),
    "half a picture": (lambda: bad.picture(size=(900, 900))[:2000], "照片.jpg", "打不开.*重新拍"),
    "a picture too wide": (lambda: bad.huge_png(50_000), "照片.png", "像素太多.*小一些的尺寸"),
    "a picture a little too large": (lambda: bad.huge_png(6_500), "照片.png", "像素太多.*小一些的尺寸"),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.svg", "不收 SVG.*PNG"),
    "SVG under another name": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.png", "内容不是照片"),
    "a locked paper": (lambda: bad.locked_paper(False), "证明.pdf", "加了打开密码.*去掉密码"),
    "half a paper": (lambda: b"%PDF-1.7\n1 0 obj\n<<", "证明.pdf", "打不开.*重新选择"),
    "too many pages": (lambda: bad.paper(pages=61), "证明.pdf", "61 页，最多 60 页"),
    "a paper that inflates": (lambda: bad.inflating_paper(200_000_000), "证明.pdf", "打不开"),
    "a zip bomb": (bad.zip_bomb, "表.xlsx", "内容不是照片"),
    "a program": (lambda: b"MZ" + bytes(200), "照片.exe", "内容不是照片"),
    "a zip bomb under another name": (bad.zip_bomb, "表.pdf", "内容不是照片"),
    "too many bytes": (lambda: b"\xff\xd8\xff" + bytes(FILE_BYTES), "照片.jpg", "超过 12 MB.*压缩"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_bad_file_is_refused_with_what_helps(what: str) -> None:
    made, name, message = REFUSED[what]
    with pytest.raises(FileRefused) as refused:
        check(bad.upload(made(), name))
    assert re.search(message, str(refused.value)), str(refused.value)


NAMES = {
    "1000012345": "1000012345.jpg",
    "photo": "photo.jpg",
    "票据.jfif": "票据.jpg",
    "票据 3.5": "票据 3.5.jpg",
    "": "文件.jpg",
    "../../etc/照片.jpg": "照片.jpg",
    "C:\\fakepath\\照片.jpg": "照片.jpg",
    "我的\U0001f469\u200d\U0001f469\u200d\U0001f467照片.jpg": "我的\U0001f469\U0001f469\U0001f467照片.jpg",
    f"照片{bad.RIGHT_TO_LEFT}gpj.exe": "照片gpj.jpg",
    "照片.php\x00.jpg": "照片.php.jpg",
    "照片.jpg.php": "照片.jpg.jpg",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items())
def test_the_content_decides_and_the_name_is_mended(given: str, kept: str) -> None:
    assert check(bad.upload(bad.picture(), given)).name == kept


def test_a_very_long_name_is_cut_and_keeps_its_ending() -> None:
    name = check(bad.upload(bad.picture(), "长" * 296 + ".jpg")).name
    assert len(name) <= 200 and name.endswith("….jpg")


@pytest.mark.parametrize(("kind", "name"), [("AVIF", "IMG.avif"), ("TIFF", "扫描.tif"), ("HEIF", "x.heif")])
def test_more_kinds_of_phones_and_scanners_are_taken(kind: str, name: str) -> None:
    checked = check(bad.upload(bad.picture(kind), name))
    assert (checked.name, checked.media_type) == (f"{name.partition('.')[0]}.jpg", "image/jpeg")


@pytest.mark.parametrize("mode", ["I;16", "I", "L", "F"])
def test_a_scanners_greys_stay_what_they_are(mode: str) -> None:
    most = {"I;16": 65_535, "I": 65_535, "L": 255, "F": 1.0}[mode]
    page = Image.new("L", (80, 60), 120)
    page.paste(20, (10, 10, 40, 40))
    scan = page if mode == "L" else page.convert("F").point(lambda value: value * (most / 255))
    out = io.BytesIO()
    (scan if mode in ("L", "F") else scan.convert("I").convert(mode)).save(out, "TIFF" if mode in "FI" else "PNG")
    kept = opened(check(bad.upload(out.getvalue(), "扫描.png"))).convert("L")
    assert abs(int(str(kept.getpixel((20, 20)))) - 20) < 8 and abs(int(str(kept.getpixel((70, 50)))) - 120) < 8


def test_the_pages_of_a_scan_become_those_of_a_paper() -> None:
    pages = [Image.new("L", (200, 300), grey) for grey in (200, 150, 100)]
    for page in pages:
        page.paste(0, (10, 10, 50, 50))
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    checked = check(bad.upload(out.getvalue(), "病历.tiff"))
    assert (checked.name, checked.media_type) == ("病历.pdf", "application/pdf")
    with pikepdf.open(io.BytesIO(checked.data)) as paper:
        assert len(paper.pages) == 3


@pytest.mark.parametrize(
    ("size", "kept"), [((1080, 16000), (1080, 16000)), ((1440, 12000), (1200, 10000)), ((12000, 900), (12000, 900))]
)
def test_a_long_screenshot_stays_wide_enough_to_be_read(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert opened(check(bad.upload(bad.picture("PNG", size=size), "长图.png"))).size == kept


def test_a_paper_locked_against_copying_alone_opens_without_a_password_and_is_taken() -> None:
    checked = check(bad.upload(bad.locked_paper(True), "电子票据.pdf"))
    assert checked.name == "电子票据（已去掉复制限制）.pdf"
    with pikepdf.open(io.BytesIO(checked.data)) as paper:
        assert not paper.is_encrypted and len(paper.pages) == 1


def test_a_signed_paper_keeps_its_seal_in_sight_and_no_broken_signature() -> None:
    checked = check(bad.upload(bad.signed_paper(), "电子票据.pdf"))
    assert checked.name == "电子票据（电子签章只剩图样，要验章请看原件）.pdf"
    with pikepdf.open(io.BytesIO(checked.data)) as paper:
        assert "/AcroForm" not in paper.Root and "/Perms" not in paper.Root
        [page] = paper.pages
        assert not list(page.get("/Annots", []))
        drawn = b"".join(form.read_bytes() for form in page.Resources.XObject.values())
        assert b"0 0 60 60 re f" in drawn
    assert b"/ByteRange" not in checked.data and b"/Sig" not in checked.data
