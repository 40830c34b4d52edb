from functools import partial

from django.apps import AppConfig
from django.conf import settings


class BookingConfig(AppConfig):
    name = "guichet.booking"

    def ready(self) -> None:
        """Join everything; where appointments are off, only what finds them again later."""
        from guichet.booking import upkeep as booking_upkeep
        from guichet.booking.earlier import upkeep
        from guichet.booking.keys import identities
        from guichet.booking.schedule import invariants
        from guichet.interactions import laws
        from guichet.kernel import derived
        from guichet.staff import roles

        derived.DERIVE_AGAIN["bookings"] = identities.derive_anew
        derived.DERIVE_AGAIN["entries"] = upkeep.derive_anew
        booking_upkeep.ALSO_KEPT["entries"] = upkeep.purge
        invariants.LAWS.update(laws.LAWS)
        if settings.AGENCY.has("appointments"):
            self._join()
            self._join_pages()
        else:
            derived.OFF.update(("bookings", "entries"))
            roles.leave_out("see_appointments", "call_clients", *roles.AT_OFFICES)

    def _join(self) -> None:
        """Join what is sent and what programs are told, follow what an office changes."""
        from guichet.booking.api import voice
        from guichet.booking.earlier import parcels as of_the_list
        from guichet.booking.earlier import telling
        from guichet.booking.finding import lengths
        from guichet.booking.notice import parcels
        from guichet.booking.schedule import closures
        from guichet.booking.telling import following
        from guichet.kernel import clock
        from guichet.kernel.programs.voices import VOICES
        from guichet.offices import bookable, queries
        from guichet.offices.actions import ON_CHANGE
        from guichet.post import deliver, send
        from guichet.staff import offices

        VOICES.append(voice.VOICE)
        offices.LISTS.append(queries.names_by_code)
        bookable.MINUTES.append(lambda office: lengths.minutes_at(office, now=clock.now()))
        send.MAKERS.update(parcels.MAKERS | of_the_list.MAKERS)
        following.ON_CHANGE.append(lambda number, now: telling.tell_offers(now=now))
        deliver.AFTER.append(parcels.note_who_was_reached)
        ON_CHANGE.append(lambda office: closures.changed(office, now=clock.now()))

    def _join_pages(self) -> None:
        """Join the pages of all and the menu of staff; give places back when a visit ends."""
        from guichet.booking import actions
        from guichet.booking.clients import notes
        from guichet.booking.sentences import PROGRAMME
        from guichet.booking.staff_pages import subjects
        from guichet.kernel import clock
        from guichet.staff import subjects as of_the_record
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web import programmes, root_files, visits
        from guichet.web.pages.render import INSIDE

        programmes.add(PROGRAMME)
        of_the_record.NAMINGS.update(subjects.NAMINGS)
        root_files.NOT_LOOKED_AT.append("/*/appointments/notice")
        visits.PERSONAL.update((notes.NOTICE, notes.LOST))
        visits.ON_END.append(notes.end)
        visits.ON_FORGET.append(lambda visitor: actions.give_up(visitor, now=clock.now()))
        self._join_scenarios()
        self._join_articles()
        INSIDE.add("on_behalf")
        INSIDE.add(pages := "booking_staff")
        for name, place in (("calls", 30), ("sources", 40)):
            entry = MenuEntry(name, f"staff:{name}", "see_appointments", place=place, topic=pages)
            ENTRIES.append(entry)

    def _join_scenarios(self) -> None:
        """Say where the actions of scenarios lead, and how one comes in person."""
        from guichet.guidance.scenarios import offers
        from guichet.web.addresses.paths import address
        from guichet.web.channels import Way, hand_in

        way = Way(partial(address, "booking:start"), "guidance", "action.book_appointment")
        hand_in("person", way)
        offers.hand_in(
            book_appointment=partial(address, "booking:start"),
            find_office=partial(address, "booking:start"),
            manage_appointment=partial(address, "booking:manage"),
            lost_notice=partial(address, "booking:lost"),
        )

    def _join_articles(self) -> None:
        """Let the help center say of each office where it is and when it is open."""
        from guichet.booking.finding import articles
        from guichet.guidance.knowledge.sources import Source, hand_in

        hand_in(Source(articles.drafts, articles.stamp))
