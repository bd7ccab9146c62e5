"""The provinces served, with the address of each."""

from dataclasses import dataclass

from webapp.tenancy import business_date, hosts, library


@dataclass(frozen=True)
class ProvinceLink:
    """One province: its name as the profile says it, and where its site is."""

    jurisdiction: str
    name: str
    url: str


def province_links(host: str, scheme: str) -> list[ProvinceLink]:
    """Every served province, by name; the port of the present host is kept."""
    port = f":{host.rsplit(':', 1)[1]}" if ":" in host else ""
    links = [
        ProvinceLink(
            jurisdiction,
            library().profile(jurisdiction, business_date()).name,
            f"{scheme}://{hosts().host_of(jurisdiction)}{port}/",
        )
        for jurisdiction in library().jurisdictions()
    ]
    return sorted(links, key=lambda link: link.jurisdiction)
