"""Signing in and out, one's own account, and who is who."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core.paginator import Paginator
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import tables
from people.directory import everyone, leaders
from people.forms import AccountForm, KeysForm, SignInForm, ThemeForm
from people.models import Person
from revenue_arc import exports
from revenue_arc.forms import sent
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other

YEAR = 365 * 24 * 3600


class SignIn(views.LoginView):
    """Sign in by e-mail; five failures lock the pair of address and machine for a quarter of an hour."""

    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form):
        """Answer a wrong pair with 422, as every invalid form."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(views.LogoutView):
    """Sign out."""


@require_http_methods(["GET", "POST"])
def account(request):
    """One's own time zone and keys."""
    form = AccountForm(sent(request), instance=Person.objects.get(pk=request.user.pk))
    if form.is_valid():
        form.save()
        messages.success(request, "Your account is saved.")
        return see_other("people:account")
    return render_page(request, "people/account.html", {"form": form})


@require_http_methods(["GET", "POST"])
def password(request):
    """Change one's own password; other devices are signed out."""
    form = PasswordChangeForm(request.user, sent(request))
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Your password is changed. Other devices are signed out.")
        return see_other("people:account")
    return render_page(request, "people/password.html", {"form": form})


@login_not_required
@require_POST
def theme(request):
    """Keep the reader's theme in a cookie and go back to where they were."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("The theme is light, dark or system.", content_type="text/plain")
    response = see_other(_back(request, form.cleaned_data["next"]))
    response.set_cookie(
        "theme", form.cleaned_data["theme"], max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response


def _back(request, to):
    """The page to go back to, if it is one of ours."""
    safe = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return to if safe else "home"


@require_POST
def keys(request):
    """Switch the single keys on or off for oneself, and go back."""
    form = KeysForm(request.POST)
    form.is_valid()
    somebody = Person.objects.get(pk=request.user.pk)
    somebody.single_keys = form.cleaned_data["single_keys"]
    somebody.save(update_fields=["single_keys"])
    messages.success(request, f"Single keys are {'on' if somebody.single_keys else 'off'}.")
    return see_other(_back(request, form.cleaned_data["next"]))


@require_safe
def people(request):
    """Everybody: who leads, then the list with each one's seats."""
    now = timezone.now()
    if exports.wanted(request):
        return exports.csv_file("people", tables.PEOPLE, everyone(now))
    page = Paginator(everyone(now), 50).get_page(request.GET.get("page"))
    context = {"leaders": leaders(now), "page": page, "export": exports.offer(request, "api:person-list")}
    return render_page(request, "people/list.html", context)


@require_safe
def person(request, pk):
    """One person and the seats they have held."""
    somebody = get_object_or_404(Person.objects.prefetch_related("seats"), pk=pk)
    changes = changes_of(somebody, somebody.seats.all(), limit=20)
    return render_page(request, "people/person.html", {"person": somebody, "changes": changes, "now": timezone.now()})
