"""What a worker finds first: a province's front page with only what works there, his own page, and, on the bare domain, the provinces."""
