from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "guichet.staff"

    def ready(self) -> None:
        """Tell the outbox who makes the mails about accounts, and the menu what there is."""
        from guichet.notices import send
        from guichet.staff.accounts import anew, anew_mails
        from guichet.staff.frame import menu
        from guichet.web.pages.render import INSIDE

        INSIDE.add("staff")
        send.MAKERS[anew.ASKED] = send.MAKERS[anew.STARTED] = anew_mails.parcel
        menu.ENTRIES += [
            menu.Entry("calls", "staff:calls", "see_appointments", place=30, topic="booking_staff"),
            menu.Entry(
                "sources", "staff:sources", "see_appointments", place=40, topic="booking_staff"
            ),
        ]
