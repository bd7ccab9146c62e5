"""Whose site a page belongs to, by its host."""

from flask import current_app

from webapp.accounts import (
    POLICY_APPROVER,
    POLICY_AUTHOR,
    current_officer,
    current_worker,
    officer_roles,
)
from webapp.accounts.acting import DECIDING
from webapp.policy import Profile
from webapp.tenancy import NATIONAL, business_date, maybe_current, profile, settings
from webapp.unions.settings import province_settings
from webapp.web.shell import Identity, Link

ENTRIES, MEMBERS = Link("代录与活动", "/office/entries"), Link("会员", "/office/members")
OFFICE = (
    Link("待办", "/office"),
    Link("后续事项", "/office/follow-ups"),
    ENTRIES,
    MEMBERS,
    Link("工会与人员", "/office/unions"),
    Link("站点", "/office/stations"),
    Link("建会", "/office/founding"),
    Link("付款", "/office/payments"),
)
POLICY = Link("政策", "/desk")
LEAVE = Link("退出登录", "/logout")
PRIVACY = Link("个人信息保护说明", "/privacy")
ACCOUNT = Link("我的账号", "/officers/account")
EDITORS = frozenset({POLICY_AUTHOR, POLICY_APPROVER})
BARE = "各地新就业形态劳动者入会服务"


def identity_of_host() -> Identity:
    """The province's federation; on the bare domain, the directory of all and the desk of the nation's editors."""
    if maybe_current() is None:
        return Identity(service=BARE, banner=_banner())
    if maybe_current() == NATIONAL:
        signed_in = current_officer() is not None
        return Identity(
            service=BARE,
            banner=_banner(),
            navigation=(POLICY,) if signed_in else (),
            account=(LEAVE,) if signed_in else (),
            footer=(ACCOUNT,) if signed_in else (),
        )
    rules, set_here, officer = profile(), province_settings(), current_officer()
    return Identity(
        name=rules.name,
        federation=f"{rules.name}总工会",
        operator=set_here["operator"],
        icp=set_here["icp"],
        police_record=set_here["police_record"],
        site_code=set_here["site_code"],
        hotline=set_here["hotline"] or _hotline(rules),
        banner=_banner(),
        navigation=_navigation(),
        footer=(PRIVACY, ACCOUNT) if officer else (PRIVACY,),
        account=(LEAVE,) if officer else (),
    )


def _hotline(rules: Profile) -> str:
    """The number that a document of the province states; empty where none does."""
    hotline = getattr(rules.rules.services, "hotline", None)
    return str(getattr(hotline, "number", "") or "")


def _navigation() -> tuple[Link, ...]:
    officer = current_officer()
    if officer is not None:
        return _of_officer(officer_roles(officer))
    links = (Link("首页", "/"), Link("申请入会", "/join"), Link("规定", "/policy"))
    return (*links, Link("我的", "/me")) if current_worker() is not None else links


def _of_officer(roles: set[str]) -> tuple[Link, ...]:
    """The pages that his roles open."""
    decides = not roles.isdisjoint(DECIDING)
    links = tuple(link for link in OFFICE if decides or link not in (ENTRIES, MEMBERS))
    return (*links, POLICY) if roles & EDITORS else links


def _banner() -> str:
    """In a demo, or where the business date is set, every page says so."""
    today = business_date()
    set_by_hand = bool(settings().today)
    if current_app.config["GONGHUI_MODE"] == "demo":
        return f"演示网站，数据都是编造的。演示日期：{today:%Y年%-m月%-d日}"
    return f"业务日期设为 {today:%Y年%-m月%-d日}" if set_by_hand else ""
