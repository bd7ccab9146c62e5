"""组织, 职业群体, 指导部门: the kinds of union, of workers, and of departments that a profile names."""

from collections.abc import Iterator

from webapp.home.book.keys import YES
from webapp.home.book.parts import Rule, Silence, Topic
from webapp.home.book.pen import Pen, inside
from webapp.home.book.words import COMMITTEE, LACKING
from webapp.policy.profile.organisations import Department, UnionKind, WorkerGroup
from webapp.policy.reading.layered import stated_rows

EVERY = "any"


def union_kind_topics(pen: Pen, kinds: object) -> Iterator[Topic]:
    """The kinds of union: what the province states itself, then the nation's that it does not repeat."""
    own = stated_rows(kinds)
    named = {row.id for row in own}
    layer = "nation" if pen.profile.rules is pen.profile.nation else "province"
    yield Topic(
        "union_kinds",
        "本地规定的工会组织" if layer == "province" else "工会组织",
        tuple(_union_kind(pen, row, layer) for row in own),
        _silent(pen, kinds, fallback=False),
    )
    rest = [row for row in stated_rows(pen.profile.nation.union_kinds) if row.id not in named]
    if layer == "province" and rest:
        rules = tuple(_union_kind(pen, row, "nation") for row in rest)
        yield Topic("nation", "全国规定的其他工会组织", rules)


def _silent(pen: Pen, stated: object, *, fallback: bool = True) -> tuple[Silence, ...]:
    silence = pen.silence(stated, fallback=fallback)
    return () if silence is None else (silence,)


def _union_kind(pen: Pen, row: UnionKind, layer: str) -> Rule:
    label = "各类工会组织" if row.id == EVERY else row.label or pen.word("union_kind", row.id)
    return pen.rule(
        row,
        label,
        anchor=f"union_kinds.{row.id}",
        layer=layer,
        notes=(*_names(pen, row), *_shape(pen, row), *_conditions(pen, row), *_leadership(pen, row)),
        rows=inside(row),
    )


def _names(pen: Pen, row: UnionKind) -> Iterator[str]:
    if row.also_called:
        yield f"也叫：{'、'.join(row.also_called)}"
    if row.name_pattern:
        pattern = row.name_pattern
        for key, word in {"province": "某省", "city": "某市", "county": "某县（区）"}.items():
            pattern = pattern.replace("{" + key + "}", word)
        yield f"名称写作“{pattern}”"
    if row.filled_by:
        yield f"由{pen.kinds(row.filled_by)}担任"
    if row.level:
        yield f"层级：{pen.words('level', row.level)}"


def _shape(pen: Pen, row: UnionKind) -> Iterator[str]:
    if row.per_division is not None:
        yield f"一地最多 {row.per_division.max} 个"
    if row.members is not None:
        mark = f"，会员标识为“{pen.word('mark', row.members.mark)}”" if row.members.mark else ""
        yield f"成员是{pen.words('counts_as', row.members.of, '和')}{mark}"
    if row.inside is not None:
        yield f"设在{pen.kinds(row.inside.kinds)}里面"
    if row.term_years is not None:
        yield f"每届任期 {' 年或 '.join(str(years) for years in row.term_years.one_of)} 年"


def _conditions(pen: Pen, row: UnionKind) -> Iterator[str]:
    if row.needs is not None:
        needed = ["上级工会"] * row.needs.upper_union + ["地址"] * row.needs.address
        if row.needs.parents:
            needed.append(f"上级组织（{pen.kinds(row.needs.parents)}）")
        yield f"登记时要有{'、'.join(needed)}；{LACKING[row.needs.lacking]}"
    if row.committees is not None:
        for name in ("funds_audit", "women"):
            rule = getattr(row.committees, name)
            if rule is not None:
                yield f"{pen.word('committee', name)}：{COMMITTEE[rule.required]}；{LACKING[rule.lacking]}"
    if row.stands_in is not None:
        only = "，只有被指定时才可以" if row.stands_in.only_if_named else ""
        yield f"在{pen.word('union_kind', row.stands_in.for_)}成立之前代行职责{only}"


def _leadership(pen: Pen, row: UnionKind) -> Iterator[str]:
    if row.trades:
        yield f"行业：{'、'.join(row.trades)}"
    if row.preconditions is not None:
        yield "组建前由上一级工会核查条件"
    if row.led_by is not None:
        yield f"受{pen.words('led_by', row.led_by.levels, '和')}领导"
    if row.election is not None:
        yield f"由{pen.words('bodies', row.election.bodies, '或')}选举" if row.election.bodies else ""
        yield YES[("democratic", True)] if row.election.democratic else ""
        yield f"主席可以来自：{'、'.join(row.election.chair_from)}" if row.election.chair_from else ""
    if row.registration is not None:
        yield YES[("legal_person", True)] if row.registration.legal_person else ""
        yield YES[("own_account", True)] if row.registration.own_account else ""
    if row.duties:
        yield f"要做的事：{'；'.join(duty.label for duty in row.duties)}"


def worker_group_topics(pen: Pen, groups: object) -> Iterator[Topic]:
    """The groups of workers that are named, the nation's where the province names none."""
    nation = pen.profile.rules is pen.profile.nation or not stated_rows(groups)
    layer = "nation" if nation else "province"
    rules = tuple(_group(pen, row, layer) for row in pen.profile.worker_groups)
    yield Topic("worker_groups", "这些规定说的是谁", rules, _silent(pen, groups))


def _group(pen: Pen, row: WorkerGroup, layer: str) -> Rule:
    counted = pen.word("worker_group", row.counted_as) if row.counted_as else ""
    return pen.rule(
        row,
        row.label,
        anchor=f"worker_groups.{row.id}",
        layer=layer,
        notes=(
            f"也叫：{'、'.join(row.also_called)}" if row.also_called else "",
            f"统计时归入“{counted}”" if counted else "",
            "没有列出的群体也算在这里，同样可以入会" if row.open else "",
        ),
    )


def department_topics(pen: Pen, departments: object) -> Iterator[Topic]:
    """The departments that work with the union, each with its field."""
    rules = tuple(_department(pen, row, layer) for layer, rows in _layers(pen, departments) for row in rows)
    yield Topic("departments", "哪些部门一起做", rules, _silent(pen, departments, fallback=False))


def _layers(pen: Pen, departments: object) -> list[tuple[str, tuple[Department, ...]]]:
    layer = "nation" if pen.profile.rules is pen.profile.nation else "province"
    return [(layer, stated_rows(departments))]


def _department(pen: Pen, row: Department, layer: str) -> Rule:
    groups = "所有群体" if row.guides == "all" else pen.words("worker_group", row.guides or ())
    return pen.rule(
        row,
        f"{row.label}部门",
        anchor=f"departments.{row.id}",
        layer=layer,
        notes=(f"指导：{groups}" if groups else "", f"工作：{row.field}" if row.field else ""),
        unstated=[
            name for name, stated in {"指导哪类群体": row.guides, "工作内容": row.field}.items() if stated is None
        ],
    )
