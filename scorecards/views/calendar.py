"""A person's calendar address, and the page that makes and revokes it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from people.models import Person
from revenue_arc.pages import render_page, see_other
from scorecards.calendar import calendar_of, person_of, token_of


@login_not_required
@require_safe
def calendar(request, token):
    """What is due for the person whose address it is; a calendar program has no session, so the address is the key."""
    content = calendar_of(person_of(token), timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=300"
    return response


@require_http_methods(["GET", "POST"])
def calendar_address(request):
    """One's own calendar address: shown, made anew (then the old one is dead), or revoked."""
    person = Person.objects.get(pk=request.user.pk)
    if request.method == "POST":
        revoked = "revoke" in request.POST
        person.feeds_made += not revoked
        person.feed = 0 if revoked else person.feeds_made
        person.save(update_fields=["feed", "feeds_made"])
        messages.success(request, "The address is revoked." if revoked else "Here is your new address. An older one is dead.")
        return see_other("scorecards:calendar_address")
    token = token_of(person)
    path = reverse("scorecards:calendar", args=[token]) if token else ""
    address = (settings.ADDRESS + path if settings.ADDRESS else request.build_absolute_uri(path)) if path else ""
    return render_page(request, "scorecards/calendar_address.html", {"address": address})
