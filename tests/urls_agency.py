"""The addresses of a site whose agency has a sign-in of its own."""

from django.urls import include, path

from guichet import urls
from guichet.staff.sign_in.urls import AGENCY

handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
urlpatterns = [
    path("staff/sign-in/agency/", include(AGENCY)),
    *urls.urlpatterns,
]
