from django.apps import AppConfig
from django.conf import settings


class CaseworkConfig(AppConfig):
    name = "guichet.casework"

    def ready(self) -> None:
        """Hand in the entries of the menu; the pages are for staff alone."""
        from guichet.applications.contacts import laws, opened
        from guichet.booking.schedule import invariants
        from guichet.casework.escalations import panel
        from guichet.casework.file import panels
        from guichet.casework.presence import queries as presence
        from guichet.casework.words import TOPIC
        from guichet.staff import roles
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.staff.sessions import lifetime
        from guichet.web.pages.render import INSIDE

        INSIDE.add("casework")
        lifetime.BY_ITSELF.update(("staff:presence", "staff:question_presence"))
        ENTRIES.append(MenuEntry("audit", "staff:audit", "see_audit", place=50, topic=TOPIC))
        if not settings.AGENCY.has("eta"):  # there are no files
            roles.leave_out("see_files", "prepare", "decide")
            return
        invariants.LAWS.update(laws.LAWS)
        opened.BY_OFFICERS.append(presence.is_open)
        panels.PANELS.append(panels.FilePanel("casework/escalations.html", panel.panel))
        ENTRIES.extend(
            [
                MenuEntry("cases", "staff:cases", "see_files", place=10, topic=TOPIC),
                MenuEntry("relisting", "staff:relisting", "decide", place=20, topic=TOPIC),
            ]
        )
