from functools import partial

from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_started


class FiguresConfig(AppConfig):
    name = "guichet.figures"

    def ready(self) -> None:
        """Hand in what is counted before anybody is forgotten, and what pages and laws need."""
        from guichet.booking import upkeep as booking
        from guichet.counter import upkeep as counter
        from guichet.figures import actions, upkeep

        booking.COUNT_FIRST["days_to_count"] = actions.count_days
        booking.COUNTED.append(upkeep.counted)
        counter.COUNTED.append(upkeep.counted_tickets)
        booking.ALSO_KEPT["counted_looks"] = upkeep.forget_counted
        self._join_board()
        if settings.AGENCY.has("appointments"):
            self._join()

    def _join_board(self) -> None:
        """Count steps and refused answers, and add the board and the page of standards."""
        from guichet.figures.board import counting
        from guichet.figures.board.page import TOPIC
        from guichet.guidance.player.counting import ON_STEP
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.addresses.paths import address
        from guichet.web.channels import Way, hand_in
        from guichet.web.pages.refusals import ON_REFUSED
        from guichet.web.pages.render import INSIDE

        hand_in("site", Way(partial(address, "standards:standards"), "standards", "title"))
        ON_STEP.append(counting.count_step)
        ON_REFUSED.append(counting.count_refusal)
        request_started.connect(counting.write_what_waits, dispatch_uid=TOPIC)
        INSIDE.add(TOPIC)
        ENTRIES.append(MenuEntry("board", "staff:board", "see_board", place=44, topic=TOPIC))

    def _join(self) -> None:
        """Count who finds nothing, prove what is counted, and add the figures to the menu."""
        from guichet.booking.finding import nothing
        from guichet.booking.schedule import invariants
        from guichet.figures import actions, laws
        from guichet.figures.managers.page import TOPIC
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web.pages.render import INSIDE

        nothing.ON_NOTHING.append(actions.note_nothing)
        invariants.LAWS.update(laws.LAWS)
        INSIDE.add(TOPIC)
        ENTRIES.append(MenuEntry("figures", "staff:figures", "see_figures", place=9, topic=TOPIC))
