"""docs/operations.md walked word by word: from a bare PostgreSQL to the first decision, a backup and a new server."""

import csv
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import yaml
from bs4 import BeautifulSoup
from werkzeug.serving import make_server

from tests.client import Visitor
from tests.join.conftest import give_verdict
from tests.join.walking import text
from tests.officers import confirm_waiting
from tests.operations.walk.guide import Block, Shell, blocks
from tests.operations.walk.site import Front, LiveWalk, Site, install_gateway
from tests.postgres import Cluster, binaries, running_cluster

PROVINCE = "guangdong"
REPOSITORY = Path(__file__).parents[3]
UNION = "市新就业形态工会联合会"
DOMAIN = "gonghui.example"
PASSWORD = "correct horse battery staple"
SUPERUSERS = "superusers"
OFFICER = ("wang.jiedao", "13800000099")
KIND, CITY = "newform_trade_federation", "440100"
"""The union to which the province's profile sends online applications, and where it stands."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def superuser(cluster: Cluster) -> str:
    return f"postgresql://postgres:{SUPERUSERS}@127.0.0.1:{cluster.port}/postgres"


@pytest.fixture
def servers() -> Iterator[tuple[Cluster, Cluster]]:
    """Two bare PostgreSQL servers."""
    with running_cluster(free_port(), SUPERUSERS) as old, running_cluster(free_port(), SUPERUSERS) as new:
        yield old, new


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell on a machine with `gonghui`, PostgreSQL's client programs and a gateway for messages."""
    install_gateway(tmp_path)
    path = f"{Path(sys.executable).parent}:{binaries()}:/usr/bin:/bin"
    return Shell(
        tmp_path, {"PATH": path, "LANG": "C.UTF-8", "PYTHONPATH": str(tmp_path), "LOFT": str(tmp_path / "loft")}
    )


@pytest.fixture
def values(tmp_path: Path, servers: tuple[Cluster, Cluster]) -> Iterator[dict[str, str]]:
    """What a reader gives in the blocks of values; a proxy stands in front of the port."""
    old, new = servers
    port = free_port()
    front = make_server("127.0.0.1", 0, Front(port), threaded=True)
    thread = Thread(target=front.serve_forever)
    thread.start()
    yield {
        "SUPERUSER": superuser(old),
        "DATABASE_HOST": f"127.0.0.1:{old.port}",
        "OWNER_PASSWORD": "owners",
        "SERVER_PASSWORD": "servers",
        "BACKUP_PASSWORD": "backups",
        "BASE_DOMAIN": DOMAIN,
        "MESSAGES": "pigeon",
        "ETC": str(tmp_path / "etc"),
        "DATA": str(tmp_path / "data"),
        "ARCHIVES": str(tmp_path / "archives"),
        "PORT": str(port),
        "FRONT": f"http://127.0.0.1:{front.server_port}",
        "NEW_SUPERUSER": superuser(new),
        "NEW_DATABASE_HOST": f"127.0.0.1:{new.port}",
        "NEW_DATA": str(tmp_path / "new-data"),
    }
    front.shutdown()
    thread.join()
    front.server_close()


@pytest.mark.skipif(not os.environ.get("GONGHUI_TEST_ALL"), reason="a long check: make test-all runs it")
def test_the_guide_leads_from_a_bare_postgresql_to_a_decision_a_backup_and_a_new_server(
    shell: Shell, values: dict[str, str], tmp_path: Path
) -> None:
    assert set(values) == set().union(*(block.names for block in blocks() if block.marks == ("yours",)))
    steps = iter([block for block in blocks() if block.marks and block.marks != ("elsewhere",)])
    site = Site(Front(int(values["PORT"])), DOMAIN, tmp_path / "loft")

    serves = until_serving(shell, steps, values)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "etc").iterdir()} == {0o600}
    with shell.running(serves):
        site.front.wait()
        everybody = administrators(site, tmp_path / "etc" / "administrators.yaml")
        worker, officer = first_decision(site, *everybody[PROVINCE])
        reference = worker.reference
        assert UNION in text(worker.go("/me").page)
        for block in steps:
            if block.marks == ("yours",):
                break
            told = shell.run(block, fails="doctor" in block.marks)
            if "doctor" in block.marks:
                troubles = [line for line in told.splitlines() if "trouble: " in line]
                assert told and [line for line in troubles if "holidays" not in line] == []

    shell.give({name: values[name] for name in block.names})
    serves = until_serving(shell, steps, values)
    with shell.running(serves):
        site.front.wait()
        assert officer.get(f"/office/cases/{reference}").status_code == 200
        assert UNION in text(worker.go("/me").page)
        again = site.browser(PROVINCE)
        assert again.submit("/officers/login", {"login": OFFICER[0], "password": PASSWORD}).status_code == 303
    assert next(steps, None) is None
    assert "Traceback" not in (tmp_path / "server.log").read_text()


def until_serving(shell: Shell, steps: Iterator[Block], values: dict[str, str]) -> Block:
    """Run blocks up to the one that serves, which is given back."""
    for block in steps:
        if block.marks == ("yours",):
            shell.give({name: values[name] for name in block.names})
        elif "serves" in block.marks:
            return block
        else:
            shell.run(block)
    raise AssertionError("nothing serves")


def administrators(site: Site, file: Path) -> dict[str, list[Visitor]]:
    """Everybody whom the guide's file names, signed in, by jurisdiction."""
    return {
        jurisdiction: [site.officer(jurisdiction, one["login"], one["phone"], PASSWORD) for one in people]
        for jurisdiction, people in yaml.safe_load(file.read_text("utf-8")).items()
    }


def first_decision(site: Site, one: Visitor, other: Visitor) -> tuple[LiveWalk, Visitor]:
    """What the guide says in words: a union and its officer, by two administrators; a worker; a decision."""
    union = register_union(one)
    fields = {"new-name": "王街道", "new-login": OFFICER[0], "new-phone": OFFICER[1]}
    assert one.submit(f"/office/unions/{union}", fields, button="指定").status_code == 303
    assert [answer.status_code for answer in confirm_waiting(other)] == [303]
    officer = site.officer(PROVINCE, *OFFICER, PASSWORD)
    worker = site.worker(PROVINCE, "13900000001", relation_kind="freelance", place=street())
    worker.to_end()
    assert worker.reference in officer.get("/office").text
    assert give_verdict(officer, worker.reference, "grant").status_code in (302, 303)
    return worker, officer


def street() -> str:
    """A street of the city."""
    with (REPOSITORY / "reference" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return next(
            row["code"] for row in rows if row["level"] == "street" and row["code"].startswith(CITY.rstrip("0"))
        )


def register_union(administrator: Visitor) -> str:
    """Put the union on the register, below the federation; its id."""
    page = BeautifulSoup(administrator.get("/office/register/unions").text, "html.parser")
    top = next(link["href"] for link in page.select("main a[href*='/office/register/unions/']"))
    fields = {"name": UNION, "kind": KIND, "division": CITY, "done": ["leadership", "election"]}
    answer = administrator.submit(f"{top}/below", fields)
    assert answer.status_code == 303, text(answer.text)
    return answer.location.rsplit("/", 1)[1]
