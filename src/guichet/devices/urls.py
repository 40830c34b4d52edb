"""Addresses of staff who pair devices."""

from django.urls import path

from guichet.devices import views
from guichet.devices.desks import views as desks

urlpatterns = [
    path("devices/", views.devices, name="devices"),
    path("shared/", desks.shared_desk, name="shared_desk"),
    path("shared/waiting/", desks.waiting_desk, name="waiting_desk"),
    path("shared/change/", desks.change_person, name="change_person"),
    path("devices/<str:office>/<int:device>/take-away/", views.take_away, name="take_away"),
]
