"""`manage.py sample_company`."""
