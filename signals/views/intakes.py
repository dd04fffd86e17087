"""Where a source that pushes sends its events, and the secret that it signs them with: for administrators."""

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from revenue_arc.forms import sent
from revenue_arc.pages import render_page, see_other
from signals import access, services
from signals.forms import SigningForm


@never_cache
@require_http_methods(["GET", "POST"])
def intake(request, pk):
    """The address; a new signing secret is shown this once."""
    now, found = timezone.now(), access.intake_to_change(request.user, pk)
    form, secret = SigningForm(sent(request)), ""
    if form.is_valid() and form.carry_out(services.replace_secret, source=found.source, by=request.user, at=now):
        secret = "" if form.cleaned_data["secret"] else form.result
        messages.success(request, "Events signed with the new secret are taken from now on.")
        form, found = SigningForm(), access.intake_to_change(request.user, pk)
    context = {
        "source": found.source,
        "intake": found,
        "address": request.build_absolute_uri(reverse("signals:hook", args=[found.name])),
        "waiting": found.source.arrivals.count(),
        "old_counts": len(found.secrets_at(now)) > 1,
        "form": form,
        "secret": secret,
    }
    return render_page(request, "signals/intake.html", context)


@require_POST
def end_old(request, pk):
    """Let the secret before this one count no longer."""
    found = access.intake_to_change(request.user, pk)
    services.end_old_secret(source=found.source, by=request.user)
    messages.success(request, "Only what is signed with the newest secret is taken from now on.")
    return see_other("signals:intake", pk)
