"""Files made in code: good ones of each kind, and what a liar or a broken phone sends."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image
from werkzeug.datastructures import FileStorage

pillow_heif.register_heif_opener()

SECRET = "Taken by Wang Xiaoming"
RIGHT_TO_LEFT = "\u202e"


def upload(data: bytes, name: str = "照片.jpg") -> FileStorage:
    """As a browser sends it."""
    return FileStorage(io.BytesIO(data), filename=name)


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    """A picture that is red on its left half and blue on its right."""
    image = Image.new(mode, size, (255, 0, 0, 0)[: len(mode)])
    image.paste((0, 0, 255, 255)[: len(mode)], (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def telling_picture(kind: str) -> bytes:
    """A picture that says who took it, where and when, lies on its side and has a profile."""
    exif = Image.Exif()
    exif[0x013B] = SECRET
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 7.0, 45.0), 3: "E", 4: (113.0, 15.0, 30.0)})
    return picture(kind, exif=exif, icc_profile=b"a profile " + SECRET.encode())


def paper(change: Callable[[pikepdf.Pdf], None] = lambda _: None, pages: int = 1, **saving: Any) -> bytes:
    """A PDF of empty pages."""
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(200, 300))
        change(made)
        out = io.BytesIO()
        made.save(out, **saving)
        return out.getvalue()


def acting(made: pikepdf.Pdf) -> None:
    """Scripts, a program to start, ways out, an attachment, an author."""
    page = made.pages[0]
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    start = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe", Next=script)
    away = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://tracker.example/")
    made.Root.OpenAction = made.make_indirect(start)
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", script]))
    made.Root.AA = pikepdf.Dictionary(WC=script)
    page.Annots = [
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=each)
        for each in (start, away)
    ]
    made.attachments["virus.exe"] = b"MZ virus"
    made.docinfo["/Author"] = SECRET


def inflating_paper(size: int) -> bytes:
    """A PDF whose table of objects is a few bytes that become very many."""
    made = paper(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    start = made.index(b"/Type /ObjStm") if b"/Type /ObjStm" in made else made.index(b"/ObjStm")
    begin = made.index(b"stream\n", start) + len(b"stream\n")
    end = made.index(b"endstream", begin)
    bomb = zlib.compress(b" " * size, 9)
    head = made[:begin].rpartition(b"/Length ")
    length = head[2].split(b" ")[0]
    header = head[0] + b"/Length " + str(len(bomb)).encode() + head[2][len(length) :]
    return header + bomb + b"\n" + made[end:]


def huge_png(side: int) -> bytes:
    """A PNG of few bytes that says it is `side` pixels wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    """Ten million zeros in a few thousand bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", bytes(10_000_000))
    return out.getvalue()


def signed_paper() -> bytes:
    """A PDF with a seal that a hospital signed it under: a signature whose bytes no longer fit once anything is written anew."""

    def sign(pdf: pikepdf.Pdf) -> None:
        seal = pikepdf.Stream(pdf, b"1 0 0 rg 0 0 60 60 re f")
        seal.Type, seal.Subtype, seal.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 60, 60]
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), ByteRange=[0, 10, 20, 30], Contents=b"made up"
        )
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T="seal",
                F=4,
                Rect=[20, 20, 80, 80],
                V=pdf.make_indirect(signature),
                AP=pikepdf.Dictionary(N=pdf.make_indirect(seal)),
            )
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([field]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        pdf.Root.Perms = pikepdf.Dictionary(DocMDP=signature)

    return paper(sign)


def locked_paper(owner_only: bool) -> bytes:
    """A PDF under a password."""
    return paper(encryption=pikepdf.Encryption(owner="owner", user="" if owner_only else "user"))
