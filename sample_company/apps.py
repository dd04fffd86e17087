"""The sample company."""

from django.apps import AppConfig


class SampleCompanyConfig(AppConfig):
    """One fictitious company: a deterministic story, and the vendor APIs that serve it on loopback."""

    name = "sample_company"
