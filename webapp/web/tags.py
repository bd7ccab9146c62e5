"""One table from a machine's state to the words and the colour role that every page shows for it."""

from typing import NamedTuple


class Tag(NamedTuple):
    """What a status tag shows; role: good, wait, bad, info, calm, or none (no colour: nothing left to do)."""

    text: str
    role: str


TAGS = {
    "draft": Tag("草稿", "calm"),
    "submitted": Tag("已提交", "info"),
    "waiting": Tag("待受理", "wait"),
    "under_review": Tag("审核中", "info"),
    "returned": Tag("退回补充", "wait"),
    "granted": Tag("已批准", "good"),
    "refused": Tag("未通过", "bad"),
    "withdrawn": Tag("已撤回", "calm"),
    "appealed": Tag("复核中", "info"),
    "pending": Tag("未轮到", "calm"),
    "open": Tag("待处理", "wait"),
    "void": Tag("不再需要", "calm"),
    "not_started": Tag("未开始", "info"),
    "in_progress": Tag("进行中", "info"),
    "done": Tag("已完成", "none"),
    "cannot_start": Tag("暂不能开始", "calm"),
    "provisional": Tag("蓄水池会籍", "wait"),
    "active": Tag("在籍", "good"),
    "transferring": Tag("接转中", "info"),
    "ended": Tag("已终止", "calm"),
}


def tag_of(state: str) -> Tag:
    """The tag of a state; KeyError for a state that the table does not know, so that none is shown raw."""
    return TAGS[str(state)]
