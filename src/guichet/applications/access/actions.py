"""Sign in to an application with its number and PIN."""

from datetime import datetime

from guichet.applications import numbers, queries, tokens
from guichet.applications.models import Application
from guichet.kernel import references
from guichet.kernel.guarding import guesses, limits
from guichet.kernel.guarding.guesses import Guesser
from guichet.kernel.obstacles import Obstacle


def sign_in(number: str, pin: str, *, guesser: Guesser, now: datetime) -> Application:
    """Return the application that a number and a PIN open.

    A number that does not check itself is told as mistyped and costs no try. Wrong number and wrong
    PIN raise the same Obstacle after the same work. What a try costs, `kernel.guarding.guesses`
    says: five failures an hour for one number from one network, and no sixth try, not even with the
    right PIN.
    """
    number, pin = numbers.read(number), references.read_number(pin)
    if not numbers.is_number(number):
        limits.refuse_mistyped(guesser.network, now=now)

    with guesses.guess("eta_pin", number, guesser, now=now):
        application = queries.by_number(number)
        generation = tokens.opening_generation(application, pin)
        if application is None or generation is None:
            raise Obstacle("wrong_credentials")

    if generation > application.pin_generation:
        Application.objects.filter(pk=application.pk).update(pin_generation=generation)
        application.pin_generation = generation
    return application
