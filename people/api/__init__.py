"""Who asks: a token in the Authorization header. People themselves are read with the rows that name them."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
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


class BearerScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI schema names the token."""

    target_class = BearerAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        """An HTTP bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "Made with `python manage.py api_token EMAIL`."}


class PersonSerializer(serializers.ModelSerializer):
    """A person, as the rows that name them show them."""

    class Meta:
        model = Person
        fields = ["id", "name", "email"]
        read_only_fields = fields


class PersonField(serializers.SlugRelatedField):
    """Somebody who works here, named by e-mail address: other systems know people by it."""

    default_error_messages = {
        "does_not_exist": "Nobody who works here has the address {value}.",
        "invalid": "Give an e-mail address.",
    }

    def __init__(self, **kwargs):
        super().__init__(slug_field="email", queryset=Person.objects.filter(is_active=True), **kwargs)

    def to_internal_value(self, data):
        """The person of that address, whatever its case."""
        return super().to_internal_value(data.lower() if isinstance(data, str) else data)
