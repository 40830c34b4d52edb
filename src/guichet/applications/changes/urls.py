"""Addresses below /<language>/eta/ of put right, changed, look again."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
