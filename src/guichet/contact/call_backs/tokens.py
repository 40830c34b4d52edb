"""The unguessable names of a call-back: one for its page, one that only its text carries."""

from guichet.kernel import keyring
from guichet.kernel.references import same

PAGE, TEXT = "call-back page", "call-back text"


def token(call_back: int, purpose: str) -> str:
    """Return the name of a call-back for one purpose."""
    return f"{call_back}-{keyring.working(purpose, call_back).hex()[:32]}"


def named(text: str) -> tuple[int, str] | None:
    """Return the call-back and the purpose that a name stands for; None for one never given."""
    number = text.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    for purpose in (PAGE, TEXT):
        if same(token(int(number), purpose), text):
            return int(number), purpose
    return None
