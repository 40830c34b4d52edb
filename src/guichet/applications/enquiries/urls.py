"""Addresses below /<language>/eta/ of letters, lost numbers, trouble and enquiries."""

from django.urls import URLPattern, path

from guichet.applications.enquiries import views_address, views_ask, views_trouble
from guichet.applications.letters import views

urlpatterns: list[URLPattern] = [
    path("yours/letters/", views.letters, name="letters"),
    path("yours/letters/<int:letter>/", views.letter, name="letter"),
    path("yours/letters/<int:letter>/again/", views.send_again, name="send_again"),
    path("yours/letters/<int:letter>/pdf/", views.letter_pdf, name="letter_pdf"),
    path("yours/address/", views_address.new_address, name="new_address"),
    path("yours/enquiry/", views_ask.enquire, name="enquire"),
    path("trouble/", views_trouble.trouble, name="trouble"),
]
