"""Every address of the site: one include per feature."""

from django.contrib import admin
from django.urls import include, path

from guichet.web import root_files, views
from guichet.web.addresses.by_language import in_every_language

STAFF = [
    path("", include("guichet.staff.urls")),
    path("", include("guichet.booking.staff_pages.urls")),
    path("", include("guichet.casework.urls")),
]
urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("favicon.ico", root_files.favicon, name="favicon"),
    path("apple-touch-icon.png", root_files.touch_icon, name="touch_icon"),
    path("robots.txt", root_files.robots, name="robots"),
    path(".well-known/security.txt", root_files.security, name="security"),
    path("admin/", admin.site.urls),
    path("staff/", include((STAFF, "staff"))),
    path("staff/", include("guichet.staff.sign_in.urls")),
    in_every_language(
        path("", include("guichet.guidance.urls")),
        path("", include("guichet.web.urls")),
        path("appointments/", include("guichet.booking.urls")),
        path("m/", include("guichet.booking.views.urls_short")),
        path("eta/", include("guichet.eligibility.urls")),
        path("eta/", include("guichet.applications.urls")),
    ),
]
handler400 = "guichet.web.pages.errors.bad_request"
handler403 = "guichet.web.pages.errors.permission_denied"
handler404 = "guichet.web.pages.errors.not_found"
handler500 = "guichet.web.pages.errors.server_error"
