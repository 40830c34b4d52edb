"""Addresses below /staff/calls/: whom to telephone, and that somebody has been reached."""

from django.urls import path

from guichet.staff.calls import views

urlpatterns = [
    path("calls/", views.calls, name="calls"),
    path("calls/<int:call>/reached/", views.reached, name="reached"),
]
