"""Addresses of a kiosk, the same at every office: the device says where it stands."""

from django.urls import path

from guichet.counter.kiosk import views, views_arrivals, views_ticket

app_name = "kiosk"
urlpatterns = [
    path("", views.start, name="start"),
    path("choice/", views.choose, name="choose"),
    path("appointment/", views_arrivals.check_in, name="check_in"),
    path("walk-in/", views_arrivals.walk_in, name="walk_in"),
    path("ticket/", views_ticket.ticket, name="ticket"),
    path("ticket/print/", views_ticket.paper, name="paper"),
]
