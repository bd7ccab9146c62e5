"""Write a migration from the models: `python tools/migration.py NAME MESSAGE`.

Starts from an empty database brought to the newest revision. `NAME` is the file's number, such as 0002; naming a revision that
exists (and is the newest) writes it anew, for as long as it was never released.
"""

import subprocess
import sys

from sqlalchemy import create_engine

from webapp.app import create_app
from webapp.persistence import schema

NUMBER, MESSAGE = sys.argv[1], sys.argv[2]

create_app()
for old in schema.MIGRATIONS.glob(f"versions/{NUMBER}_*.py"):
    old.unlink()
with create_engine("sqlite://").begin() as connection:
    schema.upgrade(connection)
    schema.new_revision(connection, MESSAGE, name=NUMBER)
for new in schema.MIGRATIONS.glob(f"versions/{NUMBER}_*.py"):
    lines = new.read_text().splitlines(keepends=True)
    new.write_text("".join(line for line in lines if "# ###" not in line))
subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(schema.MIGRATIONS)], check=True)
subprocess.run([sys.executable, "-m", "ruff", "check", "-q", "--fix", str(schema.MIGRATIONS)], check=True)
