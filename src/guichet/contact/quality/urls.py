"""Addresses of quality: for supervisors what was drawn, for agents what was found."""

from django.urls import path

from guichet.contact.quality import views

_QUALITY = "contact/quality/"
urlpatterns = [
    path(_QUALITY, views.quality, name="quality"),
    path(f"{_QUALITY}own/", views.own_quality, name="own_quality"),
    path(f"{_QUALITY}own/<int:review>/reply/", views.reply_to_review, name="reply_to_review"),
    path(f"{_QUALITY}<slug:contact>/", views.quality_review, name="quality_review"),
]
