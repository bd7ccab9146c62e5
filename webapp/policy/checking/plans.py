"""`gonghui policy check` for benefits: bands and periods without gap or overlap, rows that can be reached, names
that exist.

Each fault points at the line. A gap in time that the plan promises but no edition fills is a warning: a member
will meet it.
"""

import datetime
import functools
from collections.abc import Iterator, Sequence
from typing import Any

from webapp.policy.checking.attempts import attempted
from webapp.policy.checking.plan_boundaries import boundaries
from webapp.policy.faults import Fault, did_you_mean
from webapp.policy.language.conditions import Condition
from webapp.policy.profile.benefits.components import Band, LumpSum, Share, Tiers
from webapp.policy.profile.benefits.facts import CLAIM_FACTS, yuan
from webapp.policy.profile.benefits.plans import Edition, Plan
from webapp.policy.reading.layered import Profile, stated_rows
from webapp.policy.yaml_text import Document, Path

MOST_BANDS = 200
"""Each end of a band is tried by real claims; a table of benefits has some twenty."""
_ONE_DAY = datetime.timedelta(days=1)
_NOT_YET_KNOWN = {"event": {"filing", "discharge"}, "bill": {"filing"}, "filing": {"filing"}}
_TABLES = ("waiting", "conditions", "windows", "bills", "components", "caps", "exclusions", "documents")


def benefits(profile: Profile) -> Iterator[Fault]:
    """Every fault and warning of the profile's own plans."""
    document = profile.loaded.document
    plans: tuple[Plan, ...] = stated_rows(profile.rules.benefits)
    yield from _unique(document, ("benefits",), [plan.id for plan in plans], "计划编号")
    ids = [edition.id for plan in plans for edition in plan.editions or ()]
    if len(set(ids)) != len(ids):
        yield document.fault(("benefits",), "duplicate_id", "有两个版次用了同一个编号")
    for index, plan in enumerate(plans):
        path: Path = ("benefits", index)
        yield from attempted(document, path, functools.partial(_periods, profile, document, path, plan))
        for at, edition in enumerate(plan.editions or ()):
            here = (*path, "editions", at)
            faults = list(attempted(document, here, functools.partial(_edition, profile, document, here, edition)))
            yield from faults
            if all(fault.level == "warning" for fault in faults):
                yield from attempted(document, here, functools.partial(boundaries, profile, plan, edition, here))


