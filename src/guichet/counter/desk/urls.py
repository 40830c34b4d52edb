"""Addresses of a desk: the page, who comes, whom to call, and what is done to a ticket."""

from django.urls import path

from guichet.counter.desk import (
    views,
    views_arrivals,
    views_gone,
    views_people,
    views_tickets,
    views_times,
)
from guichet.counter.desk.agenda import views as agenda
from guichet.counter.desk.camera import views as camera

SERVING = ("recall", "start", "finish", "no-show", "transfer")
CARING = ("agree", "park", "left", "undo")
_HERE = "desk/<str:office>/"
_PERSON = f"{_HERE}expected/<int:appointment>/"
urlpatterns = [
    path("desk/", views.desks, name="desks"),
    path(_HERE, views.desk, name="desk"),
    path(f"{_HERE}now/", views.desk_now, name="desk_now"),
    path(f"{_HERE}gone/", views_gone.gone, name="desk_gone"),
    path(f"{_HERE}agenda/", agenda.show_agenda, name="agenda"),
    path(f"{_HERE}agenda/sheet/", agenda.day_sheet, name="day_sheet"),
    path(f"{_HERE}find/", views.find, name="desk_find"),
    path(f"{_HERE}check-in/", views_arrivals.check_in, name="check_in"),
    path(f"{_HERE}camera/", camera.camera, name="camera"),
    path(f"{_HERE}walk-in/", views_arrivals.walk_in, name="walk_in"),
    path(f"{_HERE}call/", views.call, name="call"),
    path(_PERSON, views_people.person, name="expected_person"),
    path(f"{_PERSON}cancel/", views_people.cancel, name="expected_cancel"),
    path(f"{_PERSON}identify/", views_people.identify, name="expected_identify"),
    path(f"{_PERSON}notice/", views_people.notice, name="expected_notice"),
    path(f"{_PERSON}times/", views_times.times, name="expected_times"),
    path(f"{_PERSON}move/", views_times.move, name="expected_move"),
    path(f"{_PERSON}paper-seen/", views_arrivals.see_paper, name="paper_seen"),
    path(f"{_HERE}tickets/<int:ticket>/paper/", views_tickets.paper, name="ticket_paper"),
    *(
        path(
            f"{_PERSON}{deed}/",
            views_arrivals.of_expected,
            {"deed": deed},
            name=f"expected_{deed}",
        )
        for deed in views_arrivals.EXPECTING
    ),
    *(
        path(f"{_HERE}tickets/<int:ticket>/{deed}/", view, {"deed": deed}, name=f"ticket_{deed}")
        for deeds, view in ((SERVING, views_tickets.serve), (CARING, views_tickets.care))
        for deed in deeds
    ),
]
