"""The provinces served, with the address of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.tenancy import address_of, business_date, library, scope


@dataclass(frozen=True)
class ProvinceLink:
    """One province: its name as the profile says it, and where its site is."""

    jurisdiction: str
    name: str
    url: str


def province_links() -> list[ProvinceLink]:
    """Every served province, by name."""
    return [
        ProvinceLink(jurisdiction, profile_of(jurisdiction).name, address_of(jurisdiction, "/"))
        for jurisdiction in sorted(library().jurisdictions())
    ]


def profile_of(jurisdiction: str) -> Any:
    """The profile in force in a province on its own business date."""
    return library().profile(jurisdiction, date_of(jurisdiction))


def date_of(jurisdiction: str) -> date:
    """The business date of a province."""
    with scope(jurisdiction):
        return business_date()
