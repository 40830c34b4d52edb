"""An e-mail address that looks like a slip in a well-known one is asked about, once."""

from django.forms import Form

from guichet.booking.sentences import say_of_field
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import mailboxes
from guichet.web.forms import which
from guichet.web.forms.which import Which


def ask_about_slip(form: Form, name: str, language: str) -> None:
    """Ask which address is right, or take the one that was chosen; never stand in the way.

    Somebody who goes on without choosing keeps what they typed.
    """
    typed = form.cleaned_data.get(name, "")
    meant = mailboxes.near_miss(typed) if _is_written_well(typed) else ""
    if not meant:
        return
    answer = which.chosen(form.data, name, typed)
    if answer is None:
        sentence = say_of_field(name, "slip", language)
        which.ask(form, name, Which.of(typed, meant, typed), sentence)
    elif answer == meant:
        form.cleaned_data[name] = meant


def _is_written_well(typed: str) -> bool:
    try:
        return bool(mailboxes.read(typed))
    except Obstacle:
        return False
