"""Shapes of what people ask and say about stations, and of what officers fill in about them."""

from datetime import datetime, timedelta
from typing import Any

from wtforms import HiddenField

from webapp.stations.datums import LABELS, Datum, Point, in_china
from webapp.stations.facilities import FACILITIES
from webapp.stations.feedback import ABOUT, FAULT, SCORES, VISIT
from webapp.stations.hours import EXAMPLE, Hours, HoursFault
from webapp.stations.store import Wish, local_now
from webapp.unions.forms import DivisionField
from webapp.web.forms import (
    CheckboxField,
    ChoiceField,
    ChoicesField,
    Form,
    LongTextField,
    SelectField,
    TextField,
    WholeForm,
)

NOW = "now"
OTHER = "other"
TIMES = [(NOW, "现在"), *((f"{hour:02d}:00", f"{hour}:00") for hour in range(24))]


class WishForm(Form):
    """What a station must have."""

    facility = SelectField("要有的设施", choices=FACILITIES.items(), empty="不限", optional=True)
    when = SelectField("什么时候要开着", choices=TIMES, empty="不限", optional=True)

    def wish(self) -> Wish:
        """What is wanted; a time of day that is past is tomorrow's."""
        wanted = self.facility.data
        return Wish(frozenset({wanted} if wanted in FACILITIES else ()), self._moment())

    def _moment(self) -> datetime | None:
        if self.when.data not in dict(TIMES):
            return None
        here = local_now()
        if self.when.data == NOW:
            return here
        at = here.replace(hour=int(self.when.data[:2]), minute=0, second=0, microsecond=0)
        return at if at >= here else at + timedelta(days=1)


class PlaceForm(WishForm):
    """A search by district, sent with the address."""

    class Meta:
        """A search changes nothing."""

        csrf = False

    place = DivisionField("在哪里找", down_to="street", at_least="city", optional=True)


class NearForm(WishForm):
    """A search by the visitor's position: sent in the body of the request, used for it and forgotten."""

    lat = HiddenField()
    lon = HiddenField()

    def point(self) -> Point | None:
        """Where he is, as his phone says (WGS-84); None without a position in the country."""
        try:
            point = Point(float(self.lat.data or ""), float(self.lon.data or ""))
        except ValueError:
            return None
        return point if in_china(point) else None


class FeedbackForm(Form):
    """A fault or a visit."""

    about = ChoiceField("您要做什么？", choices=ABOUT.items(), inline=True)
    score = ChoiceField(
        "这次到访怎么样？",
        choices=[(str(n), words) for n, words in SCORES.items()],
        optional=True,
        needed=f"{ABOUT[VISIT]}时必填",
        inline=True,
    )
    text = LongTextField(
        "请写清楚",
        hint="例如哪样设施坏了、什么时候去没有开门。不用写姓名电话",
        optional=True,
        needed=f"{ABOUT[FAULT]}时必填",
        max_length=500,
    )

    def validate_text(self, _field: LongTextField) -> None:
        """A fault needs words."""
        if self.about.data == FAULT and not self.text.data:
            self.add_error("text", "请写清楚是什么问题，工会才好处理")

    def validate_score(self, _field: ChoiceField) -> None:
        """A visit needs a score."""
        if self.about.data == VISIT and not self.score.data:
            self.add_error("score", "请选择这次到访怎么样")


class KindField(SelectField):
    """A kind of station: one that was not offered is for the policy to answer, with its clause."""

    def fault(self) -> str | None:
        """Nothing is wrong with any word."""
        return None


class PositionField(TextField):
    """A pair of numbers as a map shows it; which of them is north and which is east follows from the country's extent."""

    def pair(self) -> Point | None:
        """The point, or None where the text holds none."""
        parts = [part for part in (self.data or "").replace("，", ",").replace(" ", ",").split(",") if part]
        try:
            first, second = (float(part) for part in parts)
        except ValueError:
            return None
        return next((point for point in (Point(second, first), Point(first, second)) if in_china(point)), None)

    def fault(self) -> str | None:
        """No two numbers, or none of this country."""
        if self.pair() is None:
            return "请粘贴地图上的一对坐标，经度和纬度用逗号隔开，例如 113.264385,23.129112"
        return None


