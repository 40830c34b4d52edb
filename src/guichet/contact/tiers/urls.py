"""Addresses of the contacts that go from one tier to the next."""

from django.urls import path

from guichet.contact.tiers import views

_HANDED_OVER = "contact/handed-over/"
urlpatterns = [
    path(_HANDED_OVER, views.handed_over, name="handed_over"),
    path(f"{_HANDED_OVER}<int:hand_over>/take/", views.take_over, name="take_over"),
]
