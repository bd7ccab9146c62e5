"""The province's own settings, edited by the administrator of its top federation. HTTP only."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR, officer, owner_name
from webapp.accounts.acting import used_by
from webapp.notices.store import signature
from webapp.notices.texts import lengths
from webapp.office.desk import administered
from webapp.office.forms import SettingsForm, filled
from webapp.persistence import record_event
from webapp.unions import Union, top_union
from webapp.unions.privacy import publish_notice
from webapp.unions.settings import SETTINGS, province_settings, save_settings
from webapp.unions.store import longest_union_name
from webapp.web import audience, page_or_fragment

bp = Blueprint("office_settings", __name__, url_prefix="/office/settings")


def _top() -> Union:
    top = top_union()
    if top is None or top.id not in administered():
        abort(403)
    return top


@bp.get("")
@audience("officer")
@used_by(ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """What is set now."""
    top = _top()
    form = filled(SettingsForm(), **province_settings())
    return _page(form, top)


def _page(form: SettingsForm, top: Union) -> ResponseReturnValue:
    """The form, and what its signature makes of messages with the longest name of a union here."""
    return page_or_fragment(
        "office/settings.html", form=form, union=top, messages=lengths(signature(), longest_union_name())
    )


@bp.post("")
@audience("officer")
@used_by(ADMINISTRATOR)
def save() -> ResponseReturnValue:
    """Set it; every page shows it at once."""
    top, form = _top(), SettingsForm()
    if not form.validate_on_submit():
        return _page(form, top)
    before = province_settings()
    after = {name: form[name].data or "" for name in SETTINGS}
    save_settings(top, after)
    publish_notice(after["privacy_text"], actor=owner_name(officer().id))
    changed = [name for name in SETTINGS if before[name] != after[name]]
    record_event(
        kind="settings.changed", subject=f"union:{top.id}", actor=owner_name(officer().id), data={"changed": changed}
    )
    flash("设置已保存。")
    return redirect(url_for("office_settings.show"), 303)