def _unique(document: Document, path: Path, ids: Sequence[str], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, one in enumerate(ids):
        if one in seen:
            yield document.fault((*path, index, "id"), "duplicate_id", f"{what} “{one}” 出现两次")
        seen.add(one)


def _periods(profile: Profile, document: Document, path: Path, plan: Plan) -> Iterator[Fault]:
    """The editions' days: no two on one day, none outside what is promised; promised days without an edition are
    named.
    """
    begins = profile.rules.effective
    for at, edition in enumerate(plan.editions or ()):
        if edition.cover.to < begins:
            message = (
                f"这个版次到 {edition.cover.to} 为止，本文件却从 {begins} 起才施行：那些日子按全国规则办，用不上它"
            )
            yield document.fault((*path, "editions", at, "cover", "to"), "before_effective", message, level="warning")
    promised = plan.promised
    if promised is not None and promised.from_ > promised.to:
        yield document.fault((*path, "promised"), "period", f"首日 {promised.from_} 晚于末日 {promised.to}")
        return
    spans = sorted((one.cover.from_, one.cover.to, at) for at, one in enumerate(plan.editions or ()))
    for (_, end, _), (begin, _, at) in zip(spans, spans[1:], strict=False):
        if begin <= end:
            message = f"版次的保障期重叠：{begin} 已经在另一个版次之内"
            yield document.fault((*path, "editions", at, "cover", "from"), "overlap", message)
    if promised is None or plan.editions is None:
        return
    for begin, end, at in spans:
        if begin < promised.from_ or end > promised.to:
            message = f"版次超出了计划承诺的 {promised.from_} 至 {promised.to}"
            yield document.fault((*path, "editions", at, "cover"), "outside", message, level="warning")
    for begin, end in _gaps(promised.from_, promised.to, [(begin, end) for begin, end, _ in spans]):
        message = f"{begin} 至 {end} 在承诺的期间内，却没有条款版次：这些日子发生的只能转人工"
        yield document.fault((*path, "promised"), "no_edition", message, level="warning")


def _gaps(
    first: datetime.date, last: datetime.date, spans: Sequence[tuple[datetime.date, datetime.date]]
) -> Iterator[tuple[datetime.date, datetime.date]]:
    day = first
    for begin, end in spans:
        if begin > day:
            yield day, begin - _ONE_DAY
        day = max(day, end + _ONE_DAY)
    if day <= last:
        yield day, last


def _edition(profile: Profile, document: Document, path: Path, edition: Edition) -> Iterator[Fault]:
    yield from _row_ids(document, path, edition)
    yield from _names(document, path, edition)
    yield from _first_that_fits(document, path, edition)
    for at, window in enumerate(edition.windows):
        too_early = {window.after, window.not_after} & _NOT_YET_KNOWN.get(window.of, set())
        for day in sorted(str(one) for one in too_early):
            message = f"“{window.label}” 从 {day} 起算，可那时还没有这一天"
            yield document.fault((*path, "windows", at), "day", message)
    for at, component in enumerate(edition.components):
        here = (*path, "components", at)
        if isinstance(component, Tiers):
            yield from _bands(document, (*here, "tiers"), component.tiers)
            yield from _sums(document, (*here, "tiers"), component)
        elif isinstance(component, Share):
            yield from _bands(document, (*here, "slices"), component.slices)
        if component.when is not None:
            yield from _never(document, here, component.when, edition)
    yield from _values(profile, document, path, edition)


def _row_ids(document: Document, path: Path, edition: Edition) -> Iterator[Fault]:
    """A reviewer's finding names a row by its id alone, so that an id stands once in the whole edition."""
    seen: dict[str, str] = {}
    for table in _TABLES:
        for at, row in enumerate(getattr(edition, table)):
            if row.id in seen:
                message = f"编号 “{row.id}” 在这个版次里已经用过（{seen[row.id]}）"
                yield document.fault((*path, table, at, "id"), "duplicate_id", message)
            seen.setdefault(row.id, table)


def _names(document: Document, path: Path, edition: Edition) -> Iterator[Fault]:
    """Components, facts and days that other rows name exist."""
    known = [component.id for component in edition.components]
    questions = [f"answers.{one.id}" for one in edition.questions or ()]
    named: list[tuple[Path, str]] = []
    named += [(("caps", at, "over"), one) for at, row in enumerate(edition.caps) for one in row.over or ()]
    named += [
        (("stacking", at, "between"), one) for at, row in enumerate(edition.stacking or ()) for one in row.between
    ]
    named += [(("documents", at, "for"), one) for at, row in enumerate(edition.documents) for one in row.for_ or ()]
    for where, one in named:
        if one not in known:
            yield document.fault((*path, *where), "component", f"没有给付 “{one}”", hint=did_you_mean(one, known))
    for name in edition.cover.starts:
        if name not in CLAIM_FACTS or CLAIM_FACTS[name].kind != "day":
            yield document.fault((*path, "cover", "starts"), "day", f"“{name}” 不是日期", hint=CLAIM_FACTS.mend(name))
    for at, component in enumerate(edition.components):
        by = component.by if isinstance(component, LumpSum) else None
        if by is not None and by not in CLAIM_FACTS and by not in questions:
            yield document.fault(
                (*path, "components", at, "by"), "fact", f"不认识事实 “{by}”", hint=CLAIM_FACTS.mend(by)
            )
    quota = edition.quota
    if quota is not None and quota.persons is None and quota.budget is None:
        yield document.fault((*path, "quota"), "quota", "名额要写 persons 或 budget")


def _first_that_fits(document: Document, path: Path, edition: Edition) -> Iterator[Fault]:
    """Of these tables the first row that fits is taken: a row behind one without a condition can never be."""
    for table in ("waiting", "price", "borne_by"):
        rows: Sequence[Any] = getattr(edition, table) or ()
        for at, row in enumerate(rows[:-1]):
            if not row.when and getattr(row, "divisions", None) is None:
                message = "这一行没有条件，后面的行永远轮不到"
                yield document.fault((*path, table, at + 1), "unreachable", message)
                break


def _bands(document: Document, path: Path, bands: Sequence[Band]) -> Iterator[Fault]:
    """Bands in order, each amount between the first and the last in exactly one; an empty band can never hold."""
    if len(bands) > MOST_BANDS:
        yield document.fault((*path, MOST_BANDS), "too_many", f"最多 {MOST_BANDS} 档，写了 {len(bands)} 档")
        return
    for at, band in enumerate(bands):
        if band.upper == band.lower and (band.from_ is None or band.to is None):
            yield document.fault((*path, at), "unreachable", "这一档是空的，没有金额落得进去")
    for at, (one, two) in enumerate(zip(bands, bands[1:], strict=False)):
        where = (*path, at + 1)
        if one.upper is None or two.lower < one.lower:
            yield document.fault(where, "order", "各档要从低到高排列，只有最后一档可以没有上端")
        elif two.lower > one.upper or (two.lower == one.upper and one.to is None and two.from_ is None):
            message = f"{yuan(one.upper)} 元附近有空档：例如 {yuan(_between(one, two))} 元不在任何一档"
            yield document.fault(where, "gap", message)
        elif two.lower < one.upper or (one.to is not None and two.from_ is not None):
            message = f"两档重叠：例如 {yuan(two.lower if two.from_ is not None else two.lower + 1)} 元在两档之内"
            yield document.fault(where, "overlap", message)


def _between(one: Band, two: Band) -> int:
    assert one.upper is not None, "a gap has a lower band with an upper end"
    return one.upper if one.to is None else one.upper + 1


def _sums(document: Document, path: Path, component: Tiers) -> Iterator[Fault]:
    """Warnings: a higher band that pays less, a band that pays more than was spent, amounts above the last band."""
    tiers = component.tiers
    for at, (one, two) in enumerate(zip(tiers, tiers[1:], strict=False)):
        if two.pays < one.pays:
            message = f"更高的一档反而付得少（{two.pays} 小于 {one.pays}）"
            yield document.fault((*path, at + 1, "pays"), "falls", message, level="warning")
    for at, tier in enumerate(tiers):
        if tier.pays * 100 > max(tier.lower, 1) and tier.pays > 0:
            message = f"这一档可能付得比花费还多（{tier.pays} 大于下端 {yuan(tier.lower)}）"
            yield document.fault((*path, at, "pays"), "above_costs", message, level="warning")
    if tiers[-1].upper is not None:
        message = f"高于 {yuan(tiers[-1].upper)} 元的没有规定：付零元"
        yield document.fault((*path, len(tiers) - 1), "open_end", message, level="warning")


def _never(document: Document, path: Path, when: Condition, edition: Edition) -> Iterator[Fault]:
    """A component for a case that a condition of the edition always refuses."""
    for row in edition.conditions:
        if row.else_ != "refused" or row.waived:
            continue
        for test in row.holds.tests:
            for other in when.tests:
                if test.fact == other.fact and test.op == other.op == "one_of" and not _share(test.bound, other.bound):
                    message = f"这项给付永远轮不到：条件 “{row.label}” 已经把这种情形拒绝了"
                    yield document.fault((*path, "when"), "unreachable", message)


def _share(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether a value can be in both lists: of divisions one may lie inside another."""
    return any(value in other for value in one) or any(value in one for value in other)


def _values(profile: Profile, document: Document, path: Path, edition: Edition) -> Iterator[Fault]:
    """Worker groups and channels that conditions name are those of the profile."""
    known = {
        "member.worker_group": [row.id for row in profile.worker_groups],
        "member.channel": [one for channel in profile.channels for one in (channel.kind, channel.door)],
    }
    for table in ("conditions", "bills"):
        for at, row in enumerate(getattr(edition, table)):
            for test in row.holds.all_tests():
                if test.op not in ("one_of", "none_of") or test.fact not in known:
                    continue
                for value in test.bound:
                    if value is not None and value not in known[test.fact]:
                        hint = did_you_mean(str(value), known[test.fact])
                        yield document.fault((*path, table, at, "holds"), "value", f"不认识 “{value}”", hint=hint)
