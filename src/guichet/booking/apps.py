from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "guichet.booking"

    def ready(self) -> None:
        """Join what is sent and the menu, give places back, follow what an office changes."""
        from guichet.booking import actions
        from guichet.booking.api import voice
        from guichet.booking.keys import identities
        from guichet.booking.notice import parcels
        from guichet.booking.schedule import closures
        from guichet.kernel import clock, derived
        from guichet.kernel.programs.voices import VOICES
        from guichet.offices.actions import ON_CHANGE
        from guichet.post import deliver, send
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web import visits
        from guichet.web.pages.render import INSIDE

        VOICES.append(voice.VOICE)
        send.MAKERS.update(parcels.MAKERS)
        deliver.AFTER.append(parcels.note_who_was_reached)
        visits.ON_FORGET.append(lambda visitor: actions.give_up(visitor, now=clock.now()))
        ON_CHANGE.append(lambda office: closures.changed(office, now=clock.now()))
        derived.DERIVE_AGAIN["bookings"] = identities.derive_anew
        INSIDE.add(pages := "booking_staff")
        ENTRIES.append(MenuEntry("calls", "staff:calls", "see_appointments", place=30, topic=pages))
        ENTRIES.append(
            MenuEntry("sources", "staff:sources", "see_appointments", place=40, topic=pages)
        )
