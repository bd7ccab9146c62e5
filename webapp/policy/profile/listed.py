"""The plainest row: something a document names, with its label, how binding it is, and its clause."""

from typing import Literal

from webapp.policy.language.rows import Many, Modality, Name, Ruled, Text


class Listed(Ruled):
    """Something named in a document. `note` says in one line what the label alone does not."""

    id: Name
    label: Text
    modality: Modality | None = None
    note: Text | None = None


class ListedFor(Listed):
    """Something named for certain worker groups; none = for all. `every` = how often it is repeated."""

    groups: Many[Name] = ()
    every: Literal["year"] | None = None
    members_only: bool = False


class Listing(Ruled):
    """A list of named things. `open: true` = the text ends with 等: others are admitted too."""

    rows: Many[Listed]
    open: bool
