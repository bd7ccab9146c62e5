"""Exact host names: a province's, the bare domain, or nobody's."""

import pytest
from flask import Flask

from tests.client import browse
from webapp.tenancy import HostMap, NoJurisdiction, UnknownHost, current, maybe_current, scope

HOSTS = HostMap(lambda: ["alpha", "beta"], "union.test")


@pytest.mark.parametrize("host", ["alpha.union.test", "alpha.union.test:8000", "ALPHA.Union.Test", "alpha.union.test."])
def test_a_served_province_is_found_by_its_exact_host(host: str) -> None:
    assert HOSTS.resolve(host) == "alpha"


def test_the_bare_domain_belongs_to_no_province() -> None:
    assert HOSTS.resolve("union.test:8000") is None


@pytest.mark.parametrize(
    "host",
    [
        "gamma.union.test",
        "x.alpha.union.test",
        "alpha.union.test.evil.example",
        "evil-union.test",
        "alphaunion.test",
        ".union.test",
        "127.0.0.1",
        "[::1]:8000",
        "",
        "alpha",
        "national.union.test",
    ],
)
def test_any_other_host_is_nobodys(host: str) -> None:
    with pytest.raises(UnknownHost):
        HOSTS.resolve(host)


def test_a_province_added_at_run_time_has_its_host_at_once() -> None:
    served = ["alpha"]
    hosts = HostMap(lambda: served, "union.test")
    served.append("delta")
    assert hosts.resolve("delta.union.test") == "delta"


def test_the_scope_is_entered_and_left_again_also_after_an_error() -> None:
    with pytest.raises(ValueError, match="boom"), scope("alpha"), scope("beta"):
        assert current() == "beta"
        raise ValueError("boom")
    assert maybe_current() is None


def test_without_a_scope_there_is_no_current_jurisdiction() -> None:
    with pytest.raises(NoJurisdiction):
        current()


def test_a_request_to_an_unknown_host_is_not_found_and_leaves_no_scope(app: Flask) -> None:
    assert browse(app, "gamma").get("/").status_code == 404
    assert maybe_current() is None


def test_a_request_leaves_no_scope_behind(app: Flask) -> None:
    browse(app, "alpha").get("/preferences")
    assert maybe_current() is None
