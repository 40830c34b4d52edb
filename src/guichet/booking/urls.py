"""Addresses below /<language>/appointments/: finding, then booking, then coming back."""

from django.urls import path

from guichet.booking.views import (
    book,
    contact_code,
    earlier,
    find,
    lost,
    manage,
    offers,
    proof,
    times,
)

app_name = "booking"

OFFICE = "offices/<str:office>/"
SERVICE = OFFICE + "<str:service>/"

urlpatterns = [
    path("", find.start, name="start"),
    path(OFFICE, find.office, name="office"),
    path(SERVICE + "documents/", find.documents, name="documents"),
    path(SERVICE, times.times, name="times"),
    path(SERVICE + "tell-me/", times.tell_me, name="tell_me"),
    path(SERVICE + "earlier/", earlier.ask, name="ask"),
    path(SERVICE + "earlier/asked/", earlier.asked, name="asked"),
    path("earlier/", earlier.earlier, name="earlier"),
    path("earlier/<str:token>/", offers.entry, name="entry"),
    path("earlier/<str:token>/leave/", offers.leave, name="leave_list"),
    path("offers/<str:token>/", offers.offer, name="offer"),
    path("slots/<int:slot>/hold/", book.hold, name="hold"),
    path("slots/<int:slot>/wait/", proof.wait, name="wait"),
    path("hold/extend/", book.extend, name="extend"),
    path("hold/give-up/", book.give_up, name="give_up"),
    path("details/", book.details, name="details"),
    path("review/", book.review, name="review"),
    path("book/", book.book, name="book"),
    path("notice/", manage.notice, name="notice"),
    path("notice.pdf", manage.notice_pdf, name="notice_pdf"),
    path("notice.ics", manage.notice_ics, name="notice_ics"),
    path("contacts/", manage.contacts, name="contacts"),
    path("manage/", manage.manage, name="manage"),
    path("move/", manage.move, name="move"),
    path("cancel/", manage.cancel, name="cancel"),
    path("address/<str:token>/", contact_code.confirm_address, name="confirm_address"),
    path("lost/", lost.lost, name="lost"),
    path("lost/code/", lost.lost_code, name="lost_code"),
]
