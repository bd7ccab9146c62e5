"""A province's pages are on its own host, the directory's on the bare domain."""

import pytest

PAGES = ["/login", "/login/code", "/places", "/employers", "/office", "/me"]


@pytest.mark.parametrize("path", PAGES)
def test_a_provinces_page_is_not_on_the_bare_domain(client_for, path):
    assert client_for(None).get(path).status_code == 404
    assert client_for("alpha").get(path).status_code in (200, 303)


def test_the_nations_editors_sign_in_on_the_bare_domain_and_are_nobody_elsewhere(client_for):
    assert client_for(None).get("/officers/login").status_code == 200
    assert client_for(None).get("/desk").location.startswith("/officers/login")
