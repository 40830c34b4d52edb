"""Addresses on which staff book for people: choose, keep, say who comes, book, print."""

from django.urls import path

from guichet.booking.staff_pages.on_behalf import views, views_keeping, views_many, views_party

_BOOK = "desk/<str:office>/book/"
_PARTY = f"{_BOOK}<str:party>/"
_MANY = "desk/<str:office>/many/"
urlpatterns = [
    path(_MANY, views_many.many, name="many"),
    path(f"{_MANY}find/", views_many.many_find, name="many_find"),
    path(f"{_MANY}cancel/", views_many.many_cancel, name="many_cancel"),
    path(_BOOK, views.book_for, name="book_for"),
    path(f"{_BOOK}hold/", views.hold_for, name="hold_for"),
    path(_PARTY, views_party.party, name="party"),
    path(f"{_PARTY}<int:person>/", views_party.party_person, name="party_person"),
    path(f"{_PARTY}longer/", views_keeping.party_longer, name="party_longer"),
    path(f"{_PARTY}again/", views_keeping.party_again, name="party_again"),
    path(f"{_PARTY}drop/", views_keeping.party_drop, name="party_drop"),
    path(f"{_PARTY}notices/", views_keeping.party_notices, name="party_notices"),
]
