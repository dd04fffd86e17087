"""The endpoints of signals."""

urlpatterns: list = []
