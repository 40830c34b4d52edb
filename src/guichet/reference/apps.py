import re

from django.apps import AppConfig
from django.conf import settings


class ReferenceConfig(AppConfig):
    name = "guichet.reference"

    def ready(self) -> None:
        """Keep the history of what files and rows change; add the pages to the menu of staff."""
        from guichet.booking import upkeep as booking
        from guichet.offices.sheets.actions import ON_CHANGE
        from guichet.reference import actions, upkeep

        booking.ALSO_KEPT["reference"] = upkeep.forget
        ON_CHANGE.append(actions.note)
        if settings.AGENCY.has("appointments"):
            self._join_pages()

    def _join_pages(self) -> None:
        """Add the pages, and say who may send them a file."""
        from guichet.reference.pages.page import TOPIC
        from guichet.staff.frame import languages
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.forms import uploads
        from guichet.web.pages.render import INSIDE

        INSIDE.add(TOPIC)
        languages.TAKING_FILES.append(re.compile(r"/staff/reference/\w+/upload/"))
        uploads.SENT_WITH.add(settings.SESSION_COOKIE_NAME)
        ENTRIES.append(
            MenuEntry(
                "reference", "staff:reference", "see_hours", place=10, topic=TOPIC, differs=True
            )
        )
