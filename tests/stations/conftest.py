"""Provinces with unions, as the tests of joining grow them; nothing here names one."""

from tests.join.conftest import grown

__all__ = ["grown"]
