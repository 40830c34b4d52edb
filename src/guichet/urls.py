"""Every address of the site: one include per feature, of the programmes that are on."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from guichet.web import root_files, views
from guichet.web.addresses.by_language import in_every_language

_APPOINTMENTS, _ETA = settings.AGENCY.has("appointments"), settings.AGENCY.has("eta")
_staff = [
    "guichet.staff.urls",
    "guichet.notices.communications.urls",
    "guichet.guidance.writers.urls",
    "guichet.guidance.policies.urls_staff",
    "guichet.feedback.urls_staff",
    "guichet.figures.board.urls",
    "guichet.contact.calls.urls_staff",
    "guichet.contact.practice.urls",
    "guichet.contact.supervision.urls",
    "guichet.contact.quality.urls",
    *(["guichet.contact.tiers.urls"] if _ETA else []),  # where nobody has a case, one tier answers
    "guichet.contact.desk.urls",
]
_pages: list[URLPattern | URLResolver] = []
if _APPOINTMENTS:
    _staff += [
        "guichet.booking.staff_pages.urls",
        "guichet.booking.staff_pages.on_behalf.urls",
        "guichet.counter.desk.urls",
        "guichet.opening.managers.urls",
        "guichet.devices.urls",
        "guichet.reference.urls",
        "guichet.figures.urls",
    ]
    _pages += [
        path("appointments/", include("guichet.booking.urls")),
        path("m/", include("guichet.booking.views.urls_short")),
        path("", include("guichet.counter.tickets.urls")),
        path("", include("guichet.opening.clients.urls")),
    ]
if _ETA:
    _pages += [
        path("eta/", include("guichet.eligibility.urls")),
        path("eta/", include("guichet.applications.urls")),
        path("eta/", include("guichet.interviews.clients.urls")),
    ]
# The record is of everything; the rest of the officers' pages is about applications.
_staff.append("guichet.casework.urls" if _ETA else "guichet.casework.record.urls")
STAFF = [path("", include(pages)) for pages in _staff]
urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("favicon.ico", root_files.favicon, name="favicon"),
    path("apple-touch-icon.png", root_files.touch_icon, name="touch_icon"),
    path("robots.txt", root_files.robots, name="robots"),
    path(".well-known/security.txt", root_files.security, name="security"),
    path("admin/", admin.site.urls),
    *(
        [
            path("display/", include("guichet.counter.display.urls")),
            path("kiosk/", include("guichet.counter.kiosk.urls")),
        ]
        if _APPOINTMENTS
        else []
    ),
    path("staff/", include((STAFF, "staff"))),
    path("staff/", include("guichet.staff.sign_in.urls")),
    in_every_language(
        path("", include("guichet.guidance.urls")),
        path("", include("guichet.notices.public.urls")),
        path("", include("guichet.web.urls")),
        path("", include("guichet.feedback.urls")),
        path("", include("guichet.films.urls")),
        path("", include("guichet.figures.standards.urls")),
        path("", include("guichet.contact.call_backs.pages.urls")),
        *_pages,
    ),
]
handler400 = "guichet.web.pages.errors.bad_request"
handler403 = "guichet.web.pages.errors.permission_denied"
handler404 = "guichet.web.pages.errors.not_found"
handler500 = "guichet.web.pages.errors.server_error"
