"""The stage of these tests."""

import pytest
from flask import Flask

from tests.cases.procedure import Stage, build_stage


@pytest.fixture
def stage(app: Flask) -> Stage:
    """Unions, officers and a worker in an empty province."""
    return build_stage(app)
