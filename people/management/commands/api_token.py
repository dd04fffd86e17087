"""`manage.py api_token EMAIL`: make or revoke the tokens of a person."""

from django.core.management.base import BaseCommand, CommandError

from people.models import Person, Token


class Command(BaseCommand):
    """Make an API token that acts as one person, and show it once; or revoke all of that person's tokens."""

    help = "Make an API token for a person and print it, once; --revoke makes all of that person's tokens worthless."

    def add_arguments(self, parser):
        """One address, one switch."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--revoke", action="store_true", help="revoke every token of this person instead")

    def handle(self, *, email: str, revoke: bool, **options) -> None:
        """Print the token, or how many were revoked."""
        person = Person.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}. People are listed on the page People.")
        if revoke:
            count = Token.objects.revoke(person)
            self.stdout.write(f"Revoked {count} {'token' if count == 1 else 'tokens'} of {person}.")
        elif not person.is_active:
            raise CommandError(f"{person} has left; nobody can act as {person} any more.")
        else:
            self.stdout.write(Token.objects.issue(person))
            self.stderr.write(f"This token acts as {person}. It is kept nowhere and will not be shown again.")
