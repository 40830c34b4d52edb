"""An article of the help center for each of the nine words of a status."""

from collections.abc import Iterator, Mapping

from guichet.eligibility.programme import NAME
from guichet.guidance.knowledge.drafts import (
    HEADING,
    ITEM,
    LEDE,
    PARAGRAPH,
    Draft,
    Line,
    Said,
    in_each,
)
from guichet.guidance.knowledge.made.frames import frame, quoted
from guichet.web.words import texts

TOPIC, SUBJECT = "apply", "waiting"
_AFTER = 100  # behind what was written
# Every step that `rules.public_status` offers with a status; where it has several, it depends.
NEXT_STEPS: Mapping[str, tuple[str, ...]] = {
    "in_progress": ("wait",),
    "late": ("ask_us", "wait"),
    "action_needed": ("send_information", "come_to_interview"),
    "approved": ("travel_with_this_passport",),
    "not_approved": ("see_options",),
    "no_longer_valid": ("apply_again",),
    "withdrawn": ("apply_again", "use_right_document"),
    "not_finished": ("resume", "pay"),
    "not_found": ("check_typing",),
}


def drafts() -> Iterator[Draft]:
    """Yield the article of each status, in the order in which an application goes."""
    for place, status in enumerate(NEXT_STEPS, _AFTER):
        yield _draft(status, place)


def _draft(status: str, place: int) -> Draft:
    words = texts(TOPIC)

    def said(language: str) -> Said:
        steps = (words.get(f"next.{step}", language) for step in NEXT_STEPS[status])
        return Said(
            frame("status_title", language, status=words.get(f"status.{status}", language)),
            (
                Line(LEDE, frame("status_lede", language)),
                Line(PARAGRAPH, quoted(words.get(f"sentence.{status}", language))),
                Line(HEADING, frame("may_read", language)),
                *(Line(ITEM, quoted(text)) for text in steps),
            ),
        )

    return Draft(
        article=f"status-{status.replace('_', '-')}",
        programme=NAME,
        subject=SUBJECT,
        words=in_each(said),
        action="look_up_status",
        place=place,
    )
