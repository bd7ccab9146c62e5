"""What people type that has rules of its own: amounts of money, names of people. Each reader has its field beside it."""
