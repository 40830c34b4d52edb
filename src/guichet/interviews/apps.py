from functools import partial

from django.apps import AppConfig
from django.conf import settings
from django.db import transaction


class InterviewsConfig(AppConfig):
    name = "guichet.interviews"

    def ready(self) -> None:
        """Hand in what the rooms below show and do of interviews, where there are files."""
        if not settings.AGENCY.has("eta"):
            return
        self._join_letters()
        self._join_pages()
        if settings.AGENCY.has("appointments"):
            self._follow_appointments()

    def _join_letters(self) -> None:
        """Tell letters what stands in those about an interview, and what goes with them."""
        from guichet.applications.letters import body, mail, parts, send
        from guichet.interviews.actions import DECLINED, ENDED, MISSED, MOVED, OFFERED, OVER
        from guichet.interviews.following import CHOSEN, GONE
        from guichet.interviews.telling import calling_off, letters

        parts.PARTS["interview"] = letters.part
        body.SUMMED[letters.REMINDER] = letters.summed
        for kind in (OFFERED, CHOSEN, MOVED, DECLINED, GONE, ENDED, OVER):
            body.SUMMED[kind] = letters.summed
            mail.STILL_TRUE[kind] = letters.holds
            mail.ENCLOSED[kind] = letters.enclosed
        send.BESIDE.append(calling_off.facts_of)
        # Its time has passed: there is nothing to put into a calendar.
        body.SUMMED[MISSED] = letters.summed
        body.ADDED.append(calling_off.sentences)
        mail.ENCLOSED.update(dict.fromkeys(calling_off.KINDS, letters.enclosed))

    def _join_pages(self) -> None:
        """Add what officers do, and what the status and the file show."""
        from guichet.applications.api import shapes
        from guichet.applications.changes import views_decided
        from guichet.applications.decisions import requests
        from guichet.applications.queries import INTERVIEW_TIME
        from guichet.applications.status import next_steps
        from guichet.applications.status.panels import PANELS, Panel
        from guichet.casework.file import panels
        from guichet.interviews import api, queries
        from guichet.interviews.clients import pages
        from guichet.interviews.officers import deeds, file_panel

        requests.WHY_UNANSWERED[INTERVIEW_TIME] = queries.why_unanswered
        requests.REMINDED[INTERVIEW_TIME] = queries.of_reminder
        shapes.FROM_ABOVE["interview"] = api.of_application
        next_steps.ELSEWHERE["interview"] = "interviews:interview"
        PANELS.append(Panel("interviews/panel.html", pages.panel))
        views_decided.ALSO_ENDS.append(pages.ended_by_withdrawing)
        template = "casework/interviews/panel.html"
        panels.PANELS.append(panels.FilePanel(template, file_panel.panel))
        panels.ENDS.append(file_panel.ended_by)
        deeds.hand_in()

    def _follow_appointments(self) -> None:
        """Follow at once what a client or an office changes in an appointment."""
        from guichet.booking.telling import following
        from guichet.interviews.following import awaited_at, follow_appointments
        from guichet.kernel import clock
        from guichet.offices import actions as offices

        def follow_office(office: str) -> None:
            follow = partial(follow_appointments, now=clock.now())
            transaction.on_commit(follow, robust=True)  # it locks cases, which come first elsewhere

        following.ON_CHANGE.append(lambda number, now: follow_appointments(number, now=now))
        following.INTERVIEWS.append(lambda number, now: awaited_at(number, now=now))
        offices.ON_CHANGE.append(follow_office)
