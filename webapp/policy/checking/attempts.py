"""Checks that fail themselves: a fault at the place that was looked at, and the checks of everything else go on."""

from collections.abc import Callable, Iterable, Iterator

from webapp.policy.faults import Fault, broke
from webapp.policy.yaml_text import Document, Path


def attempted(document: Document, path: Path, find: Callable[[], Iterable[Fault] | None]) -> Iterator[Fault]:
    """What `find` finds. Where it fails, which no text should make it do, that is a fault of what stands at `path`."""
    try:
        yield from find() or ()
    except Exception as error:
        code, message, hint = broke(type(error).__name__)
        yield document.fault(path, code, message, hint=hint, at_key=True)
