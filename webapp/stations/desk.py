"""Who of the officers may do what with stations and depots: those of a union what is its own, those above it look on."""

from uuid import UUID

from flask import abort, g

from webapp.accounts import deciding_unions, officer, owner_name
from webapp.stations.depots.store import Reach, depot_by_id, reach_of
from webapp.stations.models import Depot, ServiceStation
from webapp.stations.store import station_by_id
from webapp.unions import descendant_ids
from webapp.web import Problem


def actor() -> str:
    """How events name him."""
    return owner_name(officer().id)


def own_unions() -> set[UUID]:
    """The unions for which he acts."""
    if "station_unions" not in g:
        g.station_unions = deciding_unions(officer())
    found: set[UUID] = g.station_unions
    return found


def seen_unions() -> set[UUID]:
    """Those and all below them."""
    if "station_unions_seen" not in g:
        g.station_unions_seen = descendant_ids(own_unions()) if own_unions() else set()
    found: set[UUID] = g.station_unions_seen
    return found


def reach() -> Reach:
    """Which depots he looks after."""
    if "station_reach" not in g:
        g.station_reach = reach_of(own_unions())
    found: Reach = g.station_reach
    return found


def station_seen(station_id: UUID, *, acts: bool = False) -> ServiceStation:
    """A station that concerns him, 404 otherwise; with `acts` one that his own union manages, else 403."""
    station = station_by_id(station_id)
    if station is None or station.union_id not in seen_unions():
        abort(404)
    if acts and station.union_id not in own_unions():
        raise Problem(403, "这个站点由下级工会管理，您可以查看，不能代办。")
    return station


def depot_seen(depot_id: UUID) -> Depot:
    """A depot that he looks after; 404 otherwise."""
    depot = depot_by_id(depot_id)
    if depot is None or not reach().covers(depot):
        abort(404)
    return depot
