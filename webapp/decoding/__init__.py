"""Pictures, papers and sheets made anew in a small process of their own, which lives for one request.

Whoever decodes what strangers send may be made to use much memory, much time, or to crash. So the web's processes never
do: they hand the files, as open files, to a child that has a bound on its memory and its seconds, no secrets in its
environment and nothing to write to but what it was given; one at a time on the machine, in the turn of a lock. It is
gone afterwards, and nothing of one person's files meets the next one's. Imports only what decodes; the web imports
nothing that does.
"""

from webapp.decoding.child import PICTURES_AND_PAPERS, SHEETS
from webapp.decoding.limits import Busy, Unfit
from webapp.decoding.process import Made, made_anew

__all__ = ["PICTURES_AND_PAPERS", "SHEETS", "Busy", "Made", "Unfit", "made_anew"]
