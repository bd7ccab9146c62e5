"""Messages: written with what they tell, handed over afterwards, shown on a page of the demo only."""

import json
import logging
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
from webapp.notices.delivery import NoChannel, channel, channel_name
from webapp.persistence import now, unit_of_work

PHONE = "13800138000"
register_template("test_greeting", "{name}，您好。")


def write(app, jurisdiction: str = "alpha", **values) -> None:
    with app.app_context(), unit_of_work(jurisdiction):
        send(to=PHONE, **({"template": "test_greeting", "name": "张师傅"} | values))


def rows(app, jurisdiction: str = "alpha") -> list:
    with app.app_context(), unit_of_work(jurisdiction, write=False):
        return messages_of()


@pytest.fixture
def configured(app, monkeypatch):
    """Name the channel for this test, as the environment does."""
    return lambda name: monkeypatch.setenv("GONGHUI_MESSAGES", name)


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
    monkeypatch.setattr("webapp.notices.delivery.entry_points", lambda group, name: [entry] if name == "pigeon" else [])
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
        send(to=PHONE, template="test_greeting", name="张师傅")
        raise RuntimeError
    assert rows(app) == []


def test_a_template_needs_all_its_words(app):
    with app.app_context(), unit_of_work("alpha"), pytest.raises(KeyError):
        send(to=PHONE, template="test_greeting")


def test_two_templates_cannot_have_one_name():
    register_template("test_greeting", "{name}，您好。")
    with pytest.raises(ValueError, match="two message templates"):
        register_template("test_greeting", "别的")


def test_a_gateway_gets_each_message_once(app, gateway):
    write(app)
    write(app, name="李师傅")
    run_due(app)
    run_due(app)
    assert [message.parameters for message in gateway.sent] == [{"name": "张师傅"}, {"name": "李师傅"}]
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


def test_a_code_that_would_come_too_late_is_dropped_and_forgotten(app, gateway):
    write(app, template="login_code", code="123456", minutes=10)
    with time_machine.travel(now() + timedelta(minutes=11)):
        run_due(app)
    [message] = rows(app)
    assert gateway.sent == []
    assert (message.text, message.delivered_at) == ("", None)


def test_a_secret_is_forgotten_once_it_has_been_handed_over(app, gateway):
    write(app, template="login_code", code="123456", minutes=10)
    run_due(app)
    [message] = rows(app)
    assert "123456" in gateway.sent[0].text
    assert (message.text, message.parameters) == ("", "{}")


def test_the_file_channel_writes_a_line_only_its_owner_can_read(app, configured):
    configured("file")
    write(app)
    run_due(app)
    path = app.extensions["gonghui.settings"].data_dir / "messages.jsonl"
    assert json.loads(path.read_text().splitlines()[-1])["phone"] == PHONE
    assert path.stat().st_mode & 0o077 == 0


def test_the_console_channel_writes_to_standard_error(app, configured, capsys):
    configured("console")
    write(app)
    run_due(app)
    assert "张师傅，您好。" in capsys.readouterr().err


def test_a_channel_that_is_not_installed_is_named(app, configured):
    configured("carrier")
    with app.app_context(), pytest.raises(NoChannel, match="'carrier'"):
        channel(app)


@pytest.mark.parametrize("name", ["page", "console"])
def test_production_shows_no_codes_to_bystanders(app, configured, in_production, name):
    configured(name)
    with app.app_context(), pytest.raises(NoChannel, match="refused in production"):
        channel_name(app)


def test_production_needs_a_channel(app, in_production, monkeypatch):
    monkeypatch.delenv("GONGHUI_MESSAGES", raising=False)
    with app.app_context(), pytest.raises(NoChannel, match="is needed"):
        channel_name(app)


def test_the_page_of_a_province_shows_its_own_messages_the_bare_domain_all(app, client_for):
    write(app, "alpha", name="阿尔法")
    write(app, "beta", name="贝塔")
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
