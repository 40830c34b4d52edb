"""Addresses below /<language>/eta/ of the help with every field."""

from django.urls import URLPattern, path

from guichet.applications.form import views

urlpatterns: list[URLPattern] = [
    path("help/", views.field_help, name="field_help"),
]
