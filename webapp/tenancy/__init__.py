"""Which province a piece of work belongs to.

A request's host is looked up in an exact map; the bare domain belongs to no province and shows the directory. Jobs,
commands and tests enter a scope themselves. Everything below reads `current()`, and what belongs to a province refuses
to work without one.
"""

from webapp.tenancy.hosts import NATIONAL, HostMap, HostShut, UnknownHost
from webapp.tenancy.profiles import CHINA_TIME, business_date, library, profile, scopes, settings
from webapp.tenancy.requests import address_of, hosts, init_app
from webapp.tenancy.scope import NoJurisdiction, current, maybe_current, scope

__all__ = [
    "CHINA_TIME",
    "NATIONAL",
    "HostMap",
    "HostShut",
    "NoJurisdiction",
    "UnknownHost",
    "address_of",
    "business_date",
    "current",
    "hosts",
    "init_app",
    "library",
    "maybe_current",
    "profile",
    "scope",
    "scopes",
    "settings",
]
