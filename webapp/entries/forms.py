"""Shapes of the officers' entry pages."""

from datetime import date

from webapp.tenancy import business_date
from webapp.unions.forms import DivisionField
from webapp.web.forms import (
    CheckboxField,
    ChoiceField,
    DateField,
    Form,
    PhoneField,
    SelectField,
    TextField,
)
from webapp.web.identity_fields import DocumentNumberField
from webapp.web.identity_number import DOCUMENTS, RESIDENT_CARD
from webapp.web.typed.names import NameField


class PersonForm(Form):
    """Who the worker is, and that he signed on paper."""

    name = NameField(hint="和证件上的一样")
    identity_kind = SelectField("证件类型", choices=tuple(DOCUMENTS.items()), default=RESIDENT_CARD)
    identity_number = DocumentNumberField("证件号码", kind_field="identity_kind", today=business_date)
    phone = PhoneField("手机号", hint="进展会发到这个号码，本人以后用它登录")
    paper = CheckboxField(
        "本人已在纸质入会申请书上签名，自愿入会，并同意核对身份信息",
        missing="没有本人签名的纸质申请书，不能替他提交",
    )


class DriveForm(Form):
    """An enrolment drive."""

    channel = ChoiceField("哪一种活动？", missing="请选择活动类型")
    union = SelectField("由哪个工会举办？", missing="请选择举办的工会")
    name = TextField("活动名称", hint="例如：六月站点集体入会", max_length=60, missing="请填写活动名称")
    place = TextField("地点", max_length=120, missing="请填写活动地点")
    division = DivisionField("在哪个区县、街镇？", at_least="county", missing="请选择活动所在的区县或街镇")
    opens_on = DateField("开始日期", missing="请填写开始日期")
    closes_on = DateField("结束日期", hint="当天也算在内", missing="请填写结束日期")

    def validate_closes_on(self, field: DateField) -> None:
        """A drive ends on or after its first day."""
        first = self.opens_on.data
        if isinstance(first, date) and isinstance(field.data, date) and field.data < first:
            self.add_error("closes_on", "结束日期早于开始日期，请检查")
