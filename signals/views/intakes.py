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
from signals.secrets import seal, unseal


@never_cache
@require_http_methods(["GET", "POST"])
def intake(request, pk):
    """The address; a new signing secret is shown once, on the page that follows its making."""
    now, found = timezone.now(), access.intake_to_change(request.user, pk)
    form = SigningForm(sent(request))
    if form.is_valid() and form.carry_out(services.replace_secret, source=found.source, by=request.user, at=now):
        _keep(request, pk, "" if form.cleaned_data["secret"] else form.result)
        messages.success(request, "Events signed with the new secret are taken from now on.")
        return see_other("signals:intake", pk)
    secret = "" if form.is_bound else _made(request, pk)
    context = {
        "source": found.source,
        "intake": found,
        "address": request.build_absolute_uri(reverse("signals:hook", args=[found.name])),
        "waiting": found.source.arrivals.count(),
        "old_counts": len(found.secrets_at(now)) > 1,
        "form": form,
        "secret": secret,
        "was_shown": _key(pk) in request.session and not secret,
    }
    return render_page(request, "signals/intake.html", context)


def _key(pk: int) -> str:
    """Where the session holds the sealed secret that was just made; empty once it was shown."""
    return f"signing_secret_{pk}"


def _keep(request, pk: int, secret: str) -> None:
    """Keep a secret that was made here, sealed, for the page that follows; forget one that the sender gave."""
    request.session.pop(_key(pk), None)
    if secret:
        request.session[_key(pk)] = seal(secret)


def _made(request, pk: int) -> str:
    """The secret that was just made, to be shown; the session forgets it."""
    sealed = request.session.get(_key(pk))
    if not sealed:
        return ""
    request.session[_key(pk)] = ""
    return unseal(sealed).reveal()


@require_POST
def end_old(request, pk):
    """Let the secret before this one count no longer."""
    found = access.intake_to_change(request.user, pk)
    services.end_old_secret(source=found.source, by=request.user)
    messages.success(request, "Only what is signed with the newest secret is taken from now on.")
    return see_other("signals:intake", pk)
