"""What is pressed of the help center on the page of a contact."""

from django.http import HttpResponse

from guichet.contact.articles import actions, page
from guichet.contact.desk.presses import Done, Press, after, show, write_down
from guichet.guidance.knowledge.rules import tells_of_somebody
from guichet.guidance.knowledge.terms import looked_for
from guichet.kernel.obstacles import Obstacle


def search(pressed: Press) -> HttpResponse:
    """List the articles that fit words of the caller's language or the agent's."""
    query = pressed.forms.notes.cleaned_data["knowledge"]
    if not looked_for(query):
        raise Obstacle("invalid", errors={"knowledge": "required"})
    if tells_of_somebody(query):
        raise Obstacle("invalid", errors={"knowledge": "tells_of_somebody"})
    write_down(pressed)
    articles = page.of_query(query, pressed.contact.language, pressed.language, now=pressed.now)
    return show(pressed.request, pressed.contact, after(pressed), extras={"knows": articles})


def read(pressed: Press) -> HttpResponse:
    """Show an article to be said aloud."""
    write_down(pressed)
    articles = page.to_say(pressed.argument, pressed.contact.language, pressed.language)
    return show(pressed.request, pressed.contact, after(pressed), extras={"knows": articles})


def send(pressed: Press) -> Done:
    """Send the address of an article to the address on file, blindly."""
    write_down(pressed)
    actions.send(
        pressed.contact.pk,
        pressed.argument,
        agent=pressed.agent,
        roles=pressed.roles,
        now=pressed.now,
    )
    return Done("said.sent")
