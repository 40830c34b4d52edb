"""Addresses of booking, under the prefix of every language. Finding first, then booking."""

from django.urls import path

from guichet.booking.views import book, find, manage, times

app_name = "booking"

OFFICE = "appointments/offices/<str:office>/"
SERVICE = OFFICE + "<str:service>/"

urlpatterns = [
    path("appointments/", find.start, name="start"),
    path(OFFICE, find.office, name="office"),
    path(SERVICE + "documents/", find.documents, name="documents"),
    path(SERVICE, times.times, name="times"),
    path(SERVICE + "tell-me/", times.tell_me, name="tell_me"),
    path("appointments/slots/<int:slot>/hold/", book.hold, name="hold"),
    path("appointments/hold/extend/", book.extend, name="extend"),
    path("appointments/hold/give-up/", book.give_up, name="give_up"),
    path("appointments/details/", book.details, name="details"),
    path("appointments/review/", book.review, name="review"),
    path("appointments/book/", book.book, name="book"),
    path("appointments/notice/", manage.notice, name="notice"),
    path("appointments/notice.pdf", manage.notice_pdf, name="notice_pdf"),
    path("appointments/notice.ics", manage.notice_ics, name="notice_ics"),
    path("appointments/manage/", manage.manage, name="manage"),
    path("appointments/move/", manage.move, name="move"),
    path("appointments/cancel/", manage.cancel, name="cancel"),
    path("appointments/lost/", manage.lost, name="lost"),
    path("appointments/lost/code/", manage.lost_code, name="lost_code"),
]
