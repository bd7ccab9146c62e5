"""The province with a plan that the tests of claims use too."""

from tests.claims.conftest import stage

__all__ = ["stage"]
