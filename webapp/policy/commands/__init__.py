"""`gonghui policy …` from the command line."""
