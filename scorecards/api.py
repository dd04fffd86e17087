"""The endpoints of scorecards."""

urlpatterns: list = []
