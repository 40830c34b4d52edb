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
    text = form.cleaned_data.get(name, "")
    near_miss = mailboxes.near_miss(text) if _is_written_well(text) else ""
    if not near_miss:
        return
    answer = which.chosen(form.data, name, text)
    if answer is None:
        sentence = say_of_field(name, "slip", language)
        which.ask(form, name, Which.of(text, near_miss, text), sentence)
    elif answer == near_miss:
        form.cleaned_data[name] = near_miss


def _is_written_well(text: str) -> bool:
    try:
        return bool(mailboxes.read(text))
    except Obstacle:
        return False
