"""Photographs and papers that people send: checked, made anew, kept where only the program can read them.

A file is never kept as it came. Its size, name and kind are looked at; a picture is decoded and drawn anew, without
place, camera or profile, no larger than a paper needs to be read; a PDF is written anew without scripts, attachments
and ways out of it; all of it by `decoding`, in a process of its own. What cannot be made anew is refused in one Chinese
sentence that says what helps. The content lies encrypted under GONGHUI_DATA, its key in the row: without the row it
cannot be read, and rotating keys reaches it. The room does not know who may see a file: the view that calls `send` does.

A view that takes files is marked `@takes_files` (directly above the view), its form holds an `UploadField`, its <form>
says enctype="multipart/form-data"; for a table it is `@takes_sheets` and a `SheetField`. Nobody else reads
`request.files`.
"""

from webapp.files.fields import SheetField, UploadField
from webapp.files.limits import FileRefused
from webapp.files.models import StoredFile
from webapp.files.requests import init_app, takes_files, takes_sheets
from webapp.files.sending import send
from webapp.files.store import files_of, get, keep, remove

__all__ = [
    "FileRefused",
    "SheetField",
    "StoredFile",
    "UploadField",
    "files_of",
    "get",
    "init_app",
    "keep",
    "remove",
    "send",
    "takes_files",
    "takes_sheets",
]
