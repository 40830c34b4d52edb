"""A fresh start is told: to the person, and to every administrator with an address."""

from datetime import datetime

from django.contrib.auth.models import User

from guichet.kernel.models import Dispatch
from guichet.post.mail_body import InLanguage, Mail, Paragraph, compose
from guichet.post.send import Parcel
from guichet.staff.accounts import anew
from guichet.staff.frame import languages
from guichet.staff.frame.words import TOPIC
from guichet.web.words import texts

_PARTS = {anew.ASKED: "asked", anew.STARTED: "started"}


def parcel(row: Dispatch, now: datetime) -> Parcel | None:
    """Return the mail to one addressee; None where they are no longer to be told."""
    del now  # the outbox itself gives up what is too old
    user = User.objects.filter(pk=row.record).first()
    if user is None:
        return None
    addressee = anew.addressee_of(row, user)
    if addressee is None:
        return None
    return Parcel(content=mail(user.get_username(), row.kind), to=addressee.email)


def mail(name: str, kind: str) -> Mail:
    """Return the mail about the account of this name, in both languages of the staff pages."""
    first, second = languages.CODES
    return compose(
        _say(kind, "subject", first, name),
        [Paragraph(text) for text in _body(kind, first, name)]
        + [InLanguage(_say(kind, "subject", second, name), _body(kind, second, name), second)],
        language=first,
    )


def _body(kind: str, language: str, name: str) -> list[str]:
    return [
        _say(kind, "says", language, name),
        _say(kind, "do", language, name),
        texts(TOPIC).get("anew.end", language).text,
    ]


def _say(kind: str, part: str, language: str, name: str) -> str:
    return texts(TOPIC).get(f"anew.{_PARTS[kind]}_{part}", language).text % {"name": name}
