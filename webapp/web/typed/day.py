"""A day, typed in three boxes or in one."""

from datetime import date
from typing import Any

from wtforms.validators import StopValidation

from webapp.web.fields import OurField
from webapp.web.text import DAY_UNITS, clean_line, number_in, whole_day


class DateField(OurField):
    """Year, month and day in three boxes (`name-year`, `name-month`, `name-day`); also takes `name`, or the first box alone, as
    2021-12-07, 2021年12月7日 or 20211207. Nothing but a number, with its 年, 月 or 日, is read as one.
    """

    kind = "date"
    parts = ("year", "month", "day")

    def __init__(self, label: str, *, birthday: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.birthday = birthday
        self.typed: dict[str, str] = dict.fromkeys(self.parts, "")
        self._given = self._came = False

    @property
    def target(self) -> str:
        """The first box."""
        return f"{self.id}-year"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the three boxes, which WTForms would not find under the field's own name."""
        if callable(data):
            data = data()
        self.process_errors = []
        self.data = data if isinstance(data, date) else None
        self.object_data = self.data
        if self.data is not None:
            self.typed = {part: str(getattr(self.data, part)) for part in self.parts}
        self._came = formdata is not None and self._sent(formdata)
        if self._came:
            self._read(formdata)

    @property
    def was_sent(self) -> bool:
        """The boxes are sent, also empty ones."""
        return self._came

    def _sent(self, formdata: Any) -> bool:
        return self.name in formdata or any(f"{self.name}-{part}" in formdata for part in self.parts)

    def _read(self, formdata: Any) -> None:
        boxes = [formdata.get(f"{self.name}-{part}", "") for part in self.parts]
        whole = formdata.get(self.name) if self.name in formdata else "" if any(boxes[1:]) else boxes[0]
        values = whole_day(whole or "") or boxes
        self.typed = {part: (clean_line(value) or "") for part, value in zip(self.parts, values, strict=True)}
        self._given = any(self.typed.values())
        numbers = [number_in(value, unit) for value, unit in zip(self.typed.values(), DAY_UNITS, strict=True)]
        try:
            self.data = date(*numbers) if None not in numbers else None  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            self.data = None

    def pre_validate(self, form: object) -> None:
        """Tell an empty date from an impossible one."""
        if self._given and self.data is None:
            empty = [name for part, name in zip(self.parts, "年月日", strict=True) if not self.typed[part]]
            raise StopValidation(f"日期缺少{'、'.join(empty)}" if empty else "没有这一天，请检查年、月、日")
        super().pre_validate(form)

    def fault(self) -> str | None:
        """A year far away is a slip of the finger."""
        return None if 1900 <= self.data.year <= 2100 else "年份应为四位数字，例如 2021"
