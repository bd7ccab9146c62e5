"""Which rules govern which day, and what a library refuses."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.policy.conftest import FOURTH, POLICIES
from webapp.policy import Faulty, Library, NoProfile, Register, Revision, decide

NATION = (POLICIES / "national.yaml").read_text("utf-8")
DONGHAI = (FOURTH / "donghai.yaml").read_text("utf-8")


@dataclass(frozen=True)
class Given:
    """A revision source with these texts."""

    texts: tuple[str, ...]

    def revisions(self) -> Iterable[Revision]:
        names = (re.search(r"^jurisdiction: (\w+)$", text, re.MULTILINE) for text in self.texts)
        return [Revision(f"{name[1]}.yaml" if name else "", text) for name, text in zip(names, self.texts, strict=True)]


def test_the_nation_is_a_layer_and_is_not_served(library: Library) -> None:
    assert "national" not in library.jurisdictions()
    assert library.profile("national").name == "全国"


def test_a_jurisdiction_nobody_wrote_a_profile_for_is_refused(library: Library) -> None:
    with pytest.raises(NoProfile):
        library.profile("atlantis")


def test_the_revision_in_force_on_the_day_decides() -> None:
    later = DONGHAI.replace("effective: 2023-01-01", "effective: 2024-07-01").replace("at_least: 10", "at_least: 12")
    library = Library(Given((later, NATION, DONGHAI)))
    ten = {"employer_union": False, "members": [{"relation_kind": "employment", "count": 10}]}

    def outcome(day: str) -> str:
        on = datetime.date.fromisoformat(day)
        return decide("threshold", ten, library.profile("donghai", on), on).outcome

    assert outcome("2022-12-31") == "not_stated"
    assert outcome("2023-01-01") == "opens"
    assert outcome("2024-06-30") == "opens"
    assert outcome("2024-07-01") == "none"


def test_before_its_first_revision_a_province_follows_the_nation_and_says_so() -> None:
    library = Library(Given((NATION, DONGHAI)))
    on = datetime.date(2022, 1, 1)
    profile = library.profile("donghai", on)

    decision = decide("join", {"relation_kind": "employment", "employer_union": True}, profile, on)

    assert profile.before and profile.name == "东海省" and profile.division == "990000"
    assert decision.jurisdiction == "donghai"
    assert decision.answer.route.layer == "nation"
    assert "还没有自己的规定" in decision.warnings[0].text


def test_the_digest_changes_with_every_text_that_decides() -> None:
    first = Library(Given((NATION, DONGHAI))).profile("donghai").digest
    again = Library(Given((NATION, DONGHAI))).profile("donghai").digest
    own = Library(Given((NATION, DONGHAI + "# x\n"))).profile("donghai").digest
    nation = Library(Given((NATION + "# x\n", DONGHAI))).profile("donghai").digest
    register = Library(Given((NATION, DONGHAI)), Register(digest="other")).profile("donghai").digest

    assert first == again
    assert len({first, own, nation, register}) == 4


def test_a_library_without_the_nation_is_refused() -> None:
    with pytest.raises(Faulty) as caught:
        Library(Given((DONGHAI,)))
    assert "缺少全国规则" in str(caught.value)


def test_every_fault_of_every_file_is_reported_at_once() -> None:
    with pytest.raises(Faulty) as caught:
        Library(Given((NATION.replace("format: 1", "format: 99"), DONGHAI.replace("name: 东海省", "nam: 东海省"))))
    assert {fault.file for fault in caught.value.faults} == {"national.yaml", "donghai.yaml"}


def test_a_register_names_the_file_and_line_of_a_fault(tmp_path: Path) -> None:
    text = (FOURTH / "sources" / "DH01.yaml").read_text("utf-8")
    (tmp_path / "DH01.yaml").write_text(text.replace("id: DH01-3", "id: DH01-2").replace("id: DH01-1", "id: XX-1"))

    with pytest.raises(Faulty) as caught:
        Register.from_folder(tmp_path)

    assert [(one.line, one.code) for one in caught.value.faults] == [(3, "foreign_id"), (5, "duplicate_id")]


def test_what_was_published_later_can_be_left_out() -> None:
    early = datetime.datetime(2023, 6, 1, tzinfo=datetime.UTC)
    late = datetime.datetime(2023, 9, 1, tzinfo=datetime.UTC)
    corrected = DONGHAI.replace("at_least: 10", "at_least: 12")

    class Published:
        def revisions(self) -> Iterable[Revision]:
            return [
                Revision("donghai.yaml", corrected, late),
                Revision("donghai.yaml", DONGHAI, early),
                Revision("national.yaml", NATION),
            ]

    library = Library(Published())
    on = datetime.date(2023, 10, 1)

    def mark(known: datetime.datetime | None) -> object:
        rows = library.profile("donghai", on, known=known).rules.thresholds
        return rows[0].at_least if isinstance(rows, tuple) else None

    assert mark(None) == 12
    assert mark(early) == 10
    assert mark(datetime.datetime(2023, 5, 1, tzinfo=datetime.UTC)) is None


def test_a_pinned_profile_is_found_by_the_digest_of_its_decisions() -> None:
    later = DONGHAI.replace("effective: 2023-01-01", "effective: 2024-07-01")
    library = Library(Given((NATION, DONGHAI, later)))
    for day in ("2022-01-01", "2023-06-01", "2025-01-01"):
        profile = library.profile("donghai", datetime.date.fromisoformat(day))
        assert library.pinned("donghai", profile.digest) is profile

    with pytest.raises(NoProfile):
        library.pinned("donghai", "0" * 64)
