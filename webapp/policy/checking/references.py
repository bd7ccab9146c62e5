"""References inside a profile: every id that a row names has to exist, and every reading that is written down has
to be used.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from webapp.policy.faults import Fault, did_you_mean
from webapp.policy.reading.layered import Profile, stated_rows
from webapp.policy.reading.register import NATIONAL
from webapp.policy.yaml_text import Path

_KIND_KEYS = {"to", "kinds", "by", "kind", "parents", "preselect", "set_by", "filled_by", "for", "union_kind"}
_NOT_KINDS = {"local", "receiver", "route", "reservoir", "full", "any"}
_GROUP_KEYS = {"counted_as", "guides", "worker_group", "groups", "group"}
_KINDS_BELOW = (("voice", "from_kind"), ("voice", "to_kind"), ("duties", "of"))
"""Where else union kinds are named: the section and the key."""


def references(profile: Profile) -> Iterator[Fault]:
    """Every fault of reference in the profile's own file."""
    yield from _clauses(profile)
    yield from _interpretations(profile)
    yield from _kinds(profile)
    yield from _groups(profile)
    yield from _inside(profile)
    yield from _twice(profile)


def _clauses(profile: Profile) -> Iterator[Fault]:
    """Each `source` id is in the register, and in a document that this profile or the nation lists."""
    document = profile.loaded.document
    known = profile.register.clauses
    allowed = {*profile.rules.documents, *profile.nation.documents}
    yield from _documents(profile)
    for path, clause in _named(document.data, "source"):
        if clause not in known:
            hint = did_you_mean(clause, list(known))
            yield document.fault(path, "clause", f"条款登记里没有 “{clause}”", hint=hint)
        elif clause.split("-")[0] not in allowed:
            yield document.fault(
                path, "foreign_clause", f"“{clause}” 不属于本地或全国的文件", hint="不能借用别处的规定"
            )


def _documents(profile: Profile) -> Iterator[Fault]:
    """Each document listed is in the register, and is this profile's own or the nation's."""
    document, known = profile.loaded.document, profile.register.documents
    ours = [name for name, one in known.items() if one.jurisdiction in (profile.rules.jurisdiction, NATIONAL)]
    for at, name in enumerate(profile.rules.documents):
        if name in ours:
            continue
        message, hint = f"条款登记里没有文件 “{name}”", did_you_mean(name, ours)
        if name in known:
            message, hint = f"“{name}” 是 {known[name].jurisdiction} 的文件", "只能列本地和全国的文件，请删去"
        yield document.fault(("documents", at), "document", message, hint=hint)


def overstated(profile: Profile) -> Iterator[Fault]:
    """Rows that oblige (must, shall) though no clause they cite does: warnings, since a reading may bear it out."""
    document, known = profile.loaded.document, profile.register.clauses
    for path, row in _walk(document.data, ()):
        if not isinstance(row, Mapping) or row.get("modality") not in ("must", "shall"):
            continue
        cited = [one for _, one in _named({"source": row.get("source")}, "source")]
        said = {known[one].modality for one in cited if one in known}
        if said and row["modality"] not in said and "target" not in said:
            message = f"这一行写 {row['modality']}，所引条款都不是（{'、'.join(sorted(map(str, said)))}）"
            yield document.fault((*path, "modality"), "overstated", message, level="warning")


def _interpretations(profile: Profile) -> Iterator[Fault]:
    document = profile.loaded.document
    own, nation = profile.rules.interpretations, profile.nation.interpretations
    used: set[str] = set()
    named = list(_named(document.data, "interpretation"))
    named += [
        ((*path, amb), amb) for path, other in _found(document.data, "other_reading") for amb in other or {} if other
    ]
    for path, amb in named:
        used.add(amb)
        if amb not in own and amb not in nation:
            hint = did_you_mean(amb, [*own, *nation])
            yield document.fault(
                path, "interpretation", f"没有写明解读 “{amb}”", hint=hint or "请在 interpretations 里写明"
            )
    for amb in own:
        if amb not in used:
            message = f"解读 “{amb}” 没有任何一行使用"
            yield document.fault(
                ("interpretations", amb), "unused", message, hint="请删去，或写到相应的一行", at_key=True
            )


