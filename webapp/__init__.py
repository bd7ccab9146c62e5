"""Gonghui: one server for many provinces' trade-union federations, each on its own subdomain, each ruled by a YAML profile."""
