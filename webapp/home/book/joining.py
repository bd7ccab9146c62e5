"""入会: where a situation leads, what is suggested, the legs, who decides, by which doors."""

from collections.abc import Iterator
from typing import Any

from webapp.home.book.overlaps import overlapping
from webapp.home.book.parts import Rule, Silence, Topic
from webapp.home.book.pen import Pen
from webapp.home.book.plain import OURS, others
from webapp.home.book.words import SORTS
from webapp.policy.language.vocabularies import CHANNEL_KINDS, ROUTE_FACTS
from webapp.policy.profile.join import Door, Join, Leg, Local, Pointing, Route, Step, Suggestion
from webapp.policy.reading.layered import Channel, stated_rows

KNOWN = frozenset({"local", "routes", "suggestions", "legs", "steps", "channels"})
HANDED_ON = "本地文件没有规定这一情形，按全国规定办理"
LOCAL_NOTE = "可以选的工会，见“当地的工会有哪些”"
UNSTATED = "本地文件没有规定，按全国规定办理"


def topics(pen: Pen, join: Join) -> Iterator[Topic]:
    """The topics of joining, in the order in which a worker meets them."""
    nation = pen.profile.nation.join
    yield Topic(
        "routes",
        "该加入哪个工会",
        tuple(_pointing(pen, "routes", join.routes, nation.routes)),
        _silent(pen, join.routes),
        hint="先看自己属于哪种情形。拿不准的，回答几个问题，系统替您对照。",
    )
    yield Topic("local", "当地的工会有哪些", tuple(_local(pen, join.local, nation.local)), _silent(pen, join.local))
    yield Topic(
        "suggestions",
        "还可以考虑的工会",
        tuple(_pointing(pen, "suggestions", join.suggestions, nation.suggestions)),
        _silent(pen, join.suggestions),
        hint="鼓励和倡导只是建议，加不加入由您决定，对方也可以不接收。",
    )
    yield Topic(
        "legs",
        "一次申请、几方入会",
        tuple(_leg(pen, row) for row in stated_rows(join.legs)),
        _silent(pen, join.legs, fallback=False),
    )
    yield Topic("steps", "谁来审批", tuple(_steps(pen, join)), _silent(pen, join.steps, fallback=False))
    yield Topic("channels", "从哪里申请", tuple(_doors(pen)), tuple(_closed_doors(pen, join)))
    yield from others(pen, "join", join, KNOWN)


def _silent(pen: Pen, stated: object, *, fallback: bool = True) -> tuple[Silence, ...]:
    silence = pen.silence(stated, fallback=fallback)
    return () if silence is None else (silence,)


def _pointing(pen: Pen, table: str, own: object, nation: object) -> Iterator[Rule]:
    """The rows of a table; for one that says `as: national`, the nation's rows that it hands its situations to."""
    for layer, rows in pen.layers(own, nation):
        for row in rows:
            anchor = f"{table}.{row.id}"
            if row.national:
                yield from _handed_on(pen, anchor, row, stated_rows(nation))
            else:
                yield _leading(pen, row, anchor=anchor, layer=layer)


def _handed_on(pen: Pen, anchor: str, own: Any, nation: tuple[Any, ...]) -> Iterator[Rule]:
    for number, (row, relation) in enumerate(overlapping(own.when, nation, ROUTE_FACTS)):
        situation = {"own": own.when, "row": row.when}.get(relation)
        if situation is None:
            situation = f"{pen.situation(own.when)}，其中{pen.situation(row.when)}"
        name = anchor if number == 0 else f"{anchor}.{row.id}"
        yield _leading(pen, row, anchor=name, layer="nation", origin=HANDED_ON, when=situation, via=own)


def _leading(
    pen: Pen, row: Pointing, *, anchor: str, layer: str, origin: str = "", when: Any = None, via: Any = None
) -> Rule:
    if isinstance(row, Suggestion):
        kinds = pen.kinds(row.to or ())
        text = f"由{kinds}吸收入会" if row.role == "admits" else f"由{kinds}提供服务和管理，不占会籍"
        notes: tuple[str, ...] = ()
    else:
        assert isinstance(row, Route)
        text, notes = _route(pen, row, via)
    return pen.rule(
        row, text, anchor=anchor, when=when or row.when, layer=layer, origin=origin, notes=notes, rows=(via,)
    )


def _route(pen: Pen, row: Route, via: Route | None) -> tuple[str, tuple[str, ...]]:
    local = "local" in (row.to or ())
    named = [one for one in row.to or () if one != "local"]
    kinds = pen.kinds(named, open_=bool(row.open) and not local)
    goal = "、".join(part for part in (kinds, "工会" if local else "") if part)
    at = (via.at if via and via.at else None) or row.at
    form = (via.form if via else None) or row.form
    sort = (via.sort if via else None) or row.sort
    preselect = (via.preselect if via else None) or row.preselect
    notes = (
        LOCAL_NOTE if local else "",
        f"入会形式：{pen.word('join_form', form)}" if form else "",
        "先按" + "、再按".join(SORTS[one] for one in sort) + "就近排列" if sort else "",
        f"申请时先替您选中{pen.word('union_kind', preselect)}，您可以改" if preselect else "",
        f"具体按《{row.refer}》执行，本站没有收录这份文件" if row.refer else "",
    )
    return f"加入{pen.where(at)}{goal}", notes


