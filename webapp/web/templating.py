"""Jinja as this project wants it: a misspelt name is an error, an optional key of a row may be left out."""

from flask import Flask
from jinja2 import StrictUndefined
from jinja2.utils import missing

from webapp import tenancy
from webapp.web.dates import day, moment
from webapp.web.pagination import count_words
from webapp.web.shown import was
from webapp.web.tags import tag_of


class Absent(StrictUndefined):
    """Printing what is not there fails; asking `{% if row.note %}` of a row without a note is a plain no."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()
        return False


def word_of(modality: str | None) -> str:
    """The word with which the profile in force says how strict a clause is; empty for a clause that demands nothing."""
    if not modality or tenancy.maybe_current() is None:
        return ""
    word = str(tenancy.profile().label("modality", modality))
    return "" if word == modality else word


def init_app(app: Flask) -> None:
    """Set up the environment of `app` before its first template is loaded."""
    app.jinja_env.undefined = Absent
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.add_template_global(tag_of)
    app.add_template_global(word_of)
    app.add_template_global(was, "was_of")
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(count_words, "counted")
