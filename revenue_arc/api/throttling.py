"""How often one person may ask."""

from django.conf import settings
from rest_framework.throttling import UserRateThrottle


class PerPerson(UserRateThrottle):
    """Counts the requests of one person (of one address, when nobody is signed in) in this process."""

    def get_rate(self):
        """The rate of the settings, such as `600/min`."""
        return settings.API_RATE
