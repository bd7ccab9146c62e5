"""What a statement touches: scoped rows, and whether it names their tables bare, so that it cannot be narrowed."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnClause, Select, SelectBase, TableClause, TextClause
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.selectable import AliasedReturnsRows

from webapp.persistence.models import Base
from webapp.persistence.owned import RULES

_ENTITY = "parententity"
_WORD = re.compile(r"\w+")
_SOURCE = re.compile(r"(?:\bFROM|\bJOIN|\bUPDATE|,)\s+\"?(\w+)\"?(?![\w.(\"])(?:\s+AS\s+\"?(\w+)\"?)?")
_CONDITION = re.compile(r"\b(\w+)\"?\.jurisdiction = ")


class Touch(NamedTuple):
    """`scoped`: it reads or writes scoped tables; `raw`: at least one of them as a bare table or as text; `owned`: so it names a
    table of owners.
    """

    scoped: bool
    raw: bool
    owned: bool = False

    def __or__(self, other: "Touch") -> "Touch":
        return Touch(self.scoped or other.scoped, self.raw or other.raw, self.owned or other.owned)


NOTHING = Touch(scoped=False, raw=False)
_known: WeakKeyDictionary[Compiled, Touch] = WeakKeyDictionary()


def touch_of_text(sql: str) -> Touch:
    """By the table names in it."""
    words = set(_WORD.findall(sql.lower()))
    mentioned = not _scoped_names().isdisjoint(words)
    return Touch(scoped=mentioned, raw=mentioned, owned=not words.isdisjoint(RULES))


def touch_of(compiled: Compiled) -> Touch:
    """By its elements; worked out once for each compiled statement."""
    found = _known.get(compiled)
    if found is None:
        found = _walk(compiled.statement, frozenset(), set())
        found |= Touch(scoped=False, raw=not _is_narrowed(compiled.string))
        _known[compiled] = found
    return found


def _is_narrowed(sql: str) -> bool:
    """Whether each scoped table the text reads from has a condition on its jurisdiction.

    The last word on what the walk over the elements concluded: SQLAlchemy does not narrow every form (a lone window
    function).
    """
    conditions = Counter(_CONDITION.findall(sql))
    sources = Counter(alias or table for table, alias in _SOURCE.findall(sql) if table in _scoped_names())
    return all(conditions[source] >= count for source, count in sources.items())


def _walk(element: Any, narrowed: frozenset[str], seen: set[int]) -> Touch:
    """`narrowed`: tables that the surrounding select reads as mapped classes; their bare columns are the same rows."""
    if id(element) in seen:
        return NOTHING
    seen.add(id(element))
    if _ENTITY in element._annotations:
        return Touch(scoped=_entity_table(element) in _scoped_names(), raw=False)
    if isinstance(element, Select):
        narrowed = frozenset(_mapped_tables(element))
    found = _own(element, narrowed)
    for child in _children(element):
        found |= _walk(child, narrowed, seen)
    return found


def _own(element: Any, narrowed: frozenset[str]) -> Touch:
    if isinstance(element, TextClause):
        return touch_of_text(element.text)
    if isinstance(element, TableClause):
        return _bare(element.name, frozenset())
    if isinstance(element, ColumnClause):
        if element.is_literal:
            return touch_of_text(element.name)
        if isinstance(element.table, TableClause):
            return _bare(element.table.name, narrowed)
    return NOTHING


def _bare(table: str, narrowed: frozenset[str]) -> Touch:
    scoped = table in _scoped_names()
    return Touch(scoped=scoped, raw=scoped and table not in narrowed, owned=table in RULES and table not in narrowed)


def _children(element: Any) -> Iterator[Any]:
    """The parts as they were written. A Select also offers the tables of its columns; mapped ones are not asked for."""
    yield from super(Select, element).get_children() if isinstance(element, Select) else element.get_children()
    if isinstance(element, ColumnClause) and isinstance(element.table, AliasedReturnsRows):
        yield element.table


def _mapped_tables(select: Any) -> Iterator[str]:
    """Tables that a select reads as mapped classes under their own names (not as aliases)."""
    for child in _children(select):
        entity = child._annotations.get(_ENTITY)
        if isinstance(entity, Mapper):
            yield _table_name(entity)
        elif entity is None and not isinstance(child, SelectBase):
            yield from _mapped_tables(child)


def _entity_table(element: Any) -> str:
    return _table_name(element._annotations[_ENTITY].mapper)


def _table_name(mapper: Mapper[Any]) -> str:
    assert isinstance(mapper.local_table, TableClause)
    return mapper.local_table.name


def _scoped_names() -> frozenset[str]:
    return _names_of(len(Base.metadata.tables))


@lru_cache(maxsize=4)
def _names_of(_count: int) -> frozenset[str]:
    return frozenset(name for name, table in Base.metadata.tables.items() if "jurisdiction" in table.c)
