"""SHA-256 that a start can afford: Python's own, as `hashlib` brings OpenSSL, which takes longer to load than a plan.

The digests are the same. Over megabytes OpenSSL is several times faster: what reads a whole ledger takes `hashlib`.
"""

import sys

try:
    if sys.version_info >= (3, 12):
        from _sha2 import sha256
    else:
        from _sha256 import sha256  # type: ignore[import-not-found]
except ImportError:  # an interpreter built without its own
    from hashlib import sha256


def sha256_hex(content: bytes) -> str:
    """The SHA-256 of some bytes, in lower-case hex."""
    digest: str = sha256(content).hexdigest()
    return digest
