from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "guichet.booking"

    def ready(self) -> None:
        """Give the place back when a visit is erased."""
        from guichet.booking import actions
        from guichet.kernel import clock
        from guichet.web import visits

        visits.ON_FORGET.append(lambda visitor: actions.give_up(visitor, now=clock.now()))
