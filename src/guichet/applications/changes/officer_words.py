"""What reaches an officer in words: fields that were forgotten or have changed, and the rest."""

from guichet.applications.changes.proposal import Proposal
from guichet.applications.form import answers, in_words
from guichet.applications.form.answers import form
from guichet.applications.status.pages import TOPIC
from guichet.web.words import texts


def to_officer(proposal: Proposal) -> str:
    """Return the whole text, in the language of the letters; nothing where nothing is told."""
    application = proposal.application
    language = answers.letter_language(application.answers, language=application.language)
    rows = [
        in_words.row(form().fields[key], {key: proposal.changes[key]}, language)
        for key in proposal.keys_in_words
    ]
    lines = [f"{row.label}: {row.value or '—'}" for row in rows]
    if lines:
        lines.insert(0, texts(TOPIC).get(f"told.{proposal.why}", language).text)
    own = [proposal.words] if proposal.wants_words and proposal.words else []
    return "\n".join([*lines, *own])
