"""The address below /<language>/eta/ of what was said about an application."""

from django.urls import URLPattern, path

from guichet.applications.contacts import views

urlpatterns: list[URLPattern] = [path("yours/contacts/", views.contacts, name="contacts")]
