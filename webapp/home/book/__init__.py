"""A profile as a book for people: a chapter a section, each rule in one sentence, each silence said.

`book_of(profile, place)` reads the rules in force, the nation's where they step in, and gives chapters of plain values; the pages,
the printed booklet and the tests read the same object. Nothing here knows the web or the database.
"""

from webapp.home.book.chapters import SECTIONS, Book, book_of, sections_of
from webapp.home.book.parts import Chapter, Rule, Silence, Topic

__all__ = ["SECTIONS", "Book", "Chapter", "Rule", "Silence", "Topic", "book_of", "sections_of"]
