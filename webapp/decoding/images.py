"""Pictures, decoded by one decoder of a few and drawn anew."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from webapp.decoding.kinds import PDF
from webapp.decoding.limits import (
    LONG_SIDE,
    PDF_PAGES,
    PIXELS,
    PIXELS_AT_ONCE,
    PIXELS_OF_FORMAT,
    REDUCED,
    SHORT_SIDE,
    Unfit,
)

FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
    "image/avif": "AVIF",
    "image/tiff": "TIFF",
}
JPEG_QUALITY = 85
_DAMAGED = "打不开，可能没有传完整。请重新拍一张，或截图后再上传"
_LOST = "存下来会变成一片空白。请用手机重新拍一张，或另存为 JPG 再上传"
TOO_LONG = "有 {pages} 页，最多 {most} 页。请只留需要的几页再上传"
_TOO_LARGE = "的像素太多（{width}×{height}）。请在相机里选小一些的尺寸，或截图后再上传"

Image.MAX_IMAGE_PIXELS = PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def redrawn(data: bytes, media_type: str) -> tuple[bytes, str, str]:
    """A picture's pixels, upright and not larger than needed, as (JPEG or PNG, its media type, REDUCED or nothing); raises Unfit.
    The pages of a scanner's TIFF become those of a PDF.

    Nothing else of the file survives: no place, no camera, no profile, no second picture, nothing hidden behind it.
    """
    kind = FORMATS[media_type]
    try:
        with _opened(data, kind) as picture:
            _refuse_too_large(picture.width, picture.height, kind)
            picture.verify()
        with _opened(data, kind) as picture:
            if getattr(picture, "n_frames", 1) > 1 and kind == "TIFF":
                return _pages(picture), PDF, ""
            note = REDUCED if _size(picture) != picture.size else ""
            picture.draft(None, _size(picture))
            return *_encoded(_drawn(picture)), note
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit("的像素太多。请在相机里选小一些的尺寸，或截图后再上传") from error
    except MemoryError as error:
        raise Unfit("展开以后太大。请在相机里选小一些的尺寸，或截图后再上传") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(_DAMAGED) from error


def pixels(data: bytes, media_type: str) -> int:
    """How many pixels a picture says it has, by its head alone; 0 if it cannot be told."""
    try:
        with _opened(data, FORMATS[media_type]) as picture:
            return picture.width * picture.height
    except Exception:
        return 0


def _opened(data: bytes, kind: str) -> Image.Image:
    """The picture by the one decoder of its kind; that of telephones is loaded for their pictures only."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    return Image.open(BytesIO(data), formats=[kind])


def _refuse_too_large(width: int, height: int, kind: str) -> None:
    if width * height > PIXELS_OF_FORMAT.get(kind, PIXELS):
        raise Unfit(_TOO_LARGE.format(width=width, height=height))


def _size(picture: Image.Image) -> tuple[int, int]:
    """How large the picture is kept; what is long and narrow keeps a width that can be read."""
    shorter, longer = sorted(picture.size)
    scale = min(1.0, max(LONG_SIDE / longer, SHORT_SIDE / shorter))
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def _drawn(picture: Image.Image) -> Image.Image:
    picture.load()
    upright = ImageOps.exif_transpose(_in_eight_bits(picture))
    upright = upright.resize(_size(upright), Image.Resampling.LANCZOS) if upright.size != _size(upright) else upright
    plain = upright.convert("RGBA" if _is_clear(upright) else "RGB")
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    if _is_blank(fresh) and not _is_blank(picture):
        raise Unfit(_LOST)
    return fresh


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """The same greys in 256 steps: scanners write 65,536, and more. Converted as they are, all but black would become white."""
    if not picture.mode.startswith(("I", "F")):
        return picture
    low, high = (float(str(one)) for one in picture.convert("F").getextrema())
    white = 1.0 if picture.mode == "F" and high <= 1 else 255.0 if high <= 255 else max(65_535.0, high)
    grey = picture.convert("F").point(lambda value: value * (255 / white)).convert("L")
    return ImageOps.invert(grey) if low < 0 else grey


def _is_blank(picture: Image.Image) -> bool:
    """Whether all of it is one colour."""
    found = picture.getextrema()
    bands = found if isinstance(found[0], tuple) else (found,)
    return all(low == high for low, high in bands)


def _encoded(picture: Image.Image) -> tuple[bytes, str]:
    out = BytesIO()
    if picture.mode == "RGBA":
        picture.save(out, "PNG")
        return out.getvalue(), "image/png"
    picture.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue(), "image/jpeg"


def _pages(picture: Image.Image) -> bytes:
    """The pages of a scan as a PDF, in order."""
    count = int(picture.n_frames)  # type: ignore[attr-defined]
    if count > PDF_PAGES:
        raise Unfit(TOO_LONG.format(pages=count, most=PDF_PAGES))
    area, pages = 0, []
    for at in range(count):
        picture.seek(at)
        area += picture.width * picture.height
        if area > PIXELS_AT_ONCE:
            raise Unfit("的像素太多。请分成几个文件，或选低一些的扫描精度")
        pages.append(_drawn(picture).convert("RGB"))
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], quality=JPEG_QUALITY, resolution=200)
    return out.getvalue()


def _is_clear(picture: Image.Image) -> bool:
    """Whether some part can be seen through; only PNG can say so."""
    if not picture.has_transparency_data:
        return False
    low, _ = picture.convert("RGBA").getchannel("A").getextrema()
    return float(str(low)) < 255