def _local(pen: Pen, own: object, nation: object) -> Iterator[Rule]:
    """The list itself (the nation's where the province has none), and what the province puts before and after it."""
    stated = own if isinstance(own, Local) else None
    base = stated if stated is not None and stated.kinds is not None else nation
    if stated is None and own is not None:
        return
    if stated is not None and stated.first is not None:
        yield pen.rule(stated.first, f"排在最前：{pen.kinds(stated.first.kinds)}", anchor="local.first")
    if isinstance(base, Local):
        from_nation = base is not own
        yield pen.rule(
            base,
            pen.kinds(base.kinds or (), open_=bool(base.open)),
            anchor="local",
            layer="nation" if from_nation or pen.profile.rules is pen.profile.nation else "province",
            origin=UNSTATED if from_nation and stated is not None else "",
            rows=(stated if from_nation else None,),
            notes=("没有列出的同类工会，也可以问一问能不能加入" if base.open else "",),
        )
    if stated is not None and stated.also is not None:
        yield pen.rule(stated.also, f"还可以选：{pen.kinds(stated.also.kinds)}", anchor="local.also")


def _leg(pen: Pen, row: Leg) -> Rule:
    local = "local" in row.to
    kinds = pen.kinds([one for one in row.to if one != "local"])
    goal = "、".join(part for part in (kinds, "工会" if local else "") if part)
    return pen.rule(
        row,
        f"{row.label}：加入{pen.where(row.at)}{goal}",
        anchor=f"legs.{row.id}",
        notes=(
            LOCAL_NOTE if local else "",
            f"{pen.situation(row.carries_seat_when)}的，会籍在这一方；其他情形只建立联系，不占会籍",
            "在几个平台接单的，每个平台分别办理" if row.each else "",
            "还没有可以加入的工会的，先等候，不影响另一方" if row.missing else "",
        ),
    )


def _steps(pen: Pen, join: Join) -> Iterator[Rule]:
    """The steps a document names, and our own default for what they leave open."""
    rows = stated_rows(join.steps)
    for row in rows:
        layer = "nation" if pen.profile.rules is pen.profile.nation else "province"
        yield _step(pen, row, anchor=f"steps.{row.id}", layer=layer)
    always = any(row.role == "decides" and not row.when and row.divisions is None for row in rows)
    for row in () if always else pen.profile.defaults.steps:
        yield _step(pen, row, anchor=f"steps.{row.id}", layer="default")


def _step(pen: Pen, row: Step, *, anchor: str, layer: str) -> Rule:
    who = "受理的工会" if row.by == "receiver" else pen.word("union_kind", row.by)
    default = layer == "default"
    return pen.rule(
        row,
        f"由{who}{pen.word('step_role', row.role)}",
        anchor=anchor,
        when=row.when or ("文件没有写明由谁审批的" if default else ""),
        layer=layer,
        origin=OURS if default else "",
        notes=(f"办理时限：{pen.time(row.within)}" if row.within else "",),
        unstated=() if row.within or default else ("办理时限",),
    )


def _doors(pen: Pen) -> Iterator[Rule]:
    for channel in pen.profile.channels:
        yield _door(pen, channel)


def _door(pen: Pen, channel: Channel) -> Rule:
    row = channel.row
    default = channel.basis == "default"
    layer = "default" if default else "nation" if pen.profile.rules is pen.profile.nation else "province"
    return pen.rule(
        row,
        row.label if row.modality is None else f"开通{row.label}",
        anchor=f"channels.{channel.door}",
        when=row.when,
        layer=layer,
        origin="到工会当面申请是入会的本来方式，不用文件另行开通" if default else "",
        notes=_behind(pen, row),
        rows=(row.receiver, row.seat, row.placement),
    )


def _behind(pen: Pen, row: Door) -> Iterator[str]:
    if row.receiver is not None:
        yield f"只由{pen.where(row.receiver.at)}{pen.word('union_kind', row.receiver.kind)}受理"
    if row.seat is not None:
        yield f"批准后会籍先在受理的工会，属于{pen.word('seat_kind', row.seat.kind)}"
    if row.placement is not None:
        word = pen.word("modality", row.placement.modality)
        yield f"之后{word}由受理的工会接转到按规定该去的工会"
    if row.batch:
        yield "由工会集中办理，可以一次登记多人"
    if "platforms" in row.asks:
        yield "申请时会问您在哪些平台接单"


def _closed_doors(pen: Pen, join: Join) -> Iterator[Silence]:
    open_ = {channel.kind for channel in pen.profile.channels}
    for kind in CHANNEL_KINDS:
        silence = pen.silence(getattr(join.channels, kind), subject=pen.word("channel", kind))
        if silence is not None and kind not in open_:
            yield silence
