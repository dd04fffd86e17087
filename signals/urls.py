"""The pages of signals."""

from django.urls import path

from signals.views import (
    connect,
    customers,
    definitions,
    disagreement,
    items,
    messages,
    metrics,
    pulls,
    records,
    review,
    sources,
)

app_name = "signals"
urlpatterns = [
    path("sources/", sources.sources, name="sources"),
    path("sources/new/", connect.new, name="connect"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/edit/", connect.edit, name="edit_source"),
    path("sources/<int:pk>/pull/", sources.pull_now, name="pull_now"),
    path("sources/<int:pk>/pause/", sources.pause, name="pause"),
    path("sources/<int:pk>/resume/", sources.resume, name="resume"),
    path("pulls/<int:pk>/", pulls.pull, name="pull"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path("customers/coverage/<slug:function>/", customers.coverage, name="coverage"),
    path("customers/review/", review.review, name="review"),
    path("joins/", review.decided, name="decided"),
    path("joins/<int:pk>/", review.join, name="join"),
    path("joins/<int:pk>/confirm/", review.confirm, name="confirm_join"),
    path("joins/<int:pk>/reject/", review.reject, name="reject_join"),
    path("joins/<int:pk>/undo/", review.undo, name="undo_join"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<int:pk>/again/", messages.send_again, name="send_again"),
    path("webhooks/", messages.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/switch/", messages.switch_webhook, name="switch_webhook"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/new/", definitions.new, name="new_metric"),
    path("metrics/<slug:key>/", metrics.metric, name="metric"),
    path("metrics/<slug:key>/edit/", definitions.edit, name="edit_metric"),
    path("metrics/<slug:key>/sign/", metrics.sign, name="sign"),
    path("metrics/<slug:key>/trend.json", metrics.trend, name="trend"),
    path("metrics/<slug:key>/beside/<slug:other>/", disagreement.beside, name="beside"),
    path("metrics/<slug:key>/beside/<slug:other>/agree/", disagreement.agree, name="agree"),
    path("metrics/<slug:key>/records/", records.records, name="records"),
    path("handoffs/<int:pk>/records/", items.item_records, name="item_records"),
    path("records/<int:page>/<int:ordinal>/", records.record, name="record"),
]
