"""The field of a form by which files come in."""

from collections.abc import Sequence
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation

from webapp.files.checking import Checked, check
from webapp.files.limits import FILE_BYTES, FILES_AT_ONCE, MB, FileRefused
from webapp.files.names import SUFFIXES
from webapp.files.requests import may_take_files
from webapp.web.fields import OurField


class CheckedUpload(FileStorage):
    """A sent file that has passed the checks; `keep` takes it without checking again."""

    def __init__(self, upload: FileStorage, checked: Checked) -> None:
        super().__init__(upload.stream, upload.filename, upload.name, upload.content_type)
        self.checked = checked


class UploadField(OurField):
    """One or more files (`at_most`), chosen or photographed; works without JavaScript. Its value is a list for `keep`.

    All files are checked when the form is validated, so that a refused one leaves nothing kept. A browser never sends
    chosen files twice: after an error they must be chosen again, and the messages say so.
    """

    kind = "upload"
    verb = "请选择"

    def __init__(self, label: str, *, at_most: int = FILES_AT_ONCE, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.at_most = at_most
        self.data: list[FileStorage] = []
        self.attributes |= {"accept": ",".join(f".{suffix}" for suffix in SUFFIXES)}

    @property
    def limits(self) -> str:
        """What may be sent, for the page."""
        count = f"一次最多 {self.at_most} 个，" if self.at_most > 1 else ""
        return f"照片或 PDF，{count}每个不超过 {FILE_BYTES // MB}\u00a0MB"

    def process_data(self, value: Any) -> None:
        """Nothing is chosen until something is sent."""
        self.data = list(value or [])

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """The files that were really chosen; a browser sends an unnamed empty one for none."""
        if request and not may_take_files():
            raise RuntimeError(f"the view {request.endpoint} has an UploadField and is not marked @takes_files")
        self.data = [value for value in valuelist if isinstance(value, FileStorage) and value.filename]

    def pre_validate(self, form: object) -> None:
        """Check every file; the first that is refused names itself."""
        super().pre_validate(form)
        if len(self.data) > self.at_most:
            raise StopValidation(f"一次最多 {self.at_most} 个文件，您选了 {len(self.data)} 个。请重新选择")
        try:
            self.data = [CheckedUpload(upload, check(upload)) for upload in self.data]
        except FileRefused as refusal:
            raise StopValidation(f"{refusal}{self._again()}") from refusal

    def _again(self) -> str:
        return "。其他文件也要重新选择" if len(self.data) > 1 else ""
