"""What every page shows around its content: whose site it is, the mode of display, the footer, the banner."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.persistence.outage import is_outage
from webapp.web.access import audience
from webapp.web.cookies import NATIONAL_COOKIE
from webapp.web.forms import ChoiceField, Form
from webapp.web.htmx import page_or_fragment

CARE_COOKIE = "care"
THEME_COOKIE = "theme"
YEAR = 31_536_000
HTMX_CONFIG = Markup(
    json.dumps(
        {
            "includeIndicatorStyles": False,
            "allowEval": False,
            "allowScriptTags": False,
            "selfRequestsOnly": True,
            "historyCacheSize": 0,
            "refreshOnHistoryMiss": True,
            "historyRestoreAsHxRequest": False,
            "disableInheritance": True,
            "responseHandling": [
                {"code": "204", "swap": False},
                {"code": "[23]..", "swap": True},
                {"code": "403|404|409|413|422|429", "swap": True, "error": False},
                {"code": "[45]..", "swap": False, "error": True},
            ],
        },
        separators=(",", ":"),
    )
)


@dataclass(frozen=True)
class Link:
    """A link of the navigation or the footer."""

    label: str
    url: str


def flash_with_link(text: str, link: Link) -> None:
    """Say something on the next page, with a link behind it: its lines are the text, the label and the address."""
    flash(f"{text}\n{link.label}\n{link.url}")


@dataclass(frozen=True)
class Identity:
    """Whose site this is. Empty footer settings are not shown."""

    name: str = ""
    federation: str = ""
    service: str = "新就业形态劳动者入会服务"
    hotline: str = ""
    operator: str = ""
    icp: str = ""
    police_record: str = ""
    site_code: str = ""
    banner: str = ""
    navigation: tuple[Link, ...] = ()
    help_url: str = "/help"
    footer: tuple[Link, ...] = field(default=())
    account: tuple[Link, ...] = ()

    def section(self, path: str) -> Link | None:
        """The link of the navigation that a page lies under; one that others begin with stands for its own page only."""
        for link in self.navigation:
            begins = f"{link.url.rstrip('/')}/"
            if path.startswith(begins) and not any(
                one.url.startswith(begins) for one in self.navigation if one != link
            ):
                return link
        return None


def register_identity(app: Flask, provider: Callable[[], Identity]) -> None:
    """Let `provider` say, per request, whose site it is (by the host)."""
    app.extensions["gonghui.identity"] = provider


def identity() -> Identity:
    """The identity for this request; a nameless one when the provider fails, so that problem pages always show.

    An outage is raised: it has a page of its own, and nobody who is signed in shall look like a stranger.
    """
    provider = current_app.extensions.get("gonghui.identity")
    try:
        return provider() if provider else Identity()
    except Exception as error:
        if is_outage(error):
            raise
        current_app.logger.exception("no identity for this host")
        return Identity()


def in_care_mode() -> bool:
    """Whether the reader asked for the large version."""
    return request.cookies.get(CARE_COOKIE) == "1"


def chosen_theme() -> str:
    """light or dark if the reader chose one, else empty: the device decides."""
    theme = request.cookies.get(THEME_COOKIE, "")
    return theme if theme in ("light", "dark") else ""


blueprint = Blueprint("preferences", __name__)


class DisplayForm(Form):
    """How this reader wants pages shown."""

    care = ChoiceField("字号", choices=[("0", "标准版"), ("1", "关怀版", "字更大，按钮更大，适合看不清小字的人")])
    theme = ChoiceField("颜色", choices=[("auto", "跟随手机"), ("light", "浅色"), ("dark", "深色")])


def _local_path(target: str) -> str:
    """A path on this host, or the front page: never another site."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if plain else "/"


@blueprint.route("/preferences", methods=["GET", "POST"])
@audience("any")
def preferences() -> ResponseReturnValue:
    """Choose the large version and the colours; kept in two cookies, used by the server, so it works without script."""
    target = _local_path(request.args.get("next", "/"))
    form = DisplayForm(data={"care": "1" if in_care_mode() else "0", "theme": chosen_theme() or "auto"})
    if not form.validate_on_submit():
        return page_or_fragment("web/preferences.html", form=form, back=target)
    response = redirect(target, 303)
    for name, value in ((CARE_COOKIE, form.care.data), (THEME_COOKIE, form.theme.data)):
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure)
    return response


def _session_has_messages() -> bool:
    """Whether messages may wait: without a cookie there is no session, and asking it would make the page personal."""
    return not {current_app.config["SESSION_COOKIE_NAME"], NATIONAL_COOKIE}.isdisjoint(request.cookies)


def _context() -> dict[str, Any]:
    return {"identity": identity(), "care": in_care_mode(), "theme": chosen_theme(), "htmx_config": HTMX_CONFIG}


def init_app(app: Flask) -> None:
    """Give every template the identity and the mode of display."""
    app.register_blueprint(blueprint)
    app.context_processor(_context)
    app.add_template_global(_session_has_messages, "session_has_messages")
