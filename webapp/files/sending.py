"""Handing a content to a browser that must not trust it."""

from urllib.parse import quote

from flask import Response

from webapp.files.models import StoredFile
from webapp.files.storage import ContentLost
from webapp.files.store import content_of
from webapp.web.errors import Problem

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'none'"


def send(file: StoredFile) -> Response:
    """The content; the calling view has made sure that this visitor may see it.

    A picture is shown, a paper downloaded: browsers show no PDF inside a sandbox. Raises Problem (404) if the content is
    lost.
    """
    try:
        response = Response(content_of(file), mimetype=file.media_type)
    except ContentLost as error:
        raise Problem(404, "这个文件已经不在了。请联系工会工作人员，或请上传的人再传一次。") from error
    manner = "inline" if file.media_type.startswith("image/") else "attachment"
    response.headers["Content-Disposition"] = f"{manner}; filename*=UTF-8''{quote(file.name, safe='')}"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
