"""How often something may be done: counted in the database, so that all processes count together.

A bucket is kept as a keyed hash: the rows tell neither a phone nor an address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil
from uuid import UUID

from sqlalchemy import delete, func, select, update

from webapp.accounts.models import Attempt
from webapp.persistence import blind_index, db, delete_some, now
from webapp.tenancy import current


@dataclass(frozen=True)
class Limit:
    """At most `times` within `window`."""

    times: int
    window: timedelta


@dataclass(frozen=True)
class Rule:
    """The limits of one doing, each counted by who (a phone, an address, an account …)."""

    name: str
    limits: tuple[Limit, ...]

    def bucket(self, who: str) -> str:
        """The key under which this doing of his is counted."""
        return blind_index("attempt", f"{self.name}:{who}")


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

CODES_FOR_PHONE = Rule("code-phone", (Limit(1, MINUTE), Limit(5, HOUR), Limit(10, DAY)))
CODES_FOR_ADDRESS = Rule("code-address", (Limit(20, MINUTE), Limit(200, HOUR), Limit(1000, DAY)))
CODES_FOR_PROVINCE = Rule("code-province", (Limit(5_000, HOUR),))
WRONG_CODES_FROM_ADDRESS = Rule("wrong-code-address", (Limit(60, MINUTE), Limit(300, HOUR)))
WRONG_IDENTITY = Rule("wrong-identity", (Limit(5, DAY),))
WRONG_PASSWORDS_HERE = Rule("wrong-password-here", (Limit(5, MINUTE), Limit(10, HOUR / 4), Limit(30, DAY)))
WRONG_PASSWORDS_ANYWHERE = Rule("wrong-password-anywhere", (Limit(30, HOUR), Limit(100, DAY)))
WRONG_PASSWORDS_FROM_ADDRESS = Rule("wrong-password-address", (Limit(30, MINUTE), Limit(200, HOUR)))
NUMBERS_OF_ACCOUNT = Rule("identity-number-account", (Limit(5, HOUR), Limit(10, DAY)))
NUMBERS_FROM_ADDRESS = Rule("identity-number-address", (Limit(200, HOUR), Limit(1000, DAY)))
NUMBERS_OF_OFFICER = Rule("identity-number-officer", (Limit(60, HOUR), Limit(300, DAY)))

Counted = tuple[Rule, str]


def numbers_named(worker_id: UUID, address: str | None) -> list[Counted]:
    """What counts a worker who names a number of an identity document."""
    return [(NUMBERS_OF_ACCOUNT, str(worker_id)), (NUMBERS_FROM_ADDRESS, address_prefix(address))]


def wait_for(counted: Iterable[Counted]) -> timedelta | None:
    """How long until all of these may be done once more; None: now. Holds others off until the transaction ends."""
    waits = [wait for rule, who in counted if (wait := _wait(rule, rule.bucket(who)))]
    return max(waits, default=None)


def count(counted: Iterable[Counted]) -> None:
    """Note that these were done, in the running transaction."""
    db.session.add_all(Attempt(bucket=rule.bucket(who)) for rule, who in counted)
    db.session.flush()


def forget(counted: Iterable[Counted]) -> None:
    """Start counting anew, after a success."""
    buckets = [rule.bucket(who) for rule, who in counted]
    db.session.execute(delete(Attempt).where(Attempt.bucket.in_(buckets)))


def delete_old_attempts(before: datetime) -> bool:
    """Delete some tries of before an instant, at which no limit looks any more; whether there may be more."""
    return delete_some(Attempt, Attempt.at < before)


def minutes(wait: timedelta) -> int:
    """A wait in whole minutes, as pages say it: never none."""
    return max(1, ceil(wait / MINUTE))


def address_prefix(address: str | None) -> str:
    """Whom to count: an IPv4 address, or the network of 64 bits that one IPv6 customer has."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return parsed.exploded[:19] if parsed.ipv4_mapped is None else str(parsed.ipv4_mapped)
    return str(parsed)


def _wait(rule: Rule, bucket: str) -> timedelta | None:
    _lock(bucket)
    at = now()
    _set_right(bucket, at)
    longest = None
    for limit in rule.limits:
        since = select(Attempt.at).where(Attempt.bucket == bucket, Attempt.at > at - limit.window)
        nth = db.session.scalar(since.order_by(Attempt.at.desc()).offset(limit.times - 1).limit(1))
        if nth is not None and (longest is None or nth + limit.window - at > longest):
            longest = nth + limit.window - at
    return longest


def _set_right(bucket: str, at: datetime) -> None:
    """What a clock that was ahead wrote down happened now at the latest: so no wait is longer than its window."""
    ahead = update(Attempt).where(Attempt.bucket == bucket, Attempt.at > at)
    db.session.execute(ahead.values(at=at))


def _lock(bucket: str) -> None:
    """Two requests count in turn. SQLite's write lock does that already."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{current()}:{bucket}", 0))))
