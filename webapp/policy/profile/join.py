"""Joining (入会): where the worker's situation leads, what else is suggested, by which door, who decides."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from webapp.policy.language.conditions import ALWAYS
from webapp.policy.language.rows import (
    Division,
    Many,
    Modality,
    Name,
    OneOrMany,
    Row,
    Ruled,
    Stated,
    Text,
    TimeAllowed,
    wrong,
)
from webapp.policy.profile.listed import Listed
from webapp.policy.profile.when import RouteWhen, StepWhen

Basis = Literal["employer_location", "work_place", "residence", "agency_location", "user_unit_location"]


class At(Row):
    """Where the union lies: one of the places the worker picks (`pick`), or the first of them that he has
    (`first_of`).
    """

    pick: Many[Basis] = ()
    first_of: Many[Basis] = ()

    @property
    def places(self) -> tuple[Basis, ...]:
        """Every place named."""
        return self.pick or self.first_of


def _at(value: object) -> object:
    return {"pick": value} if isinstance(value, list) else value


class _PlacesOrFirst:
    """In the JSON schema: a list of places, or `first_of` with one."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        places = {"type": "array", "items": {"enum": list(get_args(Basis))}}
        first = {"type": "object", "properties": {"first_of": places}, "additionalProperties": False}
        handler(core_schema)
        return {"anyOf": [places, {**first, "required": ["first_of"]}]}


Where = Annotated[At, BeforeValidator(_at), _PlacesOrFirst()]


class KindList(Ruled):
    """Union kinds put before or after the list of local kinds."""

    kinds: Many[Name]


class Local(Ruled):
    """What `local` means: the kinds of union open to every worker of a place. `kinds: null` = the nation's list."""

    kinds: Many[Name] | None
    open: bool | None
    first: KindList | None
    also: KindList | None


class Scoped(Ruled):
    """A row of a table: it speaks where `when` holds, and with `divisions` only there."""

    id: Name
    divisions: Many[Division] | None = None

    @property
    def national(self) -> bool:
        """Whether the row says `as: national`."""
        return False


class Pointing(Scoped):
    """A row that leads to unions, or says `as: national`: silent here, the nation's row decides."""

    when: RouteWhen
    as_: Literal["national"] | None = Field(None, alias="as")
    to: OneOrMany[Name] | None = None
    modality: Modality | None = None

    @property
    def national(self) -> bool:
        """Whether the row says `as: national`."""
        return self.as_ is not None

    @model_validator(mode="before")
    @classmethod
    def _leads_or_is_silent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        if data.get("as") is not None:
            if set(data) & {"to", "modality", "open", "refer"}:
                raise wrong("as_national", "写了 as: national 的一行不能再写 to、modality、open 或 refer")
        elif "to" not in data or "modality" not in data:
            raise wrong(
                "no_target", "这一行要写明 to（去哪类工会）和 modality（应当、可以……）", hint="或写 as: national"
            )
        return data


class Route(Pointing):
    """One row of the route table: in this situation the worker joins `to`, at `at`."""

    at: Where | None = None
    open: bool | None = None
    sort: Many[Literal["locality", "trade"]] | None = None
    form: Name | None = None
    preselect: Name | None = None
    refer: Text | None = None


class Suggestion(Pointing):
    """A union suggested beside the route; `serves` = service and management without membership."""

    role: Literal["admits", "serves"] = "admits"


class Leg(Ruled):
    """One part of a joining that has several (双重入会); exactly one of them carries the seat."""

    id: Name
    label: Text
    carries_seat_when: StepWhen
    to: OneOrMany[Name]
    at: Where | None = None
    each: Literal["platform"] | None = None
    missing: Literal["waits"] | None = None
    modality: Modality


class Step(Scoped):
    """Who does what with an application, in order.

    `by`: the receiver, or a union kind. `within: null` = no time limit stated.
    """

    by: Name
    role: Literal["decides", "assists", "confirms"]
    when: StepWhen = ALWAYS
    within: TimeAllowed | None = None


class Receiver(Ruled):
    """The one union that takes applications of a channel in place of the route's options."""

    kind: Name
    at: Where
    modality: Modality | None = None


class DoorSeat(Ruled):
    """The kind of seat that a grant through this channel gives first."""

    kind: Literal["reservoir", "full"]


class Placement(Ruled):
    """What has to follow a grant: the seat is moved to where the route leads."""

    to: Literal["route"]
    modality: Modality
    by: Literal["receiver"]


class Door(Ruled):
    """One way in. A channel with several doors gives each an id."""

    id: Name | None = None
    label: Text
    modality: Modality | None
    when: StepWhen = ALWAYS
    divisions: Many[Division] | None = None
    batch: bool = False
    asks: Many[Name] = ()
    receiver: Receiver | None = None
    seat: DoorSeat | None = None
    placement: Placement | None = None


Doors = Stated[OneOrMany[Door]]


class Channels(Row):
    """The channels of an application: each null, false, a reference, one door or a list of doors."""

    offline: Doors
    online: Doors
    qr_scan: Doors
    collective_registration: Doors
    mobile_window: Doors
    onsite_meeting: Doors
    via_platform: Doors


class Join(Row):
    """The joining section of a profile."""

    local: Stated[Local]
    routes: Stated[Many[Route]]
    suggestions: Stated[Many[Suggestion]]
    legs: Stated[Many[Leg]]
    steps: Stated[Many[Step]]
    channels: Channels
    events: Stated[Many[Listed]]
