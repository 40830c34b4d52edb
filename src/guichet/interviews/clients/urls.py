"""Addresses below /<language>/eta/ of the invitation to an interview."""

from django.urls import URLPattern, URLResolver, include, path

from guichet.interviews.clients import views

app_name = "interviews"
of_one: list[URLPattern | URLResolver] = [
    path("yours/interview/", views.interview, name="interview"),
    path("yours/interview/interview.ics", views.calendar, name="calendar"),
]
# With the handle under which a visit has the application open, and without: `applications.urls`.
urlpatterns = [*of_one, path("<handle:handle>/", include(of_one))]
