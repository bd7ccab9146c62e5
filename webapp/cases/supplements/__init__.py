"""What an asker adds to a case after he handed it in: papers, and what he corrects, old and new. Nothing here commits."""

from webapp.cases.supplements.models import Correction
from webapp.cases.supplements.records import (
    Change,
    added_paper_of,
    corrections_of,
    keep_papers,
    note_changes,
    papers_of,
)

__all__ = ["Change", "Correction", "corrections_of", "keep_papers", "note_changes", "added_paper_of", "papers_of"]
