"""Every word a decision may say has Chinese for it, and every fact a person may be asked has a question."""

import pytest

from webapp.policy import Library
from webapp.policy.language.vocabularies import (
    CHANNEL_KINDS,
    JOIN,
    LOCATIONS,
    ROUTE_FACTS,
    SEAT,
    UNITS,
)

PROFILES = ("national", "guangdong", "jiangsu", "shanghai")
MODALITIES = ["must", "shall", "may", "encouraged", "explore", "pilot", "where_possible", "in_principle", "direct"]


def chinese(text: str) -> bool:
    return any("一" <= one <= "鿿" for one in text)


@pytest.mark.parametrize("jurisdiction", PROFILES)
def test_every_word_has_a_label(jurisdiction: str, library: Library) -> None:
    label = library.profile(jurisdiction).label

    words = [("fact", fact) for fact in (*JOIN, "event", "unit")]
    words += [("location", one) for one in LOCATIONS] + [("unit", one) for one in UNITS]
    words += [("channel", one) for one in CHANNEL_KINDS] + [("modality", one) for one in MODALITIES]
    for vocabulary in (JOIN, SEAT):
        words += [(fact, value) for fact, kind in vocabulary.items() for value in kind.values if fact != "unit"]
        words += [
            (answer, fact) for fact, kind in vocabulary.items() if kind.kind == "bool" for answer in ("yes", "no")
        ]

    assert [(vocabulary, word) for vocabulary, word in words if not chinese(label(vocabulary, word))] == []


@pytest.mark.parametrize("jurisdiction", PROFILES)
def test_every_kind_group_and_channel_of_a_profile_has_a_label(jurisdiction: str, library: Library) -> None:
    profile = library.profile(jurisdiction)

    assert all(chinese(profile.label("union_kind", one)) for one in profile.union_kinds if one != "any")
    assert all(chinese(row.label) for row in profile.worker_groups)
    assert all(chinese(channel.label) for channel in profile.channels)


def test_every_fact_of_a_situation_has_a_question(library: Library) -> None:
    profile = library.profile("national")

    assert [fact for fact in ROUTE_FACTS if profile.question(fact) is None] == []


def test_a_word_of_a_province_stands_before_the_nation_s(library: Library) -> None:
    assert library.profile("national").label("worker_group", "delivery_rider") == "外卖配送员"
    assert library.profile("guangdong").label("worker_group", "delivery_rider") == "网约配送员"
    assert library.profile("shanghai").label("worker_group", "ride_hailing_driver") == "网约车司机"


def test_the_channels_that_are_open_are_listed_with_their_basis(library: Library) -> None:
    found = {one.kind: (one.label, one.row.modality, one.basis) for one in library.profile("shanghai").channels}

    assert found == {
        "offline": ("向工会申请", None, "default"),
        "online": ("网上入会", "direct", "document"),
        "qr_scan": ("扫码入会", "direct", "document"),
        "via_platform": ("依托平台企业入会", "direct", "document"),
    }
