"""Ed25519 (RFC 8032): the one place that knows the library. Imported when something is signed or checked."""

from ipdesk.domain.ledger.signature import ED25519, PublicKey

SEED_BYTES = 32


def public_key(seed: bytes) -> PublicKey:
    """The public half of a private key of 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return PublicKey(ED25519, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def sign(seed: bytes, statement: bytes) -> bytes:
    """The signature, 64 bytes; the same for the same arguments."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).sign(statement)


def verify(key: PublicKey, statement: bytes, signature: bytes) -> bool:
    """Whether a signature is good; False as well for a key or a signature that is none."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True
