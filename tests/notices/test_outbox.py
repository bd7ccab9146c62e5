"""Messages: written with what they tell, handed over afterwards, shown on a page of the demo only."""

import json
import logging
import resource
import sys
import types
from dataclasses import replace
from datetime import timedelta
from importlib import metadata

import pytest
import time_machine
from sqlalchemy import select

from webapp.jobs import Job, run_due
from webapp.notices import Outgoing, messages_of, register_template, send
from webapp.notices.channels import NoChannel, channel
from webapp.notices.spool import KEPT
from webapp.persistence import now, unit_of_work

PHONE = "13800138000"
register_template("test_greeting", "{login}，您好。")


def write(app, jurisdiction: str = "alpha", **values) -> None:
    with app.app_context(), unit_of_work(jurisdiction):
        send(to=PHONE, **({"template": "test_greeting", "login": "张师傅"} | values))


def rows(app, jurisdiction: str = "alpha") -> list:
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        return messages_of()


@pytest.fixture
def configured(app, tmp_path):
    """Name the channel for this test, with a data folder of its own."""

    def configure(name: str) -> None:
        settings = app.extensions["gonghui.settings"]
        app.extensions["gonghui.settings"] = replace(settings, messages=name, data_dir=tmp_path)
        app.extensions.pop("gonghui.channels", None)

    yield configure
    app.extensions.pop("gonghui.channels", None)


@pytest.fixture
def in_production(app):
    """The application as it is in production."""
    app.extensions["gonghui.settings"] = replace(app.extensions["gonghui.settings"], mode="production")


