"""Checking and proving a profile: references, tables, examples made from its own numbers, scenarios."""
