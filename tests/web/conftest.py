"""A tiny application that has only the edge: what every room may rely on, without a database."""

from pathlib import Path

import pytest
from flask import Flask, Response, render_template_string
from flask.testing import FlaskClient

from webapp.web import Problem, audience, install, page_or_fragment, register_gate
from webapp.web.forms import CheckboxField, ChoiceField, DateField, Form, PhoneField, TextField
from webapp.web.shell import Identity, register_identity

TEMPLATES = Path(__file__).parents[2] / "templates"
HOST = "http://alpha.localhost"


class SampleForm(Form):
    """One field of the common kinds."""

    name = TextField("姓名", autocomplete="name", hint="与身份证一致")
    phone = PhoneField()
    group = ChoiceField("您做什么工作？", choices=[("courier", "快递员"), ("driver", "货车司机", "含挂靠车辆")])
    since = DateField("从哪天开始", optional=True)
    agreed = CheckboxField("我已阅读并同意", missing="请先阅读并同意")


@pytest.fixture
def edge() -> Flask:
    """The application: `/public`, `/mine`, `/form`, `/fail/<code>`, `/boom`."""
    app = Flask("edge", static_folder=None, template_folder=str(TEMPLATES))
    app.config.update(SECRET_KEY="a test's secret", GONGHUI_MODE="test", TESTING=True, PROPAGATE_EXCEPTIONS=False)
    install(app)
    register_identity(app, lambda: Identity(name="甲省", federation="甲省总工会"))
    register_gate(app, "worker", lambda: None)

    @app.get("/public")
    @audience("public")
    def public() -> Response:
        return page_or_fragment(
            "web/problem.html", "web/_problem.html", problem={"title": "甲", "advice": "乙"}, saved=""
        )

    @app.get("/mine")
    @audience("worker")
    def mine() -> str:
        return "我的"

    @app.get("/officers")
    @audience("officer")
    def officers() -> str:
        return "秘密"

    @app.get("/nobody")
    def nobody() -> str:
        return "没有说给谁看"

    @app.route("/form", methods=["GET", "POST"])
    @audience("public")
    def form() -> Response | str:
        sample = SampleForm()
        sample.validate_on_submit()
        body = render_template_string(FORM_PAGE, form=sample)
        return Response(body, status=422 if sample.errors else 200)

    @app.route("/refuse", methods=["GET", "POST"])
    @audience("public")
    def refuse() -> str:
        raise Problem(409, "这件申请刚刚已由另一位工作人员处理。")

    @app.route("/boom", methods=["GET", "POST"])
    @audience("public")
    def boom() -> str:
        raise RuntimeError("secret detail")

    return app


FORM_PAGE = """{% extends "base.html" %}
{% from "components/forms.html" import button, csrf, error_summary, field %}
{% block title %}填写{% endblock %}
{% block main %}{{ error_summary(form) }}<h1>填写</h1>
<form method="post" action="/form" novalidate>{{ csrf() }}
{% for item in form if item.name != "csrf_token" %}{{ field(item) }}{% endfor %}{{ button("提交") }}</form>
{% endblock %}"""


@pytest.fixture
def client(edge: Flask) -> FlaskClient:
    """A browser on a province's host."""
    return edge.test_client()
