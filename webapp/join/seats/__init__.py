"""What follows from a seat: what a grant leaves to be done, and seats that move."""
