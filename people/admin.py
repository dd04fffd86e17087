"""People in Django's admin: people, their seats, the company."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from people.models import Company, Message, Person, Seat, Token, Webhook


class NothingDeleted(admin.ModelAdmin):
    """Rows that are added and changed, and never deleted."""

    def has_delete_permission(self, request, obj=None) -> bool:
        """Nobody: history stays."""
        return False


class ReadOnly(NothingDeleted):
    """Rows that are only looked at: they change through the services, which keep the rules."""

    def has_add_permission(self, request, obj=None) -> bool:
        """Nobody: the console's pages add them."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Nobody: the console's pages change them."""
        return False


class NewPersonForm(AdminUserCreationForm):
    """A person with a first password."""

    class Meta:
        model = Person
        fields = ("email", "name")


class PersonForm(UserChangeForm):
    """A person, with a link to set another password."""

    class Meta:
        model = Person
        fields = "__all__"


class SeatInline(admin.TabularInline):
    """The seats of one person."""

    model = Seat
    extra = 0
    can_delete = False


@admin.register(Person)
class PersonAdmin(NothingDeleted, UserAdmin):
    """People; somebody who leaves is marked so, and not deleted."""

    form, add_form = PersonForm, NewPersonForm
    inlines = [SeatInline]
    list_display = ["name", "email", "is_active", "is_staff", "left_at"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    filter_horizontal = []
    readonly_fields = ["last_login"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("Here", {"fields": ["is_active", "is_staff", "joined_at", "left_at", "last_login"]}),
        ("Preferences", {"fields": ["time_zone", "single_keys", "mail_now", "mail_digest"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]


@admin.register(Seat)
class SeatAdmin(NothingDeleted):
    """Seats; one that ends gets the end of its period."""

    list_display = ["title", "person", "period"]
    list_filter = ["role", "function"]
    list_select_related = ["person"]
    autocomplete_fields = ["person"]


@admin.register(Company)
class CompanyAdmin(NothingDeleted):
    """The company: working hours, holidays, zone, currency."""

    list_display = ["name", "time_zone", "currency"]

    def has_add_permission(self, request) -> bool:
        """Once."""
        return super().has_add_permission(request) and not Company.objects.exists()


@admin.register(Token)
class TokenAdmin(ReadOnly):
    """API tokens, which are made and revoked by the command `api_token`."""

    list_display = ["person", "start", "created_at", "revoked_at"]
    list_select_related = ["person"]
    exclude = ["digest"]


@admin.register(Webhook)
class WebhookAdmin(ReadOnly):
    """Where events are told; the console's page adds them and switches them off."""

    list_display = ["name", "style", "host", "active"]
    exclude = ["sealed_address", "sealed_secret"]


@admin.register(Message)
class MessageAdmin(ReadOnly):
    """The outbox and what became of each message."""

    list_display = ["subject", "person", "webhook", "kind", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["person", "webhook"]
