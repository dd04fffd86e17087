"""Who asks: a token in the Authorization header. People themselves are read with the rows that name them."""

from rest_framework import serializers
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from people.models import Person, Token


class BearerAuthentication(TokenAuthentication):
    """`Authorization: Bearer arc_…`; only the token's hash is looked up."""

    keyword = "Bearer"

    def authenticate_credentials(self, key):
        """The person and the token; raises AuthenticationFailed."""
        try:
            token = Token.objects.bearing(key)
        except Token.DoesNotExist:
            raise AuthenticationFailed(
                "This token is unknown or was revoked, or its person has left. "
                "An administrator makes a new one with “python manage.py api_token EMAIL”."
            ) from None
        return token.person, token


class PersonField(serializers.SlugRelatedField):
    """A person by e-mail address, as programs of different systems know people; written and read alike."""

    def __init__(self, **kwargs):
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", Person.objects.present())
        super().__init__(slug_field="email", **kwargs)
