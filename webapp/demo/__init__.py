"""Believable, harmless demo data for every province that has a profile; nothing here knows one by name.

Unions are grown from the profile's own kinds over real places of the division data, units and platforms are made up, people carry
identity numbers of the unassigned area 990000 that pass the checksum and are accepted outside production only.
Every application goes through the same code as a worker's: draft, decision, submission, an officer's verdict.
"""
