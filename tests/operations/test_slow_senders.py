"""The whole load on a production: eight slow senders, forty large pictures, twenty visitors who walk."""

import os

import pytest

from bench.production import production
from bench.slow_senders import measured


@pytest.mark.skipif(not os.environ.get("GONGHUI_TEST_ALL"), reason="only in make test-all")
def test_visitors_walk_on_while_others_send_slowly_and_large_pictures() -> None:
    with production(members=1) as built:
        figures = measured("serve", built.environ, built.members[0], seconds=40)
    assert figures.visitors.failed == [] and len(figures.visitors.seconds) > 100
    assert figures.page_seconds(0.95) <= 2
    assert figures.memory.largest["web"] <= 350 and figures.memory.largest["decoder"] <= 600, "MB"
    assert figures.memory.decoders == 1
    assert ["一次最多 6 个文件，您选了 40 个" in answer for answer in figures.forty.answers] == [True]
    assert set(figures.forms.answers) == {"303"} and figures.forms.failed == []
