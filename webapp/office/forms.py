"""Shape of an officer's verdict."""

from wtforms import HiddenField

from webapp.cases import Verdict
from webapp.web.forms import ChoiceField, ChoicesField, Form, LongTextField

VERDICTS = [
    (Verdict.GRANT, "同意", "批准这件申请，立即生效"),
    (Verdict.RETURN, "退回补充", "请申请人补充或更正，已填内容都保留"),
    (Verdict.REFUSE, "不同意", "不予批准，理由会原文告知申请人"),
]


class VerdictForm(Form):
    """A verdict on one step; a return and a refusal need a reason that the worker will read."""

    verdict = ChoiceField("办理意见", choices=VERDICTS, missing="请选择同意、退回补充或不同意")
    reason = LongTextField("理由", hint="申请人会看到这段话，请说明原因和怎么办", optional=True, max_length=500)
    clauses = ChoicesField("依据条款", optional=True)
    version = HiddenField()

    def validate_reason(self, field: LongTextField) -> None:
        """Only a plain grant goes without words."""
        if self.verdict.data in (Verdict.RETURN, Verdict.REFUSE) and not (field.data or "").strip():
            self.add_error("reason", "请写明理由：申请人要知道为什么、接下来怎么办")
