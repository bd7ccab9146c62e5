"""Organisations: the kinds of union and of worker group a province names, and what is asked of each kind."""

from typing import Annotated, Literal

from pydantic import Field

from webapp.policy.language.rows import Many, Name, OneOrMany, Ruled, Text
from webapp.policy.profile.listed import Listed

Level = Literal["province", "city", "county", "district", "street", "village"]


class WorkerGroup(Ruled):
    """A group of workers.

    A group that no row names counts as the `open` one; `counted_as` = the row of the returns it counts in.
    """

    id: Name
    label: Text
    also_called: Many[Text] = ()
    counted_as: Name | None = None
    open: bool = False


class Members(Ruled):
    """Whom a kind of union admits: persons, unions or both; `mark` = how its members are marked."""

    of: Many[Literal["persons", "unions"]]
    mark: Name | None = None


class PerDivision(Ruled):
    """How many unions of a kind one division may have."""

    max: Annotated[int, Field(ge=1)]


class TermYears(Ruled):
    """Which terms of office a committee may have, in years."""

    one_of: Many[Annotated[int, Field(ge=1, le=100)]]


class Needs(Ruled):
    """What has to be there before a union of this kind is registered; `lacking` = what follows if it is not."""

    upper_union: bool = False
    address: bool = False
    parents: Many[Name] = ()
    lacking: Literal["refused", "incomplete"]


class CommitteeRule(Ruled):
    """When a committee has to be there: always, or if a named circumstance is given."""

    required: Literal["always", "if_funds_independent", "if_many_women"]
    lacking: Literal["incomplete", "warning"]


class Committees(Ruled):
    """The committees beside the union's own."""

    funds_audit: CommitteeRule | None
    women: CommitteeRule | None


class StandsIn(Ruled):
    """The kind that this one stands in for until that is formed."""

    for_: Name = Field(alias="for")
    only_if_named: bool


class Inside(Ruled):
    """The kinds of union within which this one is set up."""

    kinds: Many[Name]


class Election(Ruled):
    """How the leaders come into office: by which bodies, and from among whom."""

    bodies: Many[Name]
    democratic: bool
    chair_from: Many[Text]
    chair_open: bool = False


class LedBy(Ruled):
    """Under whose leadership a union of this kind stands."""

    levels: Many[Literal["upper_federation", "same_level_party", "next_higher_union"]]


class Registration(Ruled):
    """What a union of this kind registers or opens for itself."""

    legal_person: bool
    own_account: bool


class Preconditions(Ruled):
    """Who looks into the conditions before a union of this kind is set up."""

    checked_by: Literal["next_higher_union"]


class UnionKind(Ruled):
    """A kind of union.

    A province repeats only what it states itself; the label may come from the nation. `id: any` = every kind. `duties` = what
    an organisation of this kind does.
    """

    id: Name
    label: Text | None = None
    filled_by: Many[Name] = ()
    level: OneOrMany[Level] | None = None
    name_pattern: Text | None = None
    per_division: PerDivision | None = None
    members: Members | None = None
    term_years: TermYears | None = None
    needs: Needs | None = None
    preconditions: Preconditions | None = None
    committees: Committees | None = None
    stands_in: StandsIn | None = None
    inside: Inside | None = None
    led_by: LedBy | None = None
    election: Election | None = None
    registration: Registration | None = None
    duties: Many[Listed] = ()
    trades: Many[Text] = ()
    also_called: Many[Text] = ()


class Department(Ruled):
    """A department of state or party that works with the union; `guides` = the worker groups in its field."""

    id: Name
    label: Text
    guides: Many[Name] | Literal["all"] | None
    field: Text | None
