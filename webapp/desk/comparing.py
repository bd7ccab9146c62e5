"""Two provinces, or two revisions of one, over all keys."""

import re
from dataclasses import dataclass

from webapp.desk.models import PROFILE
from webapp.desk.panels import Change, changes
from webapp.desk.store import open_drafts, publications
from webapp.policy.profile.meanings import FRAME
from webapp.policy.reading.upgrades import upgraded
from webapp.policy.yaml_text import read
from webapp.tenancy import NATIONAL, current, library
from webapp.web.dates import moment

SECTIONS = {key: re.split("[；：（，]", words)[0] for key, words in FRAME.items()}
"""What each section of a profile is about, in few words."""


@dataclass(frozen=True)
class Text:
    """A text to compare: what it is called, and its words."""

    title: str
    text: str


def texts_to_compare() -> dict[str, Text]:
    """What can be laid side by side here: the rules in force of every province (law is public), and this desk's own revisions and
    drafts.
    """
    found: dict[str, Text] = {}
    for name in (NATIONAL, *library().jurisdictions()):
        document = library().loaded(name)[-1].document
        found[name] = Text(f"{library().profile(name).name}（最新）", document.text)
    for row in publications(PROFILE, current()):
        found[str(row.id)] = Text(f"本地 {moment(row.published_at)} 发布，自 {row.effective} 起", row.text)
    for draft in open_drafts():
        if draft.kind == PROFILE:
            found[f"draft:{draft.name}"] = Text(f"{draft.name} 的草稿", draft.text)
    return found


def compare(before: Text, after: Text) -> list[tuple[str, list[Change]]]:
    """What differs, section by section. Raises Faulty for a draft that cannot be read."""
    found: dict[str, list[Change]] = {}
    for change in changes(_data(before), _data(after)):
        found.setdefault(change.path.split(".")[0].split("[")[0], []).append(change)
    return list(found.items())


def _data(text: Text) -> object:
    return upgraded(read(text.text, text.title)).data
