"""How unions are built and led: modes of building, cadres, relations of covered unions, records, assessment and
funding.
"""

from typing import Literal

from webapp.policy.language.rows import Many, Name, Percent, Row, Ruled, Stated
from webapp.policy.profile.listed import Listed, Listing


class Covered(Ruled):
    """What happens to the relations of unions that a federation covers."""

    kept: Many[Literal["leadership", "funds", "seat"]]
    modality: Literal["in_principle", "must", "direct"]
    new_unions: Literal["decided_locally"] | None


class Governance(Row):
    """The governance section."""

    building_modes: Stated[Listing]
    safety_net: Stated[Listing]
    cadre_sources: Stated[Listing]
    covered_unions: Stated[Covered]
    assessment: Stated[Many[Listed]]


class RealName(Ruled):
    """Registration by real name. `at_least: null` = asked for, without a share."""

    modality: Literal["direct", "must", "shall"]
    at_least: Percent | None


class Records(Row):
    """Registers and databases that members are entered in."""

    real_name: Stated[RealName]
    databases: Stated[Many[Listed]]


class FundingSource(Listed):
    """Where money comes from; amounts are not stated in any document so far."""

    payer: Name | None = None
