"""Exact map from host names to jurisdictions. A host that is not in the map is nobody's."""

from collections.abc import Callable, Iterable

from werkzeug.exceptions import NotFound

NATIONAL = "national"
"""The scope of those who edit the nation's rules. It is a layer, not a province: it has no host of its own."""
OF_THE_NATION = frozenset({"desk", "officers", "logout"})
"""First steps of the paths which on the bare domain are the nation's editors'."""


class UnknownHost(NotFound):
    """The request's host is neither a served jurisdiction's nor the bare domain."""


class HostShut(UnknownHost):
    """The host is a jurisdiction's whose rules cannot be read at present; nothing can be said there (503)."""

    code = 503


class HostMap:
    """`<jurisdiction>.<base_domain>` for each served jurisdiction, and the bare domain for none.

    `served` and `shut` are asked on every look-up, so a province added at run time has its host at once.
    """

    def __init__(
        self, served: Callable[[], Iterable[str]], base_domain: str, shut: Callable[[], Iterable[str]] = lambda: ()
    ) -> None:
        self._served = served
        self._shut = shut
        self.base_domain = base_domain

    def resolve(self, host: str) -> str | None:
        """The jurisdiction of a Host header (port ignored), None for the bare domain; raises UnknownHost, HostShut."""
        name = _without_port(host).lower().removesuffix(".")
        if name == self.base_domain:
            return None
        label = name.removesuffix(f".{self.base_domain}")
        if label != name and label in self._served():
            return label
        if label != name and label in self._shut():
            raise HostShut
        raise UnknownHost

    def scope_of(self, host: str, path: str) -> str | None:
        """The scope of a page: its host's, and on the bare domain NATIONAL for the desk of the nation's editors; raises UnknownHost."""
        found = self.resolve(host)
        return NATIONAL if found is None and path.split("/")[1:2][0] in OF_THE_NATION else found

    def host_of(self, jurisdiction: str) -> str:
        """The host name (no port) of a jurisdiction; the bare domain for the nation's editors."""
        return self.base_domain if jurisdiction == NATIONAL else f"{jurisdiction}.{self.base_domain}"


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
