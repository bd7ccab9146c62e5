"""The field of a form by which files come in: there is no other way."""

from collections.abc import Sequence
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation

from webapp.files.checking import Checked, too_many
from webapp.files.limits import FILE_BYTES, FILES_AT_ONCE, MB, FileRefused
from webapp.files.names import PICTURES_AND_PAPERS, SHEETS, Kind
from webapp.files.requests import outcome_of, taken_here
from webapp.web.fields import OurField


class CheckedUpload(FileStorage):
    """A sent file that has passed the checks; `keep` takes it without checking again."""

    def __init__(self, upload: FileStorage, checked: Checked) -> None:
        super().__init__(upload.stream, upload.filename, upload.name, upload.content_type)
        self.checked = checked


class UploadField(OurField):
    """One or more files (`at_most`), chosen or photographed; works without JavaScript. Its value is a list for `keep`.

    The view is marked `@takes_files`, which has checked every file before the view began. One that was refused refuses
    all, so that nothing is kept; `each=True` keeps the good ones, and `refused` has the messages about the others. A
    browser never sends chosen files twice: after an error they must be chosen again, and the messages say so.
    """

    kind = "upload"
    verb = "请选择"
    takes: Kind = PICTURES_AND_PAPERS

    def __init__(self, label: str, *, at_most: int = FILES_AT_ONCE, each: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.at_most = at_most
        self.each = each
        self.data: list[FileStorage] = []
        self.refused: list[str] = []
        self.attributes |= {"accept": self.takes.accept}

    @property
    def lost(self) -> list[str]:
        """The names of files that came with a form which something else stopped: a browser does not send them again by itself."""
        return [] if self.errors else [str(upload.filename) for upload in self.data]

    @property
    def limits(self) -> str:
        """What may be sent, for the page."""
        count = f"一次最多 {self.at_most} 个，" if self.at_most > 1 else ""
        return f"{self.takes.words}，{count}每个不超过 {FILE_BYTES // MB}\u00a0MB"

    def process_data(self, value: Any) -> None:
        """Nothing is chosen until something is sent."""
        self.data = list(value or [])

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """The files that were really chosen; a browser sends an unnamed empty one for none."""
        if request and request.method != "GET" and taken_here() is not self.takes:
            raise RuntimeError(f"the view {request.endpoint} has an {type(self).__name__} and is not marked for it")
        self.data = [value for value in valuelist if isinstance(value, FileStorage) and value.filename]

    def pre_validate(self, form: object) -> None:
        """See what became of every file; the first that was refused names itself."""
        super().pre_validate(form)
        if len(self.data) > self.at_most:
            raise StopValidation(too_many(self.at_most, len(self.data)))
        found = [(upload, outcome_of(upload)) for upload in self.data]
        self.refused = list(dict.fromkeys(str(outcome) for _, outcome in found if isinstance(outcome, FileRefused)))
        if self.refused and not self.each:
            raise StopValidation(f"{self.refused[0]}{self._again()}")
        self.data = [CheckedUpload(upload, outcome) for upload, outcome in found if isinstance(outcome, Checked)]
        if self.refused and not self.data:
            raise StopValidation(self.refused[0])

    def _again(self) -> str:
        return "。其他文件也要重新选择" if len(self.data) > 1 else ""


class SheetField(UploadField):
    """One table, XLSX or CSV; its value is a list of one `CheckedUpload`, whose content is CSV. `@takes_sheets`."""

    takes = SHEETS

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, at_most=1, **kwargs)
