"""Audits in Django's admin."""

from django.contrib import admin

from audits.models import Audit


@admin.register(Audit)
class AuditAdmin(admin.ModelAdmin):
    """One audit."""

    list_display = ["initiative", "lead", "starts_on"]
    list_select_related = ["initiative", "lead"]
