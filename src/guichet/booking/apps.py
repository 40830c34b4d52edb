from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "guichet.booking"

    def ready(self) -> None:
        """Give the place of an erased visit back, follow what an office changes, join the menu."""
        from guichet.booking import actions, closures, identities
        from guichet.kernel import clock, derived
        from guichet.offices.actions import ON_CHANGE
        from guichet.staff.frame.menu import ENTRIES, Entry
        from guichet.web import visits
        from guichet.web.pages.render import INSIDE

        visits.ON_FORGET.append(lambda visitor: actions.give_up(visitor, now=clock.now()))
        ON_CHANGE.append(lambda office: closures.changed(office, now=clock.now()))
        derived.DERIVE_AGAIN["bookings"] = identities.derive_anew
        INSIDE.add(pages := "booking_staff")
        ENTRIES.append(Entry("calls", "staff:calls", "see_appointments", place=30, topic=pages))
        ENTRIES.append(Entry("sources", "staff:sources", "see_appointments", place=40, topic=pages))
