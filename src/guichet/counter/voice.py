"""What programs are told when a call about a ticket does not do what it should."""

from guichet.kernel.programs.voices import Voice
from guichet.offices.words import say_of_field
from guichet.web import sentences
from guichet.web.languages import CATALOGUED

VOICE = Voice(
    prefixes=("/api/v1/tickets",),
    say=sentences.say,
    say_of_field=say_of_field,
    language=sentences.language_in(CATALOGUED),
)
