"""The form of a comparison: a situation, and the provinces to ask."""

from collections.abc import Mapping
from typing import Any

from webapp.home.directory import profile_of, province_links
from webapp.join.wording import RELATIONS
from webapp.policy.reading.layered import stated_rows
from webapp.web.forms import ChoiceField, ChoicesField, Form, SelectField

FEWEST, MOST = 2, 3


def group_choices() -> list[tuple[str, str]]:
    """Every group of workers that a served province names, in the nation's words where it has them; the open one last."""
    labels: dict[str, str] = {}
    open_: set[str] = set()
    for link in province_links():
        profile = profile_of(link.jurisdiction)
        for row in (*stated_rows(profile.nation.worker_groups), *profile.worker_groups):
            labels.setdefault(row.id, row.label)
            open_ |= {row.id} if row.open else set()
    return sorted(labels.items(), key=lambda item: item[0] in open_)


class CompareForm(Form):
    """Sent by GET: nothing is written and nothing personal is asked, so it carries no token."""

    class Meta:
        """No token."""

        csrf = False

    group = SelectField("您做哪一行？", empty="请选择")
    relation = ChoiceField("您和干活的地方是什么关系？", choices=RELATIONS)
    union = ChoiceField(
        "您的单位有工会吗？",
        hint="劳务派遣的，看派遣公司；没有单位的，选“不清楚”",
        choices=[("yes", "有"), ("no", "没有"), ("unsure", "不清楚")],
        inline=True,
    )
    places = ChoicesField(
        "比哪几个省份？",
        hint="选两个或三个",
        reject=lambda chosen: None if FEWEST <= len(set(chosen)) <= MOST else "请选择两个或三个省份",
    )
    was_sent: bool

    @classmethod
    def of(cls, sent: Any) -> "CompareForm":
        """The form as the query of the request fills it in; `go` says that its button was pressed."""
        form = cls(formdata=sent if isinstance(sent, Mapping) and sent else None)
        form.group.offer(group_choices())
        form.places.offer([(link.jurisdiction, link.name) for link in province_links()])
        form.was_sent = "go" in sent
        return form
