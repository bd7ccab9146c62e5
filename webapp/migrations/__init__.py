"""The schema's history, as Alembic revisions. `gonghui init` brings a database to the newest one.

A revision holds tables, columns, keys and indexes. Row-level security, grants and append-only triggers are laid over them after
every upgrade by `webapp.persistence.safeguards`, so that no table can be forgotten.
"""
