"""A returned application is put right in its own fields: who he is, his units, the place, with papers. The officer sees old and new."""

from webapp.join.corrections.correcting import IdentityRefused, changed, supplement
from webapp.join.corrections.forms import NOTHING, AmendmentForm, amendment_form

__all__ = ["NOTHING", "AmendmentForm", "IdentityRefused", "amendment_form", "changed", "supplement"]
