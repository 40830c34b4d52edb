"""Addresses of staff who pair devices, and of who comes to a shared desk."""

from django.urls import path

from guichet.devices import views
from guichet.devices.desks import views as desks
from guichet.staff.desk_pin import views as desk_pin

urlpatterns = [
    path("devices/", views.devices, name="devices"),
    path("shared/", desks.shared_desk, name="shared_desk"),
    path("shared/waiting/", desks.waiting_desk, name="waiting_desk"),
    path("shared/change/", desks.change_person, name="change_person"),
    path("account/desk-pin/", desk_pin.desk_pin, name="desk_pin"),
    path("account/desk-pin/remove/", desk_pin.remove, name="remove_desk_pin"),
    path("devices/<str:office>/<int:device>/take-away/", views.take_away, name="take_away"),
]
