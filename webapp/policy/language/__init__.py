"""The language of the rows: facts and their types, conditions over them, divisions, and how a table of rows decides."""
