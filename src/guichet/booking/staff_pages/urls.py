"""Addresses of calls to make, of who has been reached, and of sources that book much."""

from django.urls import path

from guichet.booking.staff_pages import views, views_sources

urlpatterns = [
    path("calls/", views.calls, name="calls"),
    path("calls/<int:call>/reached/", views.reached, name="reached"),
    path("sources/", views_sources.many_from_one, name="sources"),
]
