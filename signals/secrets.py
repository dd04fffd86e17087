"""Credentials: sealed at rest, and unable to print themselves."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Secret:
    """A credential; only `reveal()` gives its text."""

    __slots__ = ("_text",)

    def __init__(self, text: str):
        self._text = text

    def reveal(self) -> str:
        """The text itself, for a request's header and for nothing else."""
        return self._text

    def __repr__(self):
        return "Secret(•••)"

    __str__ = __repr__

    def __reduce__(self):
        raise TypeError("A secret is not pickled.")


def _fernet() -> Fernet:
    key = getattr(settings, "SECRETS_KEY", "") or settings.SECRET_KEY
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"revenue-arc source secrets").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def seal(text: str) -> str:
    """Encrypt a credential for the database."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(token: str) -> Secret:
    """Decrypt a credential. Raises ImproperlyConfigured, in words, when the key is another one."""
    try:
        return Secret(_fernet().decrypt(token.encode()).decode())
    except InvalidToken:
        raise ImproperlyConfigured(
            "The credential cannot be opened: ARC_SECRETS_KEY (or ARC_SECRET_KEY) is not the one it was sealed with. "
            "Set the key again, or enter the credential anew."
        ) from None
