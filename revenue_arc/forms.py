"""How every form is drawn (the components of templates/components/), and forms that a service carries out."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict

from revenue_arc.names import validate_name


class Renderer(TemplatesSetting):
    """Forms and fields drawn with our own templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


def sent(request: HttpRequest) -> QueryDict | None:
    """What was filled in, for a form that is bound on POST and empty on GET (a POST without a field is bound too)."""
    return request.POST if request.method == "POST" else None


class NameField(forms.CharField):
    """A name as a person types it. One that cannot be changed here is taken as it is."""

    default_validators = [validate_name]

    def run_validators(self, value):
        """Check what was typed."""
        if not self.disabled:
            super().run_validators(value)


class ActForm(forms.Form):
    """A form that a service carries out; what the service refuses becomes the form's own errors."""

    result: Any = None

    def field(self, name: str) -> Any:
        """The field of that name, whatever its kind: `self.field("person").offer(at)`."""
        return self.fields[name]

    def carry_out(self, service: Callable[..., Any], **given: Any) -> bool:
        """Call `service` with the cleaned data and `given`; keep what it returns in `result`. False where it refused."""
        try:
            self.result = service(**self.cleaned_data, **given)
        except ValidationError as refusal:
            self.take(refusal)
        return not self.errors

    def take(self, refusal: ValidationError) -> None:
        """Put a refusal on the fields that it names, and the rest on the whole form."""
        named = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
        for name, errors in named.items():
            for error in errors:
                self.add_error(name if name in self.fields else None, error)
