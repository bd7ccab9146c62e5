"""The story of a decision while it is reached, and which readings of an unclear text turned it."""
