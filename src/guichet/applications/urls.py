"""Addresses below /<language>/eta/: apply, and where does it stand.

Pages about one application stand under two addresses: with the handle under which a visit has it
open, and without, for when only one is.
"""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from guichet.applications.access.handles import Handle
from guichet.applications.apply import urls as apply
from guichet.applications.enquiries import urls as enquiries
from guichet.applications.fee import urls as fee
from guichet.applications.status import urls as status

register_converter(Handle, "handle")

app_name = "applications"
of_one: list[URLPattern | URLResolver] = [
    path("", include(apply.of_one)),
    path("", include(fee.of_one)),
    path("", include(status.of_one)),
    path("", include(enquiries.of_one)),
    path("", include("guichet.applications.letters.urls")),
    path("", include("guichet.applications.contacts.urls")),
    path("", include("guichet.applications.papers.urls")),
    path("", include("guichet.applications.changes.urls")),
]
urlpatterns = [
    path("", include("guichet.applications.form.urls")),
    path("", include(apply.urlpatterns)),
    path("", include(fee.urlpatterns)),
    path("", include(status.urlpatterns)),
    path("", include(enquiries.urlpatterns)),
    *of_one,
    path("<handle:handle>/", include(of_one)),
]
