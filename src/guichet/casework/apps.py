from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "guichet.casework"

    def ready(self) -> None:
        """Hand in the entries of the menu; the pages are for staff alone."""
        from guichet.casework.words import TOPIC
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.pages.render import INSIDE

        INSIDE.add("casework")
        ENTRIES.extend(
            [
                MenuEntry("cases", "staff:cases", "see_files", place=10, topic=TOPIC),
                MenuEntry("relisting", "staff:relisting", "decide", place=20, topic=TOPIC),
                MenuEntry("audit", "staff:audit", "see_audit", place=50, topic=TOPIC),
            ]
        )
