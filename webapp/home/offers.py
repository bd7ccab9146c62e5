"""What a worker can do here: one tile for each thing that the profile has and that has a page. What is off or not built is absent."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import current_app

from webapp.join.consider import door_of
from webapp.policy import Profile
from webapp.policy.profile.benefits.plans import Plan
from webapp.policy.reading.layered import stated_rows
from webapp.relief.plan import service_of
from webapp.unions.divisions import only_in


@dataclass(frozen=True)
class Offer:
    """A tile: title, one line, the page it opens, its icon; `main` for the one that most people came for."""

    title: str
    note: str
    path: str
    picture: str
    main: bool = False


def offers(profile: Profile, *, member: bool = False) -> list[Offer]:
    """The offers of a province, the most wanted first; to a member what a member does."""
    found = [write(profile) for write in (_FOR_MEMBERS if member else _OFFERS)]
    pages = {rule.rule for rule in current_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return [offer for offer in found if offer is not None and offer.path in pages]


def group_names(profile: Profile) -> str:
    """The groups of workers that the profile names, with 等 where its list is open."""
    rows = profile.worker_groups
    named = "、".join(row.label for row in rows if not row.open)
    return named + ("等新就业形态劳动者" if any(row.open for row in rows) else "")


def _joining(_profile: Profile) -> Offer | None:
    door = door_of("online")
    return Offer("申请入会", "大约 3 分钟，不用先登录", "/join", "user-plus", main=True) if door else None


def _mine(_profile: Profile) -> Offer:
    return Offer("我的", "办理进度、会籍、通知", "/me", "id-badge-2")


def _mine_first(_profile: Profile) -> Offer:
    return replace(_mine(_profile), main=True)


def _moving(_profile: Profile) -> Offer | None:
    door = door_of("online")
    return Offer("会籍接转", "换了单位或地方，在这里办", "/join", "user-plus") if door else None


def _claims(profile: Profile) -> Offer | None:
    plans = sorted(stated_rows(profile.rules.benefits), key=lambda plan: (not plan.editions, _is_a_citys(plan)))
    if not plans:
        return None
    title = "申报保障" if plans[0].editions else "会员的保障"
    return Offer(title, only_in(plans[0].label, plans[0].divisions), "/claims", "shield-check")


def _relief(profile: Profile) -> Offer | None:
    row = service_of(profile)
    return (
        Offer(row.label, "会员家里有困难，请工会帮一把", "/claims/relief", "heart-handshake")
        if row is not None
        else None
    )


def _is_a_citys(plan: Plan) -> bool:
    return plan.divisions is not None


def _stations(profile: Profile) -> Offer | None:
    stations = profile.rules.stations
    kinds = getattr(stations, "kinds", None)
    if not kinds:
        return None
    return Offer("找服务站点", "、".join(row.label for row in kinds[:2]), "/stations", "map-pin")


def _support(profile: Profile) -> Offer | None:
    kinds = getattr(profile.rules.services, "kinds", None)
    if not kinds:
        return None
    return Offer("找工会帮忙", "、".join(row.label for row in kinds[:2]), "/support", "heart-handshake")


def _policy(_profile: Profile) -> Offer:
    return Offer("看看规定怎么说", "入会、会费、保障，条条有出处", "/policy", "file-text")


_OFFERS: tuple[Callable[[Profile], Offer | None], ...] = (
    _joining,
    _mine,
    _claims,
    _relief,
    _stations,
    _support,
    _policy,
)
_FOR_MEMBERS: tuple[Callable[[Profile], Offer | None], ...] = (
    _mine_first,
    _claims,
    _relief,
    _stations,
    _support,
    _moving,
    _policy,
)
