"""Addresses below /<language>/eta/ of papers: add, remove, hand in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
