"""Shapes of what officers fill in about depots, their branches and service lists."""

from typing import Any
from uuid import UUID

from webapp.stations.depots.branches import candidates
from webapp.stations.models import Depot, DepotBranch
from webapp.unions.forms import DivisionField, EmployerField
from webapp.web.forms import CheckboxField, ChoiceField, DateField, Form, SelectField, TextField, WholeForm

MOST_PARENTS = 3
MISSING = "暂时没有"


def _count_fault(text: str) -> str | None:
    return None if text.isdecimal() and int(text) <= 1_000_000 else "请填写人数，例如 12"


class DepotForm(WholeForm):
    """A firm's depot."""

    employer = EmployerField("是哪家企业的站点？", missing="请填写企业名称")
    name = TextField("站点名称", hint="企业内部的叫法，例如“南京东路配送站”", max_length=80, autocomplete="off")
    division = DivisionField("所在地", at_least="county", missing="请选择站点所在的区县或街镇")
    address = TextField("地址", max_length=200, autocomplete="off")
    workers = TextField("在站劳动者人数", width=8, max_length=7, inputmode="numeric", reject=_count_fault)
    closed = CheckboxField("这个站点已经撤掉，不再计入", optional=True)
    members = TextField("其中工会会员人数", width=8, max_length=7, inputmode="numeric", reject=_count_fault)

    def validate_employer(self, field: EmployerField) -> None:
        """A depot belongs to a firm of the register."""
        if field.data is not None and field.data.id is None:
            self.add_error("employer", "请选择名录里的企业；名录里没有的，请先登记单位")

    def validate_members(self, field: TextField) -> None:
        """Members are among the workers."""
        counts = [self.workers.data or "", field.data or ""]
        if all(count.isdecimal() for count in counts) and int(counts[1]) > int(counts[0]):
            self.add_error("members", "会员人数不能多于劳动者人数")

    def values(self, known: Depot | None) -> dict[str, Any]:
        """What to write; a depot that is known keeps its firm."""
        return {
            "employer_id": known.employer_id if known else self.employer.data.id,
            "name": self.name.data,
            "division": self.division.data,
            "address": self.address.data,
            "workers": int(self.workers.data),
            "members": int(self.members.data),
            "state": "closed" if self.closed and self.closed.data else "open",
        }


class BranchForm(Form):
    """The organisation to be set up at a depot: its form and each of the parents that the profile asks for."""

    kind = ChoiceField("组织形式")
    name = TextField("名称", max_length=120, autocomplete="off")
    parent_1 = SelectField("上级", optional=True, empty=MISSING)
    parent_2 = SelectField("上级", optional=True, empty=MISSING)
    parent_3 = SelectField("上级", optional=True, empty=MISSING)

    def ask_for(self, parents: list[tuple[str, str]], depot: Depot, branch: DepotBranch | None) -> None:
        """Offer each parent (kind, label) the unions that can be it, and drop the fields that are not needed."""
        self.wanted = [kind for kind, _ in parents]
        for number in range(1, MOST_PARENTS + 1):
            name = f"parent_{number}"
            if number > len(parents):
                del self[name]
                continue
            kind, label = parents[number - 1]
            field = self[name]
            field.label.text = f"上级：{label}"
            field.offer([(str(union.id), union.name) for union in candidates(kind, depot)])
            if not self.is_submitted():
                known = branch.parents.get(kind) if branch else None
                only = field.choices[0].value if len(field.choices) == 1 else ""
                field.data = known or only

    def parents(self) -> dict[str, UUID | None]:
        """Parent kind -> the union chosen, None where there is none."""
        fields = (self[f"parent_{number}"] for number in range(1, len(self.wanted) + 1))
        return {kind: UUID(field.data) if field.data else None for kind, field in zip(self.wanted, fields, strict=True)}


class DutyForm(Form):
    """Something a branch did."""

    duty = SelectField("做了哪一项？")
    done_on = DateField("哪一天？")
    note = TextField("简要说明", optional=True, max_length=200)


class DissolveForm(Form):
    """Why a branch is dissolved."""

    reason = TextField("撤销的原因", max_length=200)


class ServiceItemForm(Form):
    """A line of a service list."""

    employer = SelectField("哪家企业")
    title = TextField("服务项目", hint="例如“高温天免费饮品”", max_length=60, autocomplete="off")
    details = TextField("内容和对象", optional=True, max_length=400)
    how = TextField("怎样享受", hint="找谁、打什么电话、什么时间", optional=True, max_length=200)

    def values(self) -> dict[str, Any]:
        """What to write."""
        return {"title": self.title.data, "details": self.details.data or "", "how": self.how.data or ""}
