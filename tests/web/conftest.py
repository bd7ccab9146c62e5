"""A tiny application that has only the edge: what every room may rely on, without a database."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Blueprint, Flask, Response, abort, redirect
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.test import TestResponse

from webapp.web import Problem, audience, install, page_or_fragment, register_gate
from webapp.web.forms import CheckboxField, ChoiceField, DateField, Form, PhoneField, TextField
from webapp.web.refused import Refused
from webapp.web.shell import Identity, register_identity

TEMPLATES = Path(__file__).parents[2] / "templates"
HOST = "http://alpha.localhost"


class SampleForm(Form):
    """One field of the common kinds."""

    name = TextField("姓名", autocomplete="name", hint="与身份证一致")
    phone = PhoneField()
    group = ChoiceField("您做什么工作？", choices=[("courier", "快递员"), ("driver", "货车司机", "含挂靠车辆")])
    since = DateField("从哪天开始", optional=True)
    closed = DateField("到哪天为止", optional=True, needed="停办的必填")
    agreed = CheckboxField("我已阅读并同意", missing="请先阅读并同意")


pages = Blueprint("edge", __name__)


@pages.get("/public")
@audience("public")
def public() -> Response:
    return page_or_fragment("web/problem.html", "web/_problem.html", problem={"title": "甲", "advice": "乙"}, saved="")


@pages.get("/mine")
@audience("worker")
def mine() -> str:
    return "我的"


@pages.get("/officers")
@audience("officer")
def officers() -> str:
    return "秘密"


@pages.get("/nobody")
def nobody() -> str:
    return "没有说给谁看"


@pages.route("/form", methods=["GET", "POST"])
@audience("public")
def form() -> ResponseReturnValue:
    sample = SampleForm()
    if sample.validate_on_submit():
        return {name: str(value) for name, value in sample.data.items() if name != "csrf_token"}
    return page_or_fragment("form.html", "_form.html", form=sample)


@pages.route("/refuse", methods=["GET", "POST"])
@audience("public")
def refuse() -> str:
    raise Problem(409, "这件申请刚刚已由另一位工作人员处理。")


@pages.route("/refused", methods=["GET", "POST"])
@audience("public")
def refused() -> str:
    raise Refused("这批付款已由另一位财务人员确认。请打开最新的一页核对。")


@pages.get("/abort/<int:code>")
@audience("public")
def stop(code: int) -> str:
    abort(code)


@pages.route("/moved", methods=["GET", "POST"])
@audience("public")
def moved() -> ResponseReturnValue:
    return redirect("/public", 303)


@pages.route("/boom", methods=["GET", "POST"])
@audience("public")
def boom() -> str:
    raise RuntimeError("secret detail")


@pytest.fixture
def edge() -> Flask:
    """The application: `/public`, `/mine`, `/officers`, `/nobody`, `/form`, `/moved`, `/refuse`, `/refused`, `/abort/<code>`, `/boom`."""
    return build_edge()


def build_edge(mode: str = "test") -> Flask:
    """The application of `edge`, in any mode."""
    app = Flask("edge", static_folder=None, template_folder=str(TEMPLATES))
    app.config.update(SECRET_KEY="a test's secret", GONGHUI_MODE=mode, TESTING=True, PROPAGATE_EXCEPTIONS=False)
    install(app)
    app.jinja_env.loader = ChoiceLoader([app.jinja_env.loader or DictLoader({}), DictLoader(PAGES)])
    register_identity(app, lambda: Identity(name="甲省", federation="甲省总工会"))
    register_gate(app, "worker", lambda: None)
    app.register_blueprint(pages)
    return app


PAGES = {
    "form.html": """{% extends "base.html" %}
{% block title %}填写{% endblock %}
{% block main %}<div id="part">{% include "_form.html" %}</div>{% endblock %}""",
    "_form.html": """{% from "components/forms.html" import button, csrf, error_summary, field %}
{{ error_summary(form) }}
<h1>填写</h1>
<form method="post" action="/form" hx-post="/form" hx-target="#part" novalidate>{{ csrf() }}
{% for item in form if item.name != "csrf_token" %}{{ field(item) }}{% endfor %}{{ button("提交") }}</form>""",
}


@pytest.fixture
def visitor(edge: Flask) -> FlaskClient:
    """A browser on a province's host."""
    return edge.test_client()


def send_form(visitor: FlaskClient, headers: dict[str, str] | None = None, **values: str) -> TestResponse:
    """Fill in `/form` and send it with its token."""
    token = BeautifulSoup(visitor.get("/form").text, "html5lib").find(attrs={"name": "csrf_token"})
    assert token is not None
    return visitor.post("/form", data={"csrf_token": str(token["value"]), **values}, headers=headers or {})
