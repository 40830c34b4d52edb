"""Addresses below /<language>/eta/ of letters, lost numbers, trouble and enquiries."""

from django.urls import URLPattern, path

from guichet.applications.enquiries import (
    views_address,
    views_ask,
    views_letters,
    views_trouble,
)

urlpatterns: list[URLPattern] = [
    path("yours/letters/", views_letters.letters, name="letters"),
    path("yours/letters/<int:letter>/", views_letters.letter, name="letter"),
    path("yours/letters/<int:letter>/again/", views_letters.send_again, name="send_again"),
    path("yours/letters/<int:letter>/pdf/", views_letters.letter_pdf, name="letter_pdf"),
    path("yours/address/", views_address.new_address, name="new_address"),
    path("yours/enquiry/", views_ask.enquire, name="enquire"),
    path("trouble/", views_trouble.trouble, name="trouble"),
]
