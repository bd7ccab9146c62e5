"""How much of everything, and the refusal that all checks share."""

MB = 1024 * 1024
FILE_BYTES = 12 * MB
FILES_AT_ONCE = 6
REQUEST_BYTES = 48 * MB
OTHER_REQUEST_BYTES = 1 * MB
FILES_OF_SUBJECT = 40
PIXELS = 40_000_000
LONG_SIDE = 2_400
PDF_PAGES = 60
PDF_STREAM_BYTES = 64 * MB
NAME_LENGTH = 200


class FileRefused(ValueError):
    """A file that is not taken; the text is for the user and says what helps."""
