"""The child: `python -m webapp.decoding.child ORDER IN:OUT …`, each a pair of open files. One line of JSON a step on its output.

It bounds itself before it imports a decoder. What it says: it began with a file; it made it (with its media type, and a note where
something of it was changed); it found it unfit (with the sentence for the user). A decoder that crashes or meets a bound ends the
process, and the last line says at which file.
"""

import json
import os
import resource
import sys
from collections.abc import Sequence

from webapp.decoding.limits import CPU_SECONDS, MEMORY_BYTES, PIXELS_AT_ONCE, RESULT_BYTES, Unfit

PICTURES_AND_PAPERS, SHEETS = "pictures-and-papers", "sheets"
BEGUN, MADE, UNFIT = "begun", "made", "unfit"
_OTHER_KIND = "的内容不是照片，也不是 PDF，改名字没有用。请拍照，或另存为 PDF 再上传"
_AREA = "和同时上传的照片合起来像素太多。请分几次上传，每次少选几张，或在相机里选小一些的尺寸"


def main(order: str, pairs: Sequence[str]) -> None:
    """Do what is ordered with each pair."""
    bound()
    files = [tuple(int(number) for number in pair.split(":")) for pair in pairs]
    if order == PICTURES_AND_PAPERS and _area(files) > PIXELS_AT_ONCE:
        for at in range(len(files)):
            say(UNFIT, at, _AREA)
        return
    rewrite = _sheet if order == SHEETS else _picture_or_paper
    for at, (source, target) in enumerate(files):
        say(BEGUN, at)
        _allow_seconds()
        try:
            made, media_type, note = rewrite(_content(source))
        except Unfit as unfit:
            say(UNFIT, at, str(unfit))
            continue
        _write(target, made)
        say(MADE, at, f"{media_type} {note}".rstrip())


def bound() -> None:
    """No more memory than this, no file larger than a result, no image of a crash left behind."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (RESULT_BYTES, RESULT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(what: str, at: int, text: str = "") -> None:
    """One line to the parent."""
    sys.stdout.write(json.dumps([what, at, text]) + "\n")
    sys.stdout.flush()


def _allow_seconds() -> None:
    """So much of the processor from now on; then the system ends the process."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    until = int(spent.ru_utime + spent.ru_stime) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _area(files: Sequence[tuple[int, ...]]) -> int:
    from webapp.decoding import images, kinds

    total = 0
    for at, (source, _target) in enumerate(files):
        say(BEGUN, at)
        _allow_seconds()
        data = _content(source)
        found = kinds.media_type(data)
        total += images.pixels(data, found) if found in images.FORMATS else 0
    return total


def _picture_or_paper(data: bytes) -> tuple[bytes, str, str]:
    from webapp.decoding import images, kinds

    found = kinds.media_type(data)
    if found == kinds.PDF:
        from webapp.decoding import papers

        return papers.rewritten(data)
    if found in images.FORMATS:
        return images.redrawn(data, found)
    raise Unfit(_OTHER_KIND)


def _sheet(data: bytes) -> tuple[bytes, str, str]:
    from webapp.decoding import sheets

    return *sheets.rewritten(data), ""


def _content(source: int) -> bytes:
    with open(source, "rb", closefd=False) as file:
        file.seek(0)
        return file.read()


def _write(target: int, made: bytes) -> None:
    with open(target, "wb", closefd=False) as file:
        file.write(made)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
    os._exit(0)
