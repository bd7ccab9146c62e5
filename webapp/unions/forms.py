"""Fields that other rooms' forms use to ask for a place and for an employer. Drawn by templates/unions/fields.html.

Both work on one page without JavaScript: while an answer is under way (`unfinished`) the form does not validate, yet
holds no error, so the page simply comes back with the next list. Both also read an answer sent whole as `<name>`.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from webapp.tenancy import profile
from webapp.unions import divisions
from webapp.unions.divisions import Division, Level
from webapp.unions.employers import employer_by_id, find_employers
from webapp.unions.finding import Found, find_places
from webapp.unions.models import Employer
from webapp.web.fields import OurField
from webapp.web.text import clean_line, clean_number

LEVEL_LABELS: dict[Level, str] = {"province": "省", "city": "市", "county": "区（县）", "street": "街道（镇）"}
DEPTH = 3
UNKNOWN = "unknown"
LONGEST_NAME = 120


def own_province() -> str:
    """The code of the province whose site this is."""
    return str(profile().division)


class Select(NamedTuple):
    """One list of the picker: the name of its input, its label, what it offers and the code chosen."""

    name: str
    label: str
    options: list[Division]
    chosen: str


class _SteppedField(OurField, Field):
    """A field that reads several inputs, and may need the page again before it has an answer."""

    unfinished: str = ""
    """What the reader should do next; empty when there is an answer or an error."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the inputs, which WTForms would not find under the field's own name."""
        self.process_errors = []
        data = self.default if data is unset_value else data
        self.data = data() if callable(data) else data
        self.object_data = self.data
        self.unfinished = ""
        self.sent: dict[str, str] = {}
        if formdata is not None:
            self.sent = {key: formdata.get(key, "") for key in formdata if self._is_mine(key)}
        self.start()
        if self.sent:
            self.read()

    def _is_mine(self, key: str) -> bool:
        return key == self.name or key.startswith(f"{self.name}-")

    def start(self) -> None:
        """Make ready for an answer given by the program, or none."""

    @abstractmethod
    def read(self) -> None:
        """Take what was sent."""

    @abstractmethod
    def check(self) -> None:
        """Raise StopValidation, or set `unfinished`."""

    def pre_validate(self, form: object) -> None:
        """Nothing given is fine where optional; all else is checked."""
        if self.optional and not any(self.sent.values()):
            return
        self.check()

    def validate(self, form: Any, extra_validators: Sequence[Any] = ()) -> bool:
        """Whether there is an answer; an unfinished one is none, and no error either."""
        return bool(super().validate(form, list(extra_validators))) and not self.unfinished


