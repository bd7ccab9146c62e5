"""The form of a returned application: what it holds, each in its field, papers, and words."""

from typing import cast

from webapp.files import UploadField
from webapp.join.facts import UNIT_NAMES
from webapp.join.forms import Answers, known_unit
from webapp.join.models import JoinApplication
from webapp.join.wording import WORDING, YES_NO_UNSURE
from webapp.members import Person
from webapp.persistence import mask_identity_number
from webapp.tenancy import business_date
from webapp.unions.forms import DivisionField, EmployerAnswer, EmployerField
from webapp.web.forms import ChoiceField, Form, LongTextField, SelectField
from webapp.web.identity_fields import DocumentNumberField
from webapp.web.identity_number import DOCUMENTS
from webapp.web.typed.names import NameField

ASKED_OF_UNLISTED = ("employer", "agency", "user_unit")
NOTHING = "请写明您补充或更正的内容，或者改上面的内容、添加材料"


def details_of(unit: str) -> tuple[str, str]:
    """What is asked of a unit that is not on the register."""
    return f"{unit}_has_union", f"{unit}_location"


class KnownEmployerField(EmployerField):
    """A unit that stands already: the name left as it is means the same unit."""

    def start(self) -> None:
        """Nothing is ticked: another name is looked up."""
        super().start()
        self.chosen = ""

    def read(self) -> None:
        """The name as it stands is the answer of before."""
        super().read()
        before = self.object_data
        if before is not None and not self.chosen and self.query == before.name:
            self.data, self.matches = before, []


class AmendmentForm(Form):
    """What a worker puts right in a returned application. The number of his document is typed only where it changes."""

    name = NameField(hint="和证件上的一样", autocomplete="name")
    identity_kind = SelectField("证件类型", choices=tuple(DOCUMENTS.items()))
    identity_number = DocumentNumberField("证件号码", kind_field="identity_kind", today=business_date, optional=True)
    files = UploadField("补充的材料", hint="合同、证件、工作照片等，退回理由里要的都可以", at_most=6, optional=True)
    note = LongTextField("补充说明", hint="按退回的理由补充或更正", max_length=500, optional=True)

    before: Person
    units: tuple[str, ...] = ()
    place: bool = False

    @property
    def identity(self) -> tuple[str, str, str]:
        """Name, kind and number of the document, as they are to stand."""
        number = self.identity_number.data or self.before.identity_number
        return self["name"].data, self.identity_kind.data, number

    def unit_of(self, unit: str) -> EmployerAnswer | None:
        """What is answered for a unit now."""
        return cast("EmployerAnswer | None", self[unit].data)

    def asks_where(self, unit: str) -> bool:
        """Whether the unit is a name that no register has, so that he says where it is."""
        found = self.unit_of(unit)
        return unit in ASKED_OF_UNLISTED and found is not None and found.id is None

    def validate(self, extra_validators: object = None) -> bool:
        """Another kind of document has another number; a unit that is not on the register is somewhere."""
        right = super().validate(extra_validators)
        if self.identity_kind.data != self.before.identity_kind and not self.identity_number.data:
            self.add_error("identity_number", "证件类型改了，请填写这种证件的号码")
            right = False
        for unit in self.units:
            if self.asks_where(unit):
                for name, words in (
                    (f"{unit}_has_union", "请选择有没有工会，不清楚也可以"),
                    (f"{unit}_location", "请选择单位所在的区县或街镇"),
                ):
                    if not self[name].data and not self[name].errors:
                        self.add_error(name, words)
                        right = False
        return right


def amendment_form(application: JoinApplication, person: Person) -> AmendmentForm:
    """The form with what the application holds."""
    answers = application.answers
    units = tuple(unit for unit in UNIT_NAMES if known_unit(unit, answers) is not None)
    place = bool(answers.get("place_division"))
    fields: Answers = {"before": person, "units": units, "place": place}
    start: Answers = {"name": person.name, "identity_kind": person.identity_kind}
    for unit in units:
        words = WORDING[unit.replace("_", "-")]
        fields[unit] = KnownEmployerField(
            words.row, hint="不改就不用动；要改的，写新的名称再提交", missing="请填写单位名称"
        )
        start[unit] = known_unit(unit, answers)
        if unit in ASKED_OF_UNLISTED:
            fields[f"{unit}_has_union"] = ChoiceField(
                f"{words.row}有工会吗？", choices=YES_NO_UNSURE, inline=True, optional=True
            )
            fields[f"{unit}_location"] = DivisionField(f"{words.row}在哪里？", at_least="county", optional=True)
            start |= {key: answers.get(key) for key in details_of(unit)}
    if place:
        fields["place_division"] = DivisionField(WORDING["place"].row, at_least="county", missing="请选择区县或街镇")
        start["place_division"] = answers["place_division"]
    form = cast(AmendmentForm, type("Amendment", (AmendmentForm,), fields)(data=start))
    form.identity_number.hint = f"不改就空着，现在登记的是 {mask_identity_number(person.identity_number)}"
    return form
