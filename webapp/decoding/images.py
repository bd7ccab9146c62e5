"""Pictures, decoded by one decoder of a few and drawn anew."""

import warnings
from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from webapp.decoding.limits import LONG_SIDE, PIXELS, PIXELS_OF_FORMAT, Unfit

FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}
JPEG_QUALITY = 85
_DAMAGED = "打不开，可能没有传完整。请重新拍一张，或截图后再上传"
_TOO_LARGE = "的像素太多（{width}×{height}）。请在相机里选小一些的尺寸，或截图后再上传"

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def redrawn(data: bytes, media_type: str) -> tuple[bytes, str]:
    """A picture's pixels, upright and not larger than needed, as (JPEG or PNG, its media type); raises Unfit.

    Nothing else of the file survives: no place, no camera, no profile, no second picture, nothing hidden behind it.
    """
    kind = FORMATS[media_type]
    try:
        with Image.open(BytesIO(data), formats=[kind]) as picture:
            _refuse_too_large(picture.width, picture.height, kind)
            picture.verify()
        with Image.open(BytesIO(data), formats=[kind]) as picture:
            picture.draft(None, (LONG_SIDE, LONG_SIDE))
            return _drawn(picture)
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
        with Image.open(BytesIO(data), formats=[FORMATS[media_type]]) as picture:
            return picture.width * picture.height
    except Exception:
        return 0


def _refuse_too_large(width: int, height: int, kind: str) -> None:
    if width * height > PIXELS_OF_FORMAT.get(kind, PIXELS):
        raise Unfit(_TOO_LARGE.format(width=width, height=height))


def _drawn(picture: Image.Image) -> tuple[bytes, str]:
    picture.load()
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    upright = ImageOps.exif_transpose(picture)
    clear = _is_clear(upright)
    plain = upright.convert("RGBA" if clear else "RGB")
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    out = BytesIO()
    if clear:
        fresh.save(out, "PNG")
        return out.getvalue(), "image/png"
    fresh.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue(), "image/jpeg"


def _is_clear(picture: Image.Image) -> bool:
    """Whether some part can be seen through; only PNG can say so."""
    if not picture.has_transparency_data:
        return False
    low, _ = picture.convert("RGBA").getchannel("A").getextrema()
    return float(str(low)) < 255
