"""Which host and address a request has, behind proxies and without."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Blueprint, Flask, request

from webapp.tenancy import maybe_current
from webapp.web import audience

probe = Blueprint("seen", __name__)


@probe.get("/seen")
@audience("any")
def seen() -> dict[str, Any]:
    return {"province": maybe_current(), "address": request.remote_addr, "secure": request.is_secure}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("proxies", "sent", "expected"),
    [
        ("0", "beta.localhost", {"province": "alpha", "address": "127.0.0.1", "secure": False}),
        ("1", "beta.localhost", {"province": "beta", "address": "10.0.0.9", "secure": True}),
        ("1", "alpha.localhost, beta.localhost", {"province": "beta", "address": "10.0.0.9", "secure": True}),
    ],
    ids=["no proxy: a forged header is nothing", "one proxy is believed", "what came before the proxy is not"],
)
def test_the_host_is_the_one_the_last_trusted_proxy_names(
    app_with: Callable[..., Flask], proxies: str, sent: str, expected: dict[str, Any]
) -> None:
    site = app_with(probe, GONGHUI_TRUSTED_PROXIES=proxies)
    headers = {"X-Forwarded-Host": sent, "X-Forwarded-For": "1.2.3.4, 10.0.0.9", "X-Forwarded-Proto": "https"}
    assert site.test_client().get("/seen", base_url="http://alpha.localhost", headers=headers).json == expected
