"""Addresses of a kiosk, the same at every office: the device says where it stands."""

from django.urls import path

from guichet.counter.kiosk import views, views_arrivals, views_help, views_ticket

app_name = "kiosk"
urlpatterns = [
    path("", views.start, name="start"),
    path("choice/", views.choose, name="choose"),
    path("appointment/", views_arrivals.check_in, name="check_in"),
    path("walk-in/", views_arrivals.walk_in, name="walk_in"),
    path("help/", views_help.help_topics, name="help_topics"),
    path("help/<slug:group>/", views_help.help_matters, name="help_matters"),
    path("help/about/<slug:scenario>/", views_help.help_step, name="help_step"),
    path("ticket/", views_ticket.ticket, name="ticket"),
    path("ticket/print/", views_ticket.paper, name="paper"),
]
