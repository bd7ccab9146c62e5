"""The form by which photographs of a station come in."""

from webapp.files import UploadField
from webapp.web.forms import Form


class PhotoForm(Form):
    """Photographs of a station."""

    photos = UploadField("站点照片", hint="门口、室内各一张，让职工认得出来", missing="请选择照片")
