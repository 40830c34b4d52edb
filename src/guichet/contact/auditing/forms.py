"""By what the contacts of all agents are found."""

from typing import Any

from django.contrib.auth.models import User

from guichet.contact.desk import rules
from guichet.contact.desk.forms import TOPIC
from guichet.interactions.models import Interaction
from guichet.staff.roles import ROLES
from guichet.web.forms.base import Choice, Day, Form
from guichet.web.words import speaker

OUTCOMES = (
    *rules.OUTCOMES,
    *("call_back_done", "call_back_not_reached", "call_back_not_asked", "call_back_left"),
)


class ContactFilter(Form):
    """A day, an agent, a channel, an outcome, how far it went: each narrows the list, none need."""

    day = Day(required=False)
    agent = Choice(required=False, choices=())
    channel = Choice(required=False, choices=())
    outcome = Choice(required=False, choices=())
    level = Choice(required=False, choices=())

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(language, TOPIC)
        choices = {
            "agent": _agents(),
            "channel": [(code, say(f"channel.{code}")) for code in rules.CHANNELS],
            "outcome": [(code, say(f"outcome.{code}")) for code in OUTCOMES],
            "level": [(code, say(f"reached.{code}")) for code in Interaction.Disclosure.values],
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.label = say(f"filter.{name}")


def _agents() -> list[tuple[str, str]]:
    """Return whoever has a role that answers, also with an account that is closed by now."""
    answering = [role for role, permissions in ROLES.items() if "answer" in permissions]
    accounts = User.objects.filter(groups__name__in=answering).distinct().order_by("username")
    return [(str(pk), name) for pk, name in accounts.values_list("pk", "username")]
