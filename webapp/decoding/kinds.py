"""What a content is, by its first bytes."""

import puremagic

PDF = "application/pdf"
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis")
_AVIF_BRANDS = (b"avif", b"avis")


def media_type(data: bytes) -> str:
    """The kind, empty if nobody knows it. Other kinds' marks in the middle of a file do not count."""
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "image/heic"
    if data[4:8] == b"ftyp" and data[8:12] in _AVIF_BRANDS:
        return "image/avif"
    try:
        found = str(puremagic.from_string(data, mime=True))
    except (puremagic.PureError, ValueError):
        return ""
    return "" if found == PDF and not data.startswith(b"%PDF-") else found
