"""From what was sent to what may be kept: the checks in their order, cheapest first."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, NamedTuple

from werkzeug.datastructures import FileStorage

from webapp import decoding
from webapp.decoding.limits import REDUCED, SEALS_DRAWN, UNLOCKED
from webapp.files.limits import FILE_BYTES, FILES_AT_ONCE, MB, FileRefused
from webapp.files.names import PICTURES_AND_PAPERS, Kind, checked_name, with_note, with_suffix
from webapp.tenancy import settings

SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf", "text/csv": "csv"}


NOTES = {REDUCED: "已缩小", SEALS_DRAWN: "电子签章只剩图样，要验章请看原件", UNLOCKED: "已去掉复制限制"}
"""What was changed about a file is said in its name, to whoever looks at it."""


class Checked(NamedTuple):
    """A content made anew, with a name that says what it is; open as long as the context in which it was checked."""

    name: str
    media_type: str
    content: IO[bytes]

    @property
    def data(self) -> bytes:
        """All of the content."""
        self.content.seek(0)
        return self.content.read()


Outcome = Checked | FileRefused


@contextmanager
def all_checked(uploads: Sequence[FileStorage], kind: Kind) -> Iterator[list[Outcome]]:
    """Look at files sent together and make them anew; one outcome each. Too many are refused, and none of them decoded."""
    if len(uploads) > FILES_AT_ONCE:
        yield [FileRefused(too_many(FILES_AT_ONCE, len(uploads))) for _ in uploads]
        return
    outcomes: dict[int, Outcome] = {}
    names: dict[int, str] = {}
    for at, upload in enumerate(uploads):
        try:
            names[at] = _looked_at(upload, kind)
        except FileRefused as refusal:
            outcomes[at] = refusal
    with _made_anew({at: uploads[at].stream for at in names}, kind) as made:
        outcomes |= {at: _outcome(names[at], answer) for at, answer in made.items()}
        yield [outcomes[at] for at in range(len(uploads))]


def check(upload: FileStorage, kind: Kind = PICTURES_AND_PAPERS) -> Checked:
    """Look at one sent file and make it anew; raises FileRefused."""
    with all_checked([upload], kind) as [outcome]:
        if isinstance(outcome, FileRefused):
            raise outcome
        return outcome._replace(content=io.BytesIO(outcome.data))


def too_many(most: int, sent: int) -> str:
    """The sentence about a number of files."""
    return f"一次最多 {most} 个文件，您选了 {sent} 个。请重新选择"


def _looked_at(upload: FileStorage, kind: Kind) -> str:
    """The name a file may have, after the checks that need no decoder."""
    name = checked_name(upload.filename, kind)
    size = upload.stream.seek(0, io.SEEK_END)
    if not size:
        raise FileRefused(f"“{name}”是空的，可能没有传完整。请重新选择这个文件")
    if size > FILE_BYTES:
        raise FileRefused(f"“{name}”超过 {FILE_BYTES // MB} MB。请在手机里压缩照片，或分成几个文件再上传")
    return name


@contextmanager
def _made_anew(
    contents: Mapping[int, IO[bytes]], kind: Kind
) -> Iterator[dict[int, decoding.Made | decoding.Unfit | decoding.Busy]]:
    try:
        with decoding.made_anew(kind.order, list(contents.values()), settings().data_dir) as answers:
            yield dict(zip(contents, answers, strict=True))
    except decoding.Busy as busy:
        yield dict.fromkeys(contents, busy)


def _outcome(name: str, answer: decoding.Made | decoding.Unfit | decoding.Busy) -> Outcome:
    match answer:
        case decoding.Made(media_type, content, note):
            return Checked(with_note(with_suffix(name, SUFFIX[media_type]), NOTES.get(note, "")), media_type, content)
        case decoding.Unfit():
            return FileRefused(f"“{name}”{answer}")
        case _:
            return FileRefused(str(answer))
