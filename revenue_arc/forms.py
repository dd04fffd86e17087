"""How every form is drawn: the components of templates/components/."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Forms and fields drawn with our own templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
