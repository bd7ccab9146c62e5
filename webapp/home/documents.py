"""The register of a province's documents as people look things up in it."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.home.book import Book
from webapp.policy import Clause, Register
from webapp.policy.reading.register import SourceDocument

MOST_SHOWN = 24
"""Clauses on a page of results: such a page goes over the wire uncompressed."""


@dataclass(frozen=True)
class Entry:
    """One clause and the chapters of the book that rest on it: (key, title)."""

    clause: Clause
    used_in: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Registered:
    """One document with its clauses, in the order of the text."""

    document: SourceDocument
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Found:
    """What a search found: `total` clauses, of which `shown` stand in `documents`."""

    documents: tuple[Registered, ...]
    total: int
    shown: int


def register_of(book: Book, register: Register) -> tuple[Registered, ...]:
    """The province's documents and the nation's, the province's first. No other province's is among them."""
    used = _used(book)
    by_document: dict[str, list[Entry]] = {}
    for clause in register.clauses.values():
        by_document.setdefault(clause.id.split("-")[0], []).append(Entry(clause, used.get(clause.id, ())))
    return tuple(
        Registered(document, tuple(by_document.get(document.id, ()))) for document in (*book.documents, *book.nation)
    )


def _used(book: Book) -> Mapping[str, tuple[tuple[str, str], ...]]:
    used: dict[str, dict[str, str]] = {}
    for chapter in book.chapters:
        cited = [clause for rule in chapter.rules() for clause in rule.clauses]
        cited += [clause for silence in chapter.silences() for clause in silence.clauses]
        cited += [clause for reading in chapter.readings for clause in reading.clauses]
        for clause in cited:
            used.setdefault(clause.id, {})[chapter.key] = chapter.title
    return {clause: tuple(chapters.items()) for clause, chapters in used.items()}


def search(register: Iterable[Registered], words: str) -> Found:
    """The clauses that hold every word: in the text, the place, the number (文号) or the id."""
    wanted = _plain(words).split()
    documents: list[Registered] = []
    total = 0
    for one in register:
        entries = [entry for entry in one.entries if _holds(entry.clause, wanted)]
        kept = entries[: max(0, MOST_SHOWN - total)]
        total += len(entries)
        if kept:
            documents.append(Registered(one.document, tuple(kept)))
    return Found(tuple(documents), total, min(total, MOST_SHOWN))


def _holds(clause: Clause, wanted: Iterable[str]) -> bool:
    text = _plain(f"{clause.text} {clause.place} {clause.document} {clause.id}")
    return all(word in text for word in wanted)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