class DivisionField(_SteppedField):
    """A place: a 6- or 9-digit division code inside the province of this site.

    Inputs: `<name>-1`, `<name>-2`, `<name>-3` (linked lists), `<name>-q` (search by name, pinyin or initials) and
    `<name>` (a code, which wins). `down_to` is the level asked for; `at_least` a higher one that is enough already. A
    place with nothing listed below it is always enough.
    """

    kind = "division"
    verb = "请选择"

    def __init__(
        self,
        label: str,
        *,
        down_to: Level = "street",
        at_least: Level | None = None,
        province: Callable[[], str] = own_province,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.down_to: Level = down_to
        self.at_least: Level = at_least or down_to
        self._province = province
        self.matches: list[Found] = []
        self.query = ""

    @property
    def province(self) -> Division | None:
        """The province looked in."""
        return divisions.get(self._province())

    @property
    def selects(self) -> list[Select]:
        """The lists to show: each level chosen so far, and the next one if there is one."""
        path = [place.code for place in divisions.path(self.data)][1:] if self._is_inside(self.data) else []
        lists: list[Select] = []
        above = self._province()
        for step, chosen in enumerate([*path, ""][:DEPTH], start=1):
            options = self._offered(above)
            if not options:
                break
            lists.append(Select(f"{self.name}-{step}", LEVEL_LABELS[options[0].level], options, chosen))
            above = chosen
        return lists

    @property
    def target(self) -> str:
        """The list that is still open, else the first."""
        lists = self.selects
        return next((entry.name for entry in lists if not entry.chosen), lists[0].name if lists else self.id)

    @property
    def shown(self) -> str:
        """The place in words."""
        return divisions.full_name(self.data) if self.data else ""

    def words(self, found: Found) -> str:
        """A found place with what lies above it inside the province, and the former name that led to it."""
        name = " ".join(step.name for step in divisions.path(found.place.code)[1:])
        if (once := found.once) is None:
            return name
        part = "的一部分" if len(once.now) > 1 else ""
        return f"{name}（原{once.name}{part}，{once.until} 年变更）"

    def start(self) -> None:
        """Nothing searched yet."""
        self.matches, self.query = [], ""

    def read(self) -> None:
        """A whole code wins; then the lists; a search helps where they say nothing, or not enough yet."""
        self.query = clean_line(self.sent.get(f"{self.name}-q")) or ""
        whole = clean_number(self.sent.get(self.name))
        self.data = whole or self._from_lists()
        if whole or self._is_enough(self.data):
            self.query = ""
        elif self.query:
            self._search()

    def _search(self) -> None:
        chosen = self.data or self._province()
        above = {place.code for place in divisions.path(chosen)}
        found = find_places(self.query, under=chosen, limit=12 + len(above))
        self.matches = [one for one in found if one.place.code not in above]
        if len(self.matches) == 1 and self.matches[0].exact and not self.data:
            self.data, self.query, self.matches = self.matches[0].place.code, "", []

    def _from_lists(self) -> str | None:
        """The deepest choice that hangs together; a choice below another city than the one chosen is left over."""
        above, found = self._province(), None
        for step in range(1, DEPTH + 1):
            code = self.sent.get(f"{self.name}-{step}", "")
            place = divisions.get(code) if code else None
            if place is None or place.parent != above:
                break
            above = found = code
        return found

    def _offered(self, above: str) -> list[Division]:
        if not above or (place := divisions.get(above)) is None or self._reached(place, self.down_to):
            return []
        return divisions.children(above)

    def _reached(self, place: Division, level: Level) -> bool:
        return divisions.LEVELS.index(place.level) >= divisions.LEVELS.index(level)

    def _is_inside(self, code: str | None) -> bool:
        return bool(code) and divisions.within(str(code), self._province()) and divisions.get(str(code)) is not None

    def _is_enough(self, code: str | None) -> bool:
        place = divisions.get(code) if code else None
        return place is not None and (self._reached(place, self.at_least) or not divisions.children(place.code))

    def check(self) -> None:
        """Refuse no place, an unknown one and one of another province; ask on while the place is too large."""
        if self.matches:
            self.unfinished = self._offer()
            return
        if not self.data:
            raise StopValidation(f"没有找到“{self.query}”，请换个写法，或从列表中选择" if self.query else self.missing)
        place = divisions.get(self.data)
        if place is None:
            raise StopValidation("没有找到这个地方，请从列表中重新选择")
        if not self._is_inside(place.code):
            raise StopValidation(self._elsewhere(place))
        if not self._is_enough(place.code):
            self._ask_on(LEVEL_LABELS[divisions.children(place.code)[0].level])

    def _offer(self) -> str:
        if self.matches[0].once is not None:
            return f"“{self.matches[0].once.name}”是以前的名称，请选择现在的地方，或从列表中选择"
        if len(self.matches) == 1:
            return f"只找到下面这一个地方，和您写的“{self.query}”不完全一样；对的话请选它，或从列表中选择"
        return "请选择找到的地方，或从列表中选择"

    def _ask_on(self, label: str) -> None:
        """The next list was already on the page and left open: an error. Else the page shows it now."""
        shown = [entry.name for entry in self.selects if not entry.chosen and entry.name in self.sent]
        if shown:
            raise StopValidation(f"请选择{label}")
        self.unfinished = f"请继续选择{label}"

    def _elsewhere(self, place: Division) -> str:
        ours = self.province.name if self.province else "本省"
        return f"{divisions.full_name(place.code)}不在{ours}，请选择{ours}内的地方"


class EmployerAnswer(NamedTuple):
    """An employer of the register, or (id None: 不确定 / 找不到) the name a worker typed, perhaps empty."""

    id: UUID | None
    name: str


class EmployerField(_SteppedField):
    """An employer, as an EmployerAnswer.

    Inputs: `<name>-q` (part of a name, pinyin, initials or credit code) and `<name>` (an id, or `unknown`).
    """

    kind = "employer"

    def __init__(self, label: str, *, platforms_only: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.platforms_only = platforms_only
        self.query = ""
        self.chosen = ""
        self.matches: list[Employer] = []

    @property
    def target(self) -> str:
        """The search box."""
        return f"{self.name}-q"

    @property
    def shown(self) -> str:
        """What stands in the search box."""
        return self.query

    def place(self, employer: Employer) -> str:
        """Where a found employer is."""
        return divisions.full_name(employer.division)

    def start(self) -> None:
        """Show an answer given earlier."""
        self.matches, self.query, self.chosen = [], "", ""
        if self.data is not None:
            self.query = self.data.name
            self.chosen = str(self.data.id) if self.data.id else UNKNOWN

    def read(self) -> None:
        """Look up what was typed, unless one was chosen."""
        self.query = clean_line(self.sent.get(f"{self.name}-q")) or ""
        self.chosen = self.sent.get(self.name, "")
        self.data = None
        if self.chosen == UNKNOWN:
            self.data = EmployerAnswer(None, self.query)
        elif self.chosen:
            self.matches = [employer for employer in [_employer_of(self.chosen)] if employer is not None]
            self.data = next((EmployerAnswer(employer.id, employer.name) for employer in self.matches), None)
        elif self.query:
            self.matches = find_employers(self.query, platforms_only=self.platforms_only)

    def check(self) -> None:
        """Refuse nothing typed and a choice that is on the register no more; otherwise show what was found."""
        if len(self.query) > LONGEST_NAME:
            raise StopValidation(f"最多 {LONGEST_NAME} 个字，您填写了 {len(self.query)} 个字")
        if self.data is not None:
            return
        if self.chosen:
            raise StopValidation("这个单位已不在名录中，请重新查找")
        if not self.query:
            raise StopValidation(self.missing)
        if self.matches:
            self.unfinished = f"找到 {len(self.matches)} 个单位，请选择；都不是，请选“不确定 / 找不到”"
        else:
            self.unfinished = "没有找到这个单位。可以换个写法再查，或选“不确定 / 找不到”继续"


def _employer_of(text: str) -> Employer | None:
    try:
        employer = employer_by_id(UUID(text))
    except ValueError:
        return None
    return employer if employer is not None and employer.state == "open" else None
