"""Addresses below /<language>/eta/ of put right, a new address, look again, withdraw."""

from django.urls import URLPattern, path

from guichet.applications.changes import (
    views_address,
    views_change,
    views_compare,
    views_decided,
)

urlpatterns: list[URLPattern] = [
    path("yours/change/", views_change.change, name="change"),
    path("yours/change/passport-lines/", views_compare.compare, name="compare"),
    path("yours/change/done/", views_change.changed, name="changed"),
    path("yours/address/", views_address.new_address, name="new_address"),
    path("yours/look-again/", views_decided.look_again, name="look_again"),
    path("yours/withdraw/", views_decided.withdraw, name="withdraw"),
]
