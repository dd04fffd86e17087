"""The pages of signals."""

app_name = "signals"
urlpatterns: list = []
