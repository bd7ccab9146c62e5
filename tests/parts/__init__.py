"""What each newer room adds to the world and to the walks over all pages: one module a room, found by itself.

A module may hold functions marked `@part` (rows), and any of EXAMPLES, FIELDS, SHARED (tests/examples.py says what they are) and
READY, STATUS, NO_PAGES (tests/test_every_page.py). The rows of tests/world.py come first, then the modules by name.
"""

import pkgutil
from importlib import import_module
from typing import Any

MODULES = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]


def merged(name: str) -> dict[str, Any]:
    """All modules' dictionaries of this name, as one."""
    return {key: value for module in MODULES for key, value in getattr(module, name, {}).items()}


def joined(name: str) -> set[str]:
    """All modules' sets of this name, as one."""
    return {value for module in MODULES for value in getattr(module, name, ())}
