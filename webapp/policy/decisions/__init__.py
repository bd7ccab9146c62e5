"""One module a kind of decision: `(facts, profile, date) -> Decision`, pure."""
