"""The edge of every room that answers a browser: pages, forms, errors, access, security headers, static files.

It knows no business words. A view gives `page_or_fragment` a page template and, for htmx, the partial that the page
includes; forms derive from `forms.Form`; every view names its audience once (`access.audience`); a refusal is a
`errors.Problem`. `install(app)` puts all of it on an application.
"""

from webapp.web.access import audience, register_gate
from webapp.web.errors import Problem
from webapp.web.htmx import is_fragment_request, page_or_fragment
from webapp.web.setup import install

__all__ = ["Problem", "audience", "install", "is_fragment_request", "page_or_fragment", "register_gate"]
