"""Loading a profile against a plain parse and validation, and the time of the proof."""

from pathlib import Path

import yaml

from bench.measure import Result, in_turns, seconds, times
from webapp.policy import Library
from webapp.policy.checking.profiles import check
from webapp.policy.profile.rules import Rules
from webapp.policy.reading.loading import load

LOAD_WANT = 3.0
PROOF_SECONDS = 2.0


def loading(policies: Path) -> Result:
    """Our strict loading (lines and columns kept, faults explained) against libyaml's parse + model validation."""
    files = sorted(policies.glob("*.yaml"))
    texts = [(path.read_text(encoding="utf-8"), path.name) for path in files]
    pairs = in_turns(
        lambda: [load(text, name) for text, name in texts],
        lambda: [Rules.model_validate(yaml.load(text, Loader=_Plain)) for text, _ in texts],
    )
    return times("load all profiles", pairs, "ms", LOAD_WANT)


class _Plain(yaml.CSafeLoader):
    """libyaml's loader with days left as the text they are, as a profile wants them."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def proof(policies: Path) -> Result:
    """The proof of every profile, against the seconds it may take."""
    library = Library.from_folder(policies)
    profiles = [library.profile(name) for name in (*library.jurisdictions(), "national")]
    rounds = [(seconds(lambda: [check(profile) for profile in profiles]), PROOF_SECONDS) for _ in range(5)]
    return times("prove all profiles", rounds, "ms", 1.0)
