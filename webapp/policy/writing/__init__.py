"""For who writes a profile: the skeleton of a new one, the schema for editors, what differs between two."""
