"""Personal data in the row: encrypted columns, and keyed indexes by which an exact value is found again."""

import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import Dialect, LargeBinary, TypeDecorator

from webapp.tenancy import current

_NONCE = 12
KEY_ID_BYTES = 4


class UnknownKey(RuntimeError):
    """A stored value cannot be opened: its key is not among the settings, or it was moved from another place."""


class Keyring:
    """AES-256-GCM under the first key; values of every key are opened. `place` binds a value to its column and
    jurisdiction.

    Stored: key id (4 bytes), nonce (12), ciphertext with tag.
    """

    def __init__(self, field_keys: Sequence[bytes], index_key: bytes) -> None:
        self._ciphers = {key_id(key): AESGCM(key) for key in field_keys}
        self._newest = key_id(field_keys[0])
        self._index_key = index_key

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt under the newest key."""
        nonce = os.urandom(_NONCE)
        return self._newest + nonce + self._ciphers[self._newest].encrypt(nonce, text.encode(), place.encode())

    def open(self, stored: bytes, place: str) -> str:
        """Decrypt; raises UnknownKey."""
        cipher = self._ciphers.get(stored[:KEY_ID_BYTES])
        if cipher is None:
            raise UnknownKey(f"{place}: no key {stored[:KEY_ID_BYTES].hex()}")
        nonce, body = stored[KEY_ID_BYTES : KEY_ID_BYTES + _NONCE], stored[KEY_ID_BYTES + _NONCE :]
        try:
            return cipher.decrypt(nonce, body, place.encode()).decode()
        except InvalidTag as error:
            raise UnknownKey(f"{place}: the value does not belong here or was changed") from error

    def is_current(self, stored: bytes) -> bool:
        """Whether a value is under the newest key."""
        return stored[:KEY_ID_BYTES] == self._newest

    def derive(self, purpose: str) -> bytes:
        """A key for one purpose, from the key that never changes."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._index_key)


def keyring() -> Keyring:
    """The keyring of the running application."""
    found: Keyring = current_app.extensions["gonghui.keyring"]
    return found


def blind_index(purpose: str, value: str) -> str:
    """64 hex digits that are equal for equal values of one purpose in one jurisdiction, and tell nothing without the
    key.
    """
    key = keyring().derive(f"index:{current()}:{purpose}")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


class SecretText(TypeDecorator[str]):
    """A text encrypted in the row: `mapped_column(SecretText("people.identity_number"))`.

    The value is bound to that name and to the jurisdiction, so it opens nowhere else. It cannot be searched; see
    blind_index.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Encrypt."""
        return None if value is None else keyring().seal(value, self._place())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Decrypt; raises UnknownKey."""
        return None if value is None else keyring().open(value, self._place())

    def _place(self) -> str:
        return f"{current()}:{self.column}"


def key_id(key: bytes) -> bytes:
    """How a value names the key it is under."""
    return hashlib.sha256(key).digest()[:KEY_ID_BYTES]
