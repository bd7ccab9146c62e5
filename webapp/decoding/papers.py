"""PDF papers, written anew without anything that acts."""

from io import BytesIO

import pikepdf
from pikepdf import settings
from pikepdf.sanitize import Sanitizer

from webapp.decoding.images import TOO_LONG
from webapp.decoding.kinds import PDF
from webapp.decoding.limits import PDF_PAGES, PDF_STREAM_BYTES, SEALS_DRAWN, UNLOCKED, Unfit

settings.set_qpdf_limits(
    flate_max_memory=PDF_STREAM_BYTES,
    run_length_max_memory=PDF_STREAM_BYTES,
    png_max_memory=PDF_STREAM_BYTES,
    tiff_max_memory=PDF_STREAM_BYTES,
    dct_max_memory=PDF_STREAM_BYTES,
    max_stream_filters=3,
    parser_max_container_size=1_000_000,
    doc_max_warnings=200,
)
SCRUBBER = (
    Sanitizer()
    .remove_javascript()
    .remove_external_access()
    .remove_multimedia()
    .remove_attachments()
    .remove_collection()
    .remove_private_app_data()
    .remove_thumbnails()
    .remove_web_capture()
)
_LOCKED = "加了打开密码，工会打不开。请去掉密码再上传，或把每一页拍成照片"
_DAMAGED = "打不开，可能没有传完整或太复杂。请重新选择，或把每一页拍成照片"


def rewritten(data: bytes) -> tuple[bytes, str, str]:
    """The pages alone as (PDF, its media type, SEALS_DRAWN, UNLOCKED or nothing), without scripts, attachments, media, links out, metadata
    and passwords; raises Unfit.
    """
    try:
        with pikepdf.open(BytesIO(data)) as paper:
            _refuse_length(len(paper.pages))
            note = SEALS_DRAWN if _is_sealed(paper) else UNLOCKED if paper.is_encrypted else ""
            _flatten(paper)
            SCRUBBER.apply(paper)
            _forget_authors(paper)
            out = BytesIO()
            paper.save(out, deterministic_id=True, fix_metadata_version=False)
            return out.getvalue(), PDF, note
    except pikepdf.PasswordError as error:
        raise Unfit(_LOCKED) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, TypeError, KeyError, MemoryError) as error:
        raise Unfit(_DAMAGED) from error


def _refuse_length(pages: int) -> None:
    if pages == 0:
        raise Unfit(_DAMAGED)
    if pages > PDF_PAGES:
        raise Unfit(TOO_LONG.format(pages=pages, most=PDF_PAGES))


def _is_sealed(paper: pikepdf.Pdf) -> bool:
    """Whether an electronic signature is in it."""
    return any(str(one.get("/Type", "")) == "/Sig" for one in paper.objects if isinstance(one, pikepdf.Dictionary))


def _flatten(paper: pikepdf.Pdf) -> None:
    """Draw fields, stamps and seals onto their pages. A signature cannot hold once the file is written anew, so that its form goes: what it
    showed stays, and no viewer warns of a broken seal.
    """
    if "/AcroForm" in paper.Root:
        paper.generate_appearance_streams()
    paper.flatten_annotations("all")
    for key in ("/AcroForm", "/Perms", "/DSS"):
        if key in paper.Root:
            del paper.Root[key]


def _forget_authors(paper: pikepdf.Pdf) -> None:
    for key in ("/Metadata", "/PieceInfo"):
        if key in paper.Root:
            del paper.Root[key]
    if "/Info" in paper.trailer:
        del paper.trailer["/Info"]
