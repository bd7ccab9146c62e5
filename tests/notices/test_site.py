"""A message that sends somebody to the site says where it is."""

import re

from flask import Flask

from tests.world import World
from webapp.accounts import Worker
from webapp.notices import messages_of, send
from webapp.notices.texts import lengths, template_of
from webapp.persistence import db, unit_of_work


def test_the_host_of_the_province_stands_in_it(app: Flask, world: World) -> None:
    with app.app_context(), unit_of_work("alpha"):
        worker = db.session.get_one(Worker, ("alpha", world.alpha.rows["open_worker"]))
        send(to=worker, template="join_submitted", reference="261201-ABCDEF")
        [message] = messages_of(1)
        assert "登录 alpha.localhost 查看进度" in message.text and '"site": "alpha.localhost"' in message.parameters


def test_none_sends_anybody_to_a_site_without_its_address(app: Flask) -> None:
    assert [one.text for one in lengths("某省总工会", "某某工会") if re.search("登录网站", one.text)] == []
    assert "{site}" in template_of("claim_refused").text
