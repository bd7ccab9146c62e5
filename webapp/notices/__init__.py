"""Messages to people: written in the transaction of what they tell, delivered after it.

`send` puts a message into the outbox as part of the running transaction, so a message is never sent about something
that did not happen; a job hands it over afterwards. Delivery is a plug-in chosen by name: a gateway installed beside
the program, a file, the console, or nothing but a page where a demo shows them. Phone and text are encrypted; the text
of a message that carries a secret is deleted once it has been handed over.
"""

from webapp.notices.channels import NoChannel, channel
from webapp.notices.models import Message
from webapp.notices.outgoing import Channel, Outgoing
from webapp.notices.routes import init_app
from webapp.notices.store import Recipient, messages_of, register_signature, send
from webapp.notices.texts import Template, register_template

__all__ = [
    "Channel",
    "Message",
    "NoChannel",
    "Outgoing",
    "Recipient",
    "Template",
    "channel",
    "init_app",
    "messages_of",
    "register_signature",
    "register_template",
    "send",
]
