"""Measuring two ways of doing the same work against each other, in turns, so that a busy machine slows both."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Result:
    """One workload: our figure and the floor's in `unit`, the median of the rounds' ratios and their spread.

    `want` is the ratio asked for; `better` says on which side of it.
    """

    workload: str
    ours: float
    floor: float
    unit: str
    ratio: float
    spread: list[float]
    want: float
    better: str

    def reached(self) -> bool:
        """Whether the ratio is on the wanted side, or its spread reaches there: a bound is missed by the whole of it."""
        least, most = self.spread
        return most >= self.want if self.better == "higher" else least <= self.want

    def as_dict(self) -> dict[str, object]:
        """The result as it stands in latest.json."""
        return asdict(self)


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def in_turns(
    ours: Callable[[], object], floor: Callable[[], object], rounds: int = ROUNDS
) -> list[tuple[float, float]]:
    """CPU seconds of ours and the floor, run one after the other `rounds` times, without garbage collection between."""
    ours()
    floor()
    gc.collect()
    gc.disable()
    try:
        return [(seconds(ours), seconds(floor)) for _ in range(rounds)]
    finally:
        gc.enable()


def rate(workload: str, pairs: list[tuple[float, float]], number: int, want: float) -> Result:
    """Our rate as a part of the floor's; higher is better."""
    ratios = [floor / ours for ours, floor in pairs]
    ours, floor = (number / statistics.median(one) for one in zip(*pairs, strict=True))
    return _result(workload, ours, floor, "decisions/s", ratios, want, "higher")


def times(workload: str, pairs: list[tuple[float, float]], unit: str, want: float) -> Result:
    """Our time as a multiple of the floor's; lower is better."""
    ratios = [ours / floor for ours, floor in pairs]
    ours, floor = (statistics.median(one) * 1000 for one in zip(*pairs, strict=True))
    return _result(workload, ours, floor, unit, ratios, want, "lower")


def _result(
    workload: str, ours: float, floor: float, unit: str, ratios: list[float], want: float, better: str
) -> Result:
    spread = [round(min(ratios), 3), round(max(ratios), 3)]
    ratio = round(statistics.median(ratios), 3)
    return Result(workload, round(ours, 3), round(floor, 3), unit, ratio, spread, want, better)
