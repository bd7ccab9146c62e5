"""The vocabulary of a profile: one small module a section, one model a kind of row."""
