"""What a member comes back for: services (服务), voice (诉求), consultation (集体协商), honours (评选), and where the money
comes from.
"""

from typing import Literal

from webapp.policy.language.rows import Many, Name, Row, Ruled, Stated, Text, TimeAllowed
from webapp.policy.profile.listed import Listed, ListedFor, Listing


class ServiceSet(Listed):
    """Services that a document names together (五送). `open: false` = the list is closed."""

    of: Many[Name]
    open: bool


class Hotline(Ruled):
    """A telephone number workers may call."""

    number: Text
    label: Text


class Services(Row):
    """The service section. `open_to: null` = whether non-members are served is not stated here; `published_list` = a list of
    services that firms and platforms are to publish for their workers.
    """

    open_to: Stated[Listed]
    kinds: Many[ListedFor]
    sets: Stated[Many[ServiceSet]]
    hotline: Stated[Hotline]
    brand: Stated[Listed]
    areas: Stated[Listing]
    published_list: Stated[Listed]


class Escalation(Ruled):
    """Where a voice goes on from one level to the next."""

    from_kind: Name
    to_kind: Name


class Voice(Ruled):
    """How opinions and demands are taken up. `answer_within: null` = no time is stated."""

    modality: Literal["direct", "explore", "shall"]
    rights: Many[Listed]
    answer_within: TimeAllowed | None
    escalation: Many[Escalation]
    referrals: Many[Listed]


class Consultation(Row):
    """Collective consultation: its topics (open where the text ends with 等), its counterparts, its forum."""

    topics: Stated[Listing]
    counterparts: Stated[Listing]
    forum: Stated[Listing]
    forms: Stated[Many[Listed]]


class Honour(ListedFor):
    """A selection or award. `share: null` = a share is promised or silent, its value not stated."""

    share: Text | None = None
