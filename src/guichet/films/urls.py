from django.urls import path

from guichet.films import views

app_name = "films"
urlpatterns = [
    path("films/", views.films, name="films"),
    path("films/<slug:film>/<slug:recorded>.vtt", views.captions, name="captions"),
]
