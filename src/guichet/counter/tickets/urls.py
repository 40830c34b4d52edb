"""Addresses below /<language>/ of the queue: a ticket by its token, and the page of an office."""

from django.urls import path

from guichet.counter.tickets import views, views_office

app_name = "counter"
TICKET = "tickets/<str:token>/"

urlpatterns = [
    path(TICKET, views.ticket, name="ticket"),
    path(TICKET + "leave/", views.leave, name="leave"),
    path(TICKET + "print/", views.paper, name="paper"),
    path("offices/<str:office>/", views_office.office, name="office"),
]
