"""Small pictures and broken files to hand in."""

import io
from functools import cache

from PIL import Image
from werkzeug.datastructures import FileStorage

PAPERS = ("invoice", "accident_proof", "treatment_record")


@cache
def picture_bytes(width: int = 60, height: int = 40) -> bytes:
    """A small photograph."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (200, 210, 220)).save(buffer, "JPEG")
    return buffer.getvalue()


def picture(name: str = "照片.jpg") -> FileStorage:
    """The same, as it is sent."""
    return FileStorage(io.BytesIO(picture_bytes()), filename=name, content_type="image/jpeg", name="files")
