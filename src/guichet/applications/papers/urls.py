"""Addresses below /<language>/eta/ of papers: what is asked for, add, hand in, what came."""

from django.urls import path

from guichet.applications.papers import views

urlpatterns = [
    path("yours/papers/", views.papers, name="papers"),
    path("yours/papers/further/", views.offer, name="offer"),
    path("yours/papers/hand-in/", views.hand_in, name="hand_in"),
    path("yours/papers/received/", views.received, name="papers_received"),
    path("yours/papers/<int:question>/", views.add_paper, name="add_paper"),
    path("yours/papers/<int:paper>/looking/", views.looking, name="looking"),
    path("yours/papers/<int:paper>/file/", views.paper, name="paper"),
    path("yours/papers/<int:paper>/picture/", views.paper_picture, name="paper_picture"),
]
