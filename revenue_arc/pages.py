"""The partial-page protocol: a fragment for htmx, a page otherwise. No other file knows it."""

from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers


def render_page(request, template, context=None, *, partial=None, status=None):
    """Render `template`, or only its `partial` when htmx asks for a fragment; an invalid form among the context answers 422.

    htmx sends HX-Request on history restores too: those get the whole page. The template knows which by `is_fragment`.
    """
    context = context or {}
    form = context.get("form")
    if status is None:
        status = 422 if form is not None and form.is_bound and not form.is_valid() else 200
    fragment = partial and request.htmx and not request.htmx.history_restore_request
    context = {**context, "is_fragment": bool(fragment)}
    response = render(request, f"{template}#{partial}" if fragment else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def see_other(to, *args, **kwargs):
    """Send the reader to a page (a URL name, an object or a path) with 303, as after every change."""
    return HttpResponseRedirect(resolve_url(to, *args, **kwargs), status=303)
