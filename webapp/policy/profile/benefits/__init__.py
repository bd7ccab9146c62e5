"""Benefits (权益): what a province's mutual-aid plans promise, row by row, and the facts that their rows read."""
