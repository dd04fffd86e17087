"""The endpoints of initiatives."""

urlpatterns: list = []
