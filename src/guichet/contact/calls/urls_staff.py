"""Addresses of the telephone, and of those who are called back, for agents."""

from django.urls import path

from guichet.contact.call_backs.pages import views_staff
from guichet.contact.calls import views

_BACKS = "contact/call-backs/"
_ONE = f"{_BACKS}<int:call_back>/"
urlpatterns = [
    path("contact/calls/", views.telephone_calls, name="telephone_calls"),
    path(_BACKS, views_staff.call_backs, name="call_backs"),
    path(f"{_BACKS}write/", views_staff.write_down, name="write_call_back"),
    path(f"{_BACKS}cancel/", views_staff.cancel_numbered, name="cancel_numbered_call_back"),
    path(_ONE, views_staff.call_back, name="call_back"),
    path(f"{_ONE}take/", views_staff.take, name="take_call_back"),
    path(f"{_ONE}settle/", views_staff.settle, name="settle_call_back"),
    path(f"{_ONE}cancel/", views_staff.cancel, name="cancel_call_back"),
]
