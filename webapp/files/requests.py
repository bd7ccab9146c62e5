"""How large a request may be: small, unless its view takes files; and the one reader of what a request brings."""

import functools
from collections.abc import Callable
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar, cast

from flask import Flask, Request, current_app, g, request
from werkzeug.datastructures import FileStorage

from webapp.files.checking import Outcome, all_checked
from webapp.files.limits import FILE_BYTES_IN_MEMORY, FORM_PARTS, OTHER_REQUEST_BYTES, REQUEST_BYTES
from webapp.files.names import PICTURES_AND_PAPERS, SHEETS, Kind
from webapp.persistence import pause_transaction

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Mark a view whose form holds files; write it directly above the view.

    Every file of a request is checked and made anew before the view begins, in no transaction: decoding takes seconds,
    and nobody is to wait for a lock meanwhile.
    """
    return _taking(PICTURES_AND_PAPERS, view)


def takes_sheets(view: View) -> View:
    """The same for a view whose form holds a table."""
    return _taking(SHEETS, view)


def _taking(kind: Kind, view: View) -> View:
    @functools.wraps(view)
    def receiving(*args: Any, **kwargs: Any) -> Any:
        uploads = [upload for upload in chain.from_iterable(request.files.listvalues()) if upload.filename]
        if not uploads:
            return view(*args, **kwargs)
        pause_transaction()
        with all_checked(uploads, kind) as outcomes:
            g.files_outcomes = dict(zip(map(id, uploads), outcomes, strict=True))
            return view(*args, **kwargs)

    receiving.takes_files = kind  # type: ignore[attr-defined]
    return receiving  # type: ignore[return-value]


def outcome_of(upload: FileStorage) -> Outcome:
    """What became of a file of the running request; KeyError for one that it did not bring."""
    found: Outcome = g.files_outcomes[id(upload)]
    return found


def taken_here() -> Kind | None:
    """What the view of the running request takes."""
    kind: Kind | None = getattr(current_app.view_functions.get(request.endpoint or ""), "takes_files", None)
    return kind


class SpoolingRequest(Request):
    """A request whose files wait on the disk, but for the smallest."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return cast(IO[bytes], SpooledTemporaryFile(max_size=FILE_BYTES_IN_MEMORY, mode="rb+"))


def _limit() -> None:
    """Only a form of parts may be large: any other body is read into memory as a whole."""
    if taken_here() is not None and request.mimetype == "multipart/form-data":
        request.max_content_length = REQUEST_BYTES
        request.max_form_parts = FORM_PARTS


def init_app(app: Flask) -> None:
    """Install before anything that reads a form: the check of the form's token does."""
    app.request_class = SpoolingRequest
    app.config["MAX_CONTENT_LENGTH"] = OTHER_REQUEST_BYTES
    app.before_request(_limit)