def _hours_fault(text: str) -> str | None:
    try:
        Hours.read(text)
    except HoursFault as fault:
        return str(fault)
    return None


class StationForm(WholeForm):
    """A station as its managing union describes it."""

    union = SelectField("由哪个工会管理")
    name = TextField("站点名称", hint="职工看到的名字，例如“XX路银行网点爱心驿站”", max_length=80, autocomplete="off")
    kind = KindField("站点类型")
    many_women = CheckboxField("女职工较多", optional=True)
    reason = LongTextField("理由", hint="所选类型要由人判断条件的，请写明理由", optional=True, max_length=300, rows=2)
    host = SelectField("依托场所")
    host_words = TextField("是什么场所", optional=True, needed="依托场所选“其他”时必填", max_length=60)
    division = DivisionField("所在地", at_least="county", missing="请选择站点所在的区县或街镇")
    address = TextField("详细地址", hint="写到门牌号、楼层", max_length=200, autocomplete="off")
    position = PositionField(
        "地图坐标", hint="在地图的坐标拾取页点中站点，把一对数字粘贴到这里", max_length=60, autocomplete="off"
    )
    datum = ChoiceField(
        "坐标取自哪里？", hint="选错会偏几百米", choices=[(one.value, label) for one, label in LABELS.items()]
    )
    hours = LongTextField(
        "开放时间", hint=f"一行写一组。例如：{EXAMPLE.replace(chr(10), '；')}", max_length=500, reject=_hours_fault
    )
    facilities = ChoicesField("设施", choices=FACILITIES.items(), optional=True)
    phone = TextField("联系电话", optional=True, max_length=40, inputmode="tel")

    def validate_host_words(self, field: TextField) -> None:
        """A host that is none of the list needs its own words."""
        if self.host.data == OTHER and not field.data:
            self.add_error("host_words", "请写明是什么场所")

    def values(self, flagged: set[str]) -> dict[str, Any]:
        """What to write; `flagged` are the kinds whose circumstance a person judges."""
        point = self.position.pair()
        assert point is not None, "validated"
        listed = self.host.data if self.host.data != OTHER else ""
        return {
            "name": self.name.data,
            "kind": self.kind.data,
            "host": listed or OTHER,
            "host_words": "" if listed else self.host_words.data or "",
            "division": self.division.data,
            "address": self.address.data,
            "point": point,
            "datum": Datum(self.datum.data),
            "hours": Hours.read(self.hours.data),
            "facilities": list(self.facilities.data or ()),
            "phone": self.phone.data or "",
            "answers": self._judged() if self.kind.data in flagged else {},
        }

    def _judged(self) -> dict[str, Any]:
        """What a person states of a circumstance; the fields are there only where a kind asks for it."""
        stated = {"many_women": bool(self.many_women.data)}
        return {**stated, "reason": self.reason.data} if self.reason.data else stated


class StateForm(Form):
    """Suspending, opening again, closing."""

    verb = ChoiceField("怎样调整？", inline=True)
    note = TextField(
        "说明",
        hint="职工会看到，例如“装修，预计 3 月 1 日恢复”",
        optional=True,
        needed="暂停、关闭时必填",
        max_length=200,
    )

    def validate_note(self, field: TextField) -> None:
        """Who finds a door shut wants to know why."""
        if self.verb.data in ("suspend", "close") and not field.data:
            self.add_error("note", "请写明原因，职工会看到")


class AnswerForm(Form):
    """The answer to a worker."""

    text = LongTextField("答复", hint="反映情况的职工会看到这段话", max_length=500, rows=4)


class NominationForm(Form):
    """Why a station deserves a recognition."""

    evidence = LongTextField(
        "推荐理由和材料", hint="写明建设和服务情况、服务人次、获得的评价等；照片在站点页上传", max_length=2000, rows=8
    )
