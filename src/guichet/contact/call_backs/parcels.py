"""What a text about a call-back says, as it is sent; nothing where its purpose has passed."""

from datetime import datetime

from guichet.contact.call_backs import tokens
from guichet.contact.call_backs.models import CallBack
from guichet.contact.call_backs.texting import CONFIRM, FULL, MISSED
from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.models import Dispatch
from guichet.post import issuer
from guichet.post.send import Parcel
from guichet.web.addresses.paths import public_address
from guichet.web.words import texts

TOPIC = "call_backs"

State = CallBack.State
STATES = {CONFIRM: State.ASKED, MISSED: State.OFFERED, FULL: State.LAPSED}  # it still serves


def parcel(row: Dispatch, now: datetime) -> Parcel | None:
    """Return a text that is still to be sent; None where its purpose has passed."""
    call_back = CallBack.objects.filter(pk=row.record, state=STATES[row.kind]).first()
    if call_back is None:
        return None
    url = public_address(
        "call_backs:own", row.language, token=tokens.token(call_back.pk, tokens.TEXT)
    )
    key = row.kind.removeprefix("call_back_")
    words = texts(TOPIC).get(f"text.{key}", row.language).text
    name = issuer.text_name(row.language)
    return Parcel(content=sentence_with(words, {"name": name, "url": url}), to=call_back.number)


MAKERS = dict.fromkeys(STATES, parcel)
