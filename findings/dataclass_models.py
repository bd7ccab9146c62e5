"""Flask-SQLAlchemy 3.1.1 with SQLAlchemy 2.1: a base class of dataclasses cannot be its `model_class`.

Expected: `class Base(DeclarativeBase, MappedAsDataclass)` as `model_class`, which Flask-SQLAlchemy's guide of models shows, works
as it does with SQLAlchemy 2.0.
Seen: with 2.1 `SQLAlchemy(model_class=Base)` raises InvalidRequestError, with 2.0 it does not.
Known there: pallets-eco/flask-sqlalchemy, issue 1420.
Who meets it: who has such models and lets SQLAlchemy go up to 2.1; Flask-SQLAlchemy's own requirement allows it. Our models are
plain ones (webapp/persistence/models.py).
"""

from fresh import differs

PROGRAM = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass

class Base(DeclarativeBase, MappedAsDataclass):
    pass

try:
    SQLAlchemy(model_class=Base)
    print("works")
except Exception as error:
    print(type(error).__name__)
"""

if __name__ == "__main__":
    raise SystemExit(
        differs(["flask-sqlalchemy==3.1.1", "sqlalchemy==2.0.58"], PROGRAM, ["works"])
        or differs(["flask-sqlalchemy==3.1.1", "sqlalchemy==2.1.9"], PROGRAM, ["InvalidRequestError"])
    )
