"""Running the program in earnest, from the command line: create the databases, serve, look for trouble, keep and
restore.

`init` alone uses the owner's address: it makes tables, the application's role, the safeguards, and for each province
the first administrator with a one-time link. `serve` runs the web server with the background worker beside it. `doctor`
says what is wrong. `backup` and `restore` move everything but the keys.
"""
