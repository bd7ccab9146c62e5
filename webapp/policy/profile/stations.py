"""Service stations (服务站点): places where workers rest and are served.

An organisation at a depot is no station but a union kind.
"""

from typing import Literal

from webapp.policy.language.rows import Many, Name, Row, Ruled, Stated, Text
from webapp.policy.profile.listed import Listed, Listing


class Circumstance(Ruled):
    """A condition that the text leaves to people's judgement (…较多, 条件成熟): a human flag with a reason, never a
    number.
    """

    fact: Literal["many_women"]
    label: Text


class StationKind(Listed):
    """A kind of service station. `where` = only in the circumstance named, which a person states with a reason."""

    where: Circumstance | None = None
    includes: Many[Name] = ()


class Recognition(Listed):
    """A grade that a station of one of `kinds` can be given."""

    kinds: Many[Name]
    by: Literal["province", "city"]


class Stations(Row):
    """The station section. `approval: null` = the documents do not say who opens a station."""

    kinds: Many[StationKind]
    hosts: Stated[Listing]
    recognition: Stated[Many[Recognition]]
    approval: Stated[Listed]
    open_to: Stated[Listed]
