"""The attempt token: whoever holds it may save to one attempt as one device.

It carries the shape of the paper, so that a save needs no look-up before its one statement. The
token is never a cookie that browsers add by themselves to requests, or, where a cookie keeps it
over a reload, that cookie is not looked at when answers are saved: a foreign site cannot use it.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from audit.rules import Refusal

SALT = "quiz.delivery.attempt"
LIFETIME = timedelta(hours=24)


@dataclass(frozen=True)
class AttemptToken:
    attempt_id: int
    device: int
    shape: str


def make_token(token: AttemptToken) -> str:
    """Signed text of a token."""
    return signing.TimestampSigner(salt=SALT).sign(
        f"{token.attempt_id}.{token.device}.{token.shape}"
    )


def read_token(text: str) -> AttemptToken | Refusal:
    """The token that was signed here within its lifetime."""
    try:
        value = signing.TimestampSigner(salt=SALT).unsign(text, max_age=LIFETIME)
    except signing.SignatureExpired:
        return Refusal("delivery.token_expired")
    except (signing.BadSignature, UnicodeEncodeError):  # JSON can hold halves of characters
        return Refusal("delivery.token_forged")
    attempt_id, device, shape = value.split(".")
    return AttemptToken(int(attempt_id), int(device), shape)
