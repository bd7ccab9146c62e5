"""What a room says when something cannot be done as asked."""


class Refused(Exception):
    """It cannot be done so, or not now. The message is a Chinese sentence for the user that says why and what to do instead; a page
    that has a better place for it shows it there, else it is answered as a problem page (409).
    """
