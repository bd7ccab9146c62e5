"""Whether the keys are the ones: every key opens a value, and no value is without its key."""

from collections import Counter
from collections.abc import Iterator, Sequence

from webapp.operations.doctor.findings import Finding
from webapp.persistence import key_id, sealed_values


class KeyUse:
    """Counts, over all provinces, how many values each field key of the settings opened."""

    def __init__(self, field_keys: Sequence[bytes]) -> None:
        self._ids = [key_id(key) for key in field_keys]
        self._opened: Counter[bytes] = Counter()

    def look_here(self) -> str:
        """Open a value of every column and key of the current province."""
        unknown: Counter[bytes] = Counter()
        shut: list[str] = []
        for found in sealed_values():
            if found.key not in self._ids:
                unknown[found.key] += found.values
            elif found.opens:
                self._opened[found.key] += found.values
            else:
                shut.append(found.column)
        if unknown:
            named = ", ".join(f"{count} under key {key.hex()}" for key, count in unknown.items())
            return f"values are under keys that GONGHUI_FIELD_KEYS does not hold ({named}): put the old keys back behind the first"
        return (
            f"values in {', '.join(shut)} do not open: they were changed, or moved from another province"
            if shut
            else ""
        )

    def findings(self, where: str) -> Iterator[Finding]:
        """What each key opened in all."""
        for number, key in enumerate(self._ids, 1):
            trouble = ""
            if self._opened and not self._opened[key]:
                trouble = (
                    "opens nothing yet: run `gonghui keys rotate`"
                    if number == 1
                    else "opens nothing any more: take it out"
                )
            note = "" if self._opened else "nothing is encrypted yet"
            yield Finding(where, f"field key {number}", trouble, note)
