"""What an officer can do about an interview, as rows of the table of deeds."""

from collections.abc import Callable
from dataclasses import replace

from guichet.applications import states
from guichet.casework.deeds import table
from guichet.casework.deeds.case import CaseState, DeedMatter
from guichet.casework.deeds.table import Deed
from guichet.interviews import actions, invitation, queries
from guichet.interviews.officers import forms
from guichet.kernel import clock


def can_invite(case: CaseState) -> bool:
    """Tell whether times can be offered, the first ones or others in their place."""
    state = case.application.state
    return state == queries.INVITED or states.is_possible("invite", state)


def is_live(case: CaseState) -> bool:
    """Tell whether an invitation waits for its answer or its time."""
    return queries.live(case.application) is not None


def has_passed(case: CaseState) -> bool:
    """Tell whether the time that was chosen has begun."""
    interview = queries.live(case.application)
    time = invitation.of(interview).chosen if interview else None
    return time is not None and time <= clock.now()


def can_call_off(case: CaseState) -> bool:
    """Tell whether an interview is still ahead: of one whose time came, how it went is noted."""
    return is_live(case) and not has_passed(case)


def without_interview(possible: Callable[[CaseState], bool]) -> Callable[[CaseState], bool]:
    """Return what tells whether a deed is possible that would end an interview and tell nobody."""
    return lambda case: possible(case) and not is_live(case)


def invite(matter: DeedMatter) -> object:
    """Invite to an interview."""
    return actions.invite(matter.pk, matter.form.offer(), officer=matter.officer, now=matter.now)


def record(matter: DeedMatter) -> object:
    """Record how it went."""
    outcome = matter.form.cleaned_data["went"]
    return actions.record(matter.pk, outcome, officer=matter.officer, now=matter.now)


def call_off(matter: DeedMatter) -> object:
    """Call the interview off."""
    return actions.call_off(matter.pk, officer=matter.officer, now=matter.now)


DEEDS = (
    Deed(
        verb="invite",
        key="v",
        permission="prepare",
        do=invite,
        possible=can_invite,
        form=forms.Invite,
        audited=("invite",),
        fields="casework/interviews/invite.html",
    ),
    Deed(
        verb="record_interview",
        key="e",
        permission="prepare",
        do=record,
        possible=has_passed,
        form=forms.Record,
        audited=("interview_held", "interview_missed"),
        fields="casework/interviews/record.html",
    ),
    Deed(
        verb="call_off_interview",
        key="z",
        permission="prepare",
        do=call_off,
        possible=can_call_off,
        audited=("interview_called_off",),
    ),
)


def hand_in() -> None:
    """Add these deeds to the table, and keep a case from being taken up past an interview."""
    table.hand_in(*DEEDS, after="ask")
    resume = table.by_verb()["resume"]
    table.hand_in(replace(resume, possible=without_interview(resume.possible)), after="ask")
