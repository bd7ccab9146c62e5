"""The number of an identity document whose kind another field of the form says."""

from typing import Any

from flask import current_app

from webapp.web.fields import IdentityNumberField
from webapp.web.identity_number import RESIDENT_CARD, document_fault
from webapp.web.mode import mode_of


class DocumentNumberField(IdentityNumberField):
    """Checked by the rules of the document chosen in `kind_field`; the resident card's where nothing known is chosen."""

    def __init__(self, label: str, *, kind_field: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self._kind_field = kind_field
        self._document = RESIDENT_CARD

    def pre_validate(self, form: Any) -> None:
        """Read the kind first."""
        chosen = form[self._kind_field]
        self._document = chosen.data if chosen.fault() is None else RESIDENT_CARD
        super().pre_validate(form)

    def fault(self) -> str | None:
        """What is wrong with it as a number of that document."""
        test_area = mode_of(current_app) != "production"
        return document_fault(self._document, self.data, today=self._today(), test_area=test_area)
