"""What cannot be done now, and can be done later: the database is away, full or busy, or the disk is full.

Such a failure is nobody's mistake and no defect of the program. Nothing was saved, and the same request will work once
the database is back or the lock is free.
"""

import errno
import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

RETRY_SECONDS = 30

_STATES = ("08", "25006", "40", "53", "55006", "55P03", "57", "58")
"""How PostgreSQL's codes begin: connection, standby, rolled back (deadlock), out of something, in use, lock held too long,
stopped from outside, system.
"""
_SQLITE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class DatabaseAway(OSError):
    """What the database holds cannot be read right now."""


def is_outage(error: BaseException | None) -> bool:
    """Whether the same could succeed later, without anybody changing what he sent."""
    if isinstance(error, DatabaseAway | PoolTimeout):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or is_outage(error.orig)
    if isinstance(error, psycopg.Error):
        lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return lost if error.sqlstate is None else error.sqlstate.startswith(_STATES)
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE
    return isinstance(error, OSError) and error.errno in _FULL
