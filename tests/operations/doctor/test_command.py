"""The command, on a deployment in production."""

import base64
from pathlib import Path

import pytest

from tests.operations.conftest import Gonghui, Work
from tests.operations.doctor.conftest import (
    GOOD,
    KEYS,
    NAME,
    ONE,
    let_administrators_in,
    served,
)
from tests.persistence.seeds import session_row
from webapp.persistence import unit_of_work
from webapp.tenancy import scopes


@pytest.fixture
def production(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a deployment in production."""
    for name, value in {
        "GONGHUI_MODE": "production",
        "BASE_DOMAIN": NAME,
        "GONGHUI_SECRET_KEY": GOOD,
        "GONGHUI_FIELD_KEYS": base64.b64encode(KEYS[0]).decode(),
        "GONGHUI_INDEX_KEY": base64.b64encode(KEYS[1]).decode(),
        "GONGHUI_MESSAGES": "file",
        "GONGHUI_TRUSTED_PROXIES": "1",
    }.items():
        environment.setenv(name, value)
    return environment


def test_a_deployment_in_order_is_found_in_order_and_one_that_is_not_is_not(
    production: pytest.MonkeyPatch,
    gonghui: Gonghui,
    deployed: list[str],
    start: Work,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = start()
    with app.app_context():
        served_scopes = scopes()
    for jurisdiction in served_scopes:
        let_administrators_in(app, jurisdiction, password="two of them")
    with app.app_context(), unit_of_work("alpha") as work:
        work.add(session_row("somebody"))
    assert gonghui("jobs", "--once") == 0
    assert gonghui("backup", tmp_path / "all.tar.gz") == 0
    capsys.readouterr()

    with served(app, **ONE) as address:
        code = gonghui("doctor", "--at", address)
        lines = capsys.readouterr().out.splitlines()
        troubles = [line for line in lines if "trouble: " in line]
        assert [line for line in troubles if "holidays" not in line] == []
        assert code == bool(troubles)
        assert all(line.split(maxsplit=2)[2] for line in lines)

        production.setenv("GONGHUI_MESSAGES", "carrier")
        assert gonghui("doctor", "--at", address) == 1
        assert capsys.readouterr().out.splitlines() == [
            f"{'server':12} {'settings':20} trouble: GONGHUI_MESSAGES=carrier: no such channel is installed "
            "(entry points gonghui.messages)"
        ]
        production.setenv("GONGHUI_MESSAGES", "file")
        production.setenv("GONGHUI_FIELD_KEYS", base64.b64encode(KEYS[2]).decode())
        assert gonghui("doctor", "--at", address) == 1
        assert "GONGHUI_FIELD_KEYS does not hold" in capsys.readouterr().out
