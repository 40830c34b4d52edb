"""Addresses below /<language>/eta/ of everything that was sent."""

from django.urls import URLPattern, path

from guichet.applications.letters import views

urlpatterns: list[URLPattern] = [
    path("yours/letters/", views.letters, name="letters"),
    path("yours/letters/<int:letter>/", views.letter, name="letter"),
    path("yours/letters/<int:letter>/again/", views.send_again, name="send_again"),
    path("yours/letters/<int:letter>/pdf/", views.letter_pdf, name="letter_pdf"),
]
