"""How much of everything, and the two ways to be refused."""

MB = 1024 * 1024

PIXELS = 40_000_000
PIXELS_OF_FORMAT = {"WEBP": 24_000_000}
"""Fewer where the decoder takes more memory for each."""
PIXELS_AT_ONCE = 160_000_000
LONG_SIDE = 2_400
SHORT_SIDE = 1_200
"""A picture is made smaller until one of the two holds: a photograph to the first, a long screenshot to the second, so that both can be read."""
PDF_PAGES = 60
PDF_STREAM_BYTES = 64 * MB
SHEET_ROWS = 20_000
SHEET_CELLS = 400_000
CSV_BYTES = 4 * MB
XML_BYTES = 64 * MB
"""Of one part of a workbook, unpacked."""
SHEET_MARK = "\f"
"""With it begins a line of a CSV made of several sheets: the name of the sheet whose rows follow, counted from 1 again."""

MEMORY_BYTES = 480 * MB
"""Of data in the child; with its programs and its stack it stays below 600 MB of the machine's."""
RESULT_BYTES = 32 * MB
CPU_SECONDS = 10
"""For each file."""
RUN_SECONDS = 45.0
"""For all files of a request, by the clock."""
TURN_SECONDS = 20.0
"""How long a request waits for its turn."""
WAITING = 4
"""How many requests of one web process may decode or wait for it; the others of its threads stay free for visitors."""


class Unfit(ValueError):
    """A content that cannot be made anew. The text is for the user: it goes on after the file's name and says what helps."""


class Busy(RuntimeError):
    """Too many wait for their turn; the text is a sentence for the user."""


REDUCED, SEALS_DRAWN, UNLOCKED = "reduced", "seals-drawn", "unlocked"
"""What was changed about a content that somebody may want to know: fewer pixels than were sent; an electronic seal of which the drawing
alone is left; a lock against copying or printing that is gone.
"""
