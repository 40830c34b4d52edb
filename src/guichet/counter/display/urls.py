"""Addresses of a screen in the waiting room: its page, and what its script follows or asks."""

from django.urls import path

from guichet.counter.display import views

app_name = "display"
urlpatterns = [
    path("<str:office>/", views.display, name="display"),
    path("<str:office>/calls/", views.calls, name="calls"),
    path("<str:office>/stream/", views.stream, name="stream"),
]
