from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "guichet.contact.practice"

    def ready(self) -> None:
        """Hand in the pages on which agents practise, with their entry in the menu."""
        from guichet.contact.practice.page import TOPIC
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.pages.render import INSIDE

        INSIDE.add(TOPIC)
        does = frozenset({"answer"})
        ENTRIES.append(
            MenuEntry(
                "practice", "staff:practice", "see_contacts", place=44, topic=TOPIC, does=does
            )
        )
