"""Codes that only this installation can make, and digests that only it can check.

The key comes from the setting `ETABLI_SECRET_KEY`. Who reads the database without it can neither make a code
nor find by trying which one belongs to a digest.
"""

from __future__ import annotations

import hashlib
import hmac

from app.shared.ids import CROCKFORD


class Keys:
    """What the installation's secret key makes."""

    _secret: bytes = b""

    def open(self, secret: str) -> None:
        """Use this key."""
        self._secret = secret.encode()

    def code(self, purpose: str, name: str, *, length: int) -> str:
        """The code of `length` signs that goes with `name`, always the same: 5 bits a sign, in Crockford's base 32."""
        made = self._mac(purpose, name)
        return "".join(CROCKFORD[byte % len(CROCKFORD)] for byte in made[:length])

    def digest(self, purpose: str, text: str) -> str:
        """What the database keeps in place of `text`: 64 hexadecimal digits."""
        return self._mac(purpose, text).hex()

    def _mac(self, purpose: str, text: str) -> bytes:
        if not self._secret:
            raise RuntimeError("There is no key yet: call keys.open(secret) first.")
        return hmac.digest(self._secret, f"{purpose}\n{text}".encode(), hashlib.sha256)


keys = Keys()
