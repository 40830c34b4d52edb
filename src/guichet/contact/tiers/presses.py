"""What is pressed on the page of a contact to hand it over, or to keep it after all."""

from django.conf import settings

from guichet.contact.desk.presses import Done, Press, write_down
from guichet.contact.tiers import actions, rules
from guichet.eligibility.programme import NAME as ETA
from guichet.kernel.obstacles import Obstacle
from guichet.staff import roles


def hand_over(pressed: Press) -> Done:
    """Ask the national centre to take the contact over, with the notes that were typed."""
    if not settings.AGENCY.has(ETA) or not rules.gives(roles.permissions_of(pressed.request.user)):
        raise Obstacle("not_possible_now")
    write_down(pressed)
    actions.hand_over(pressed.contact.pk, agent=pressed.agent, now=pressed.now)
    return Done("said.handed_over")


def take_back(pressed: Press) -> Done:
    """Lead the contact on oneself."""
    write_down(pressed)
    actions.take_back(pressed.contact.pk, agent=pressed.agent, now=pressed.now)
    return Done("said.taken_back")