class Gateway:
    """A channel that remembers, or fails."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.broken = False

    def __call__(self, message: Outgoing) -> None:
        if self.broken:
            raise ConnectionError(message.phone)
        self.sent.append(message)


@pytest.fixture
def gateway(configured, monkeypatch):
    """A gateway installed beside the program under the name `pigeon`."""
    made = Gateway()
    module = types.ModuleType("pigeon_post")
    module.build = lambda app: made
    monkeypatch.setitem(sys.modules, "pigeon_post", module)
    entry = metadata.EntryPoint(name="pigeon", value="pigeon_post:build", group="gonghui.messages")
    monkeypatch.setattr("webapp.notices.channels.entry_points", lambda group, name: [entry] if name == "pigeon" else [])
    configured("pigeon")
    return made


def test_a_message_carries_the_federations_signature(app):
    write(app)
    [message] = rows(app)
    assert message.text.startswith("【")
    assert message.text.endswith("总工会】张师傅，您好。")
    assert message.phone == PHONE


def test_the_code_message_says_what_a_code_message_must(app):
    write(app, template="login_code", code="123456", minutes=10)
    [message] = rows(app)
    assert "123456" in message.text
    assert "10 分钟" in message.text
    assert "请勿告知他人" in message.text
    assert len(message.text) <= 70


def test_a_message_about_something_that_did_not_happen_is_not_sent(app):
    with app.app_context(), pytest.raises(RuntimeError), unit_of_work("alpha"):
        send(to=PHONE, template="test_greeting", login="张师傅")
        raise RuntimeError
    assert rows(app) == []


def test_a_template_needs_all_its_words(app):
    with app.app_context(), unit_of_work("alpha"), pytest.raises(KeyError):
        send(to=PHONE, template="test_greeting")


def test_two_templates_cannot_have_one_name():
    register_template("test_greeting", "{login}，您好。")
    with pytest.raises(ValueError, match="two message templates"):
        register_template("test_greeting", "别的")


def test_a_gateway_gets_each_message_once(app, gateway):
    write(app)
    write(app, login="李师傅")
    run_due(app)
    run_due(app)
    assert [message.parameters for message in gateway.sent] == [{"login": "张师傅"}, {"login": "李师傅"}]
    assert gateway.sent[0].template == "test_greeting"
    assert {row.channel for row in rows(app)} == {"pigeon"}


def test_a_gateway_that_fails_is_tried_again_but_not_forever(app, gateway, caplog):
    caplog.set_level(logging.DEBUG)
    write(app)
    gateway.broken = True
    for days in range(12):
        with time_machine.travel(now() + timedelta(days=days)):
            run_due(app)
    with app.app_context(), unit_of_work("alpha", write=False) as session:
        [failed] = session.scalars(select(Job).where(Job.kind == "notices.hand_over"))
    assert (failed.state, failed.error) == ("failed", "NotHandedOver: ConnectionError")
    assert rows(app)[0].delivered_at is None
    assert "NotHandedOver" in caplog.text
    assert PHONE not in caplog.text


def test_what_waits_is_handed_over_when_the_gateway_is_back(app, gateway):
    write(app)
    gateway.broken = True
    run_due(app)
    gateway.broken = False
    with time_machine.travel(now() + timedelta(minutes=1)):
        run_due(app)
    assert len(gateway.sent) == 1
    assert rows(app)[0].channel == "pigeon"


def written_earlier(app, ago: timedelta) -> None:
    """Let the last message have been written so long ago, by the clock of the database."""
    with app.app_context(), unit_of_work("alpha"):
        [message] = messages_of()
        message.created_at -= ago


def test_a_code_that_would_come_too_late_is_dropped_and_forgotten(app, gateway):
    write(app, template="login_code", code="123456", minutes=10)
    written_earlier(app, timedelta(minutes=11))
    run_due(app)
    [message] = rows(app)
    assert gateway.sent == []
    assert (message.text, message.delivered_at) == ("", None)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("off", [timedelta(hours=2), timedelta(hours=-2)], ids=["ahead", "behind"])
def test_a_code_reaches_its_reader_whatever_the_clock_of_background_work_says(app, gateway, off):
    write(app, template="login_code", code="123456", minutes=10)
    with time_machine.travel(now() + off):
        run_due(app)
    assert "123456" in gateway.sent[0].text


def test_a_secret_is_forgotten_once_it_has_been_handed_over(app, gateway):
    write(app, template="login_code", code="123456", minutes=10)
    run_due(app)
    [message] = rows(app)
    assert "123456" in gateway.sent[0].text
    assert (message.text, message.parameters) == ("", "{}")


def spooled(app) -> list:
    return sorted((app.extensions["gonghui.settings"].data_dir / "messages").glob("*"))


def test_the_file_channel_writes_a_file_only_its_owner_can_read(app, configured):
    configured("file")
    write(app)
    run_due(app)
    [path] = spooled(app)
    told = json.loads(path.read_text())
    assert (told["phone"], told["text"][-9:], told["useless_after"]) == (PHONE, "会】张师傅，您好。", None)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_code_that_nobody_took_from_the_folder_does_not_stay_there(app, configured):
    configured("file")
    write(app, template="login_code", code="123456", minutes=10)
    write(app)
    run_due(app)
    code, greeting = sorted(spooled(app), key=lambda path: "123456" not in path.read_text())
    with time_machine.travel(now() + timedelta(minutes=9)):
        run_due(app)
    assert len(spooled(app)) == 2
    with time_machine.travel(now() + timedelta(minutes=21)):
        run_due(app)
    assert (code.exists(), greeting.exists()) == (False, True)
    with time_machine.travel(now() + KEPT + timedelta(minutes=10)):
        run_due(app)
    assert spooled(app) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_leaves_no_half_message(app, configured):
    configured("file")
    write(app)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with app.app_context(), pytest.raises(OSError):
            channel(app).probe()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert spooled(app) == []
    run_due(app)
    assert len(spooled(app)) == 1


def test_the_trial_of_the_file_channel_is_no_message(app, configured):
    configured("file")
    with app.app_context():
        channel(app).probe()
    assert spooled(app) == []


def test_the_console_channel_writes_to_standard_error(app, configured, capsys):
    configured("console")
    write(app)
    run_due(app)
    assert "张师傅，您好。" in capsys.readouterr().err


def test_a_channel_that_is_not_installed_is_refused_when_the_program_starts(build_app):
    with pytest.raises(NoChannel, match="GONGHUI_MESSAGES=carrier"):
        build_app(GONGHUI_MESSAGES="carrier")


def test_the_page_of_a_province_shows_its_own_messages_the_bare_domain_all(app, client_for):
    write(app, "alpha", login="阿尔法")
    write(app, "beta", login="贝塔")
    assert "阿尔法" in client_for("alpha").get("/messages").text
    assert "贝塔" not in client_for("alpha").get("/messages").text
    everything = client_for(None).get("/messages").text
    assert "阿尔法" in everything
    assert "贝塔" in everything


def test_the_page_masks_phones(app, client_for):
    write(app)
    for host in ("alpha", None):
        text = client_for(host).get("/messages").text
        assert "138****8000" in text
        assert PHONE not in text


def test_the_page_is_not_there_in_production(app, client_for, in_production):
    for host in ("alpha", None):
        assert client_for(host).get("/messages").status_code == 404