def _kinds(profile: Profile) -> Iterator[Fault]:
    """Each union kind that a row of joining, seat, dues, thresholds or organisations names is one of the kinds."""
    document = profile.loaded.document
    known = [one for one in profile.union_kinds if one != "any"]
    for section in ("join", "seat", "dues", "thresholds", "union_kinds", "defaults"):
        for path, value in _under(document.data.get(section), (section,), _KIND_KEYS):
            if _is_seat(path) or value in known or value in _NOT_KINDS or not isinstance(value, str):
                continue
            hint = did_you_mean(value, known)
            yield document.fault(path, "union_kind", f"不认识工会类型 “{value}”", hint=hint or "请写进 union_kinds")


def _inside(profile: Profile) -> Iterator[Fault]:
    """What a row names of its own section: services of a set, station kinds of a recognition, the indicator of a column."""
    data = profile.loaded.document.data
    kinds = [one for one in profile.union_kinds if one != "any"]
    for section, key in _KINDS_BELOW:
        yield from _unknown(profile, _under(data.get(section), (section,), [key]), kinds, "工会类型")
    services, stations, targets = data.get("services"), data.get("stations"), data.get("targets")
    if isinstance(services, Mapping):
        known = _ids(services.get("kinds"))
        yield from _unknown(profile, _under(services.get("sets"), ("services", "sets"), ["of"]), known, "服务项目")
    if isinstance(stations, Mapping):
        known = _ids(stations.get("kinds"))
        named = _under(stations.get("recognition"), ("stations", "recognition"), ["kinds"])
        yield from _unknown(profile, named, known, "站点类型")
    indicators = _ids(targets.get("indicators")) if isinstance(targets, Mapping) else []
    yield from _unknown(profile, _under(data.get("reports"), ("reports",), ["target"]), indicators, "指标")


def _unknown(profile: Profile, named: Iterable[tuple[Path, Any]], known: list[str], what: str) -> Iterator[Fault]:
    for path, value in named:
        if isinstance(value, str) and value not in known:
            hint = did_you_mean(value, known)
            yield profile.loaded.document.fault(path, "reference", f"不认识{what} “{value}”", hint=hint)


def _ids(rows: Any) -> list[str]:
    return [row["id"] for row in rows or () if isinstance(row, Mapping) and "id" in row]


def _is_seat(path: Path) -> bool:
    return len(path) > 1 and path[-2] == "seat"


def _groups(profile: Profile) -> Iterator[Fault]:
    document = profile.loaded.document
    known = [row.id for row in profile.worker_groups]
    for section in ("worker_groups", "departments", "join", "dues", "services", "honours", "reports"):
        for path, value in _under(document.data.get(section), (section,), _GROUP_KEYS):
            if isinstance(value, str) and value not in known and value != "all":
                hint = did_you_mean(value, known)
                yield document.fault(path, "worker_group", f"不认识职业群体 “{value}”", hint=hint)
    if sum(row.open for row in stated_rows(profile.rules.worker_groups)) > 1:
        yield document.fault(("worker_groups",), "open_groups", "只能有一个开放的群体（open: true）", at_key=True)


def _twice(profile: Profile) -> Iterator[Fault]:
    """Two rows of one table with one id."""
    document = profile.loaded.document
    for path, rows in _lists(document.data, ()):
        seen: set[str] = set()
        for at, row in enumerate(rows):
            if isinstance(row, Mapping) and isinstance(row.get("id"), str):
                if row["id"] in seen:
                    message = f"编号 “{row['id']}” 出现两次"
                    yield document.fault((*path, at, "id"), "duplicate_id", message, hint="请换一个编号")
                seen.add(row["id"])


def _named(data: Any, key: str) -> Iterator[tuple[Path, str]]:
    """Every id under `key`, be it one or a list."""
    for path, value in _found(data, key):
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, list):
            yield from (((*path, at), one) for at, one in enumerate(value) if isinstance(one, str))


def _under(data: Any, path: Path, keys: Iterable[str]) -> Iterator[tuple[Path, Any]]:
    """Every value under one of `keys`, lists opened."""
    wanted = set(keys)
    for found, value in _walk(data, path):
        if found and found[-1] in wanted:
            if isinstance(value, list):
                yield from (((*found, at), one) for at, one in enumerate(value))
            elif not isinstance(value, Mapping):
                yield found, value


def _found(data: Any, key: str) -> Iterator[tuple[Path, Any]]:
    yield from ((path, value) for path, value in _walk(data, ()) if path and path[-1] == key)


def _lists(data: Any, path: Path) -> Iterator[tuple[Path, list[Any]]]:
    yield from ((found, value) for found, value in _walk(data, path) if isinstance(value, list))


def _walk(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every value inside `data` with its path, itself first."""
    yield path, data
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _walk(value, (*path, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _walk(value, (*path, at))
