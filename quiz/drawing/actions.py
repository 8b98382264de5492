"""Where seeds come from."""

import secrets


def new_seed() -> bytes:
    """32 bytes that nobody could foresee."""
    return secrets.token_bytes(32)
