"""The address in text messages, where every sign counts; it may be typed by hand."""

from django.urls import path

from guichet.booking.views import manage

urlpatterns = [path("", manage.from_text, name="from_text")]
