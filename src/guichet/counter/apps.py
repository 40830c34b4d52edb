import re

from django.apps import AppConfig
from django.conf import settings


class CounterConfig(AppConfig):
    name = "guichet.counter"

    def ready(self) -> None:
        """Hand in what is erased, proved, said and shown of tickets, where there are any."""
        from guichet.booking.schedule import invariants
        from guichet.booking.upkeep import ERASED_WITH
        from guichet.counter import laws, upkeep
        from guichet.counter.desk.past import TICKETS_NAMED
        from guichet.devices import laws as devices
        from guichet.staff import subjects

        ERASED_WITH.append(upkeep.erase_with)
        if settings.AGENCY.has("appointments"):
            invariants.LAWS.update(laws.LAWS | devices.LAWS)
            subjects.NAMINGS["ticket"] = TICKETS_NAMED
            self._join_pages()

    def _join_pages(self) -> None:
        """Add what programs are told, and the desk to the menu of staff."""
        from guichet.booking.telling.following import TICKETS
        from guichet.counter import voice
        from guichet.counter.desk.answers import DESK
        from guichet.counter.pages import TOPIC
        from guichet.counter.tickets import own
        from guichet.devices.desks import entering, joining
        from guichet.kernel.programs.voices import VOICES
        from guichet.staff.frame import at_desk, languages
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.staff.sessions import lifetime
        from guichet.web import root_files
        from guichet.web.forms import uploads
        from guichet.web.pages.render import INSIDE

        VOICES.append(voice.VOICE)
        TICKETS.append(own.ticket_of)
        INSIDE.add(TOPIC)
        root_files.NOT_LOOKED_AT.extend(["/display/", "/kiosk/"])
        lifetime.BY_ITSELF.add("staff:desk_now")
        at_desk.PAGES.add("staff:desks")
        languages.TAKING_FILES.append(re.compile(r"/staff/desk/[^/]+/camera/"))
        uploads.SENT_WITH.add(settings.SESSION_COOKIE_NAME)
        entering.OF_THE_DESK.add(DESK)
        joining.join()
        does = frozenset({"check_in", "serve"})
        ENTRIES.append(MenuEntry("desk", "staff:desks", "see_desk", 5, topic=TOPIC, does=does))
        root_files.NOT_LOOKED_AT.append("/*/tickets/")
