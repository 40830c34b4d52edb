"""Addresses below /<language>/eta/ of letters, lost numbers, trouble and enquiries."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
