"""How much may be sent at once, and the refusal that all checks share."""

MB = 1024 * 1024
FILE_BYTES = 12 * MB
FILES_AT_ONCE = 6
REQUEST_BYTES = 48 * MB
OTHER_REQUEST_BYTES = 1 * MB
FORM_PARTS = 100
FILE_BYTES_IN_MEMORY = 64 * 1024
FILES_OF_SUBJECT = 40
NAME_LENGTH = 200


class FileRefused(ValueError):
    """A file that is not taken; the text is for the user and says what helps."""
