"""Addresses below /<language>/eta/ of where it stands, and what each result means."""

from django.urls import URLPattern, path

from guichet.applications.status import views, views_results

of_one: list[URLPattern] = [
    path("status/yours/", views.standing, name="standing"),
    path("status/yours/eta.ics", views.expiry, name="expiry"),
]
urlpatterns: list[URLPattern] = [
    path("status/", views.look_up, name="look_up"),
    path("results/", views_results.results, name="results"),
]
