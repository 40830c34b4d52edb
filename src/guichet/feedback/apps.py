from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "guichet.feedback"

    def ready(self) -> None:
        """Hand in the board of what people report, with its entry in the menu."""
        from guichet.feedback.board import TOPIC
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.pages.render import INSIDE

        INSIDE.add(TOPIC)
        does = frozenset({"settle_feedback"})
        ENTRIES.append(
            MenuEntry(
                "page_reports",
                "staff:page_reports",
                "see_feedback",
                place=45,
                topic=TOPIC,
                does=does,
            )
        )
