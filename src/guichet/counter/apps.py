from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "guichet.counter"

    def ready(self) -> None:
        """Hand in what is erased, proved and said of tickets, where there are appointments."""
        from guichet.booking.schedule import invariants
        from guichet.booking.upkeep import ERASED_WITH
        from guichet.counter import api, laws, upkeep
        from guichet.kernel.programs.voices import VOICES

        ERASED_WITH.append(upkeep.erase_with)
        invariants.LAWS.update(laws.LAWS)
        VOICES.append(api.VOICE)
