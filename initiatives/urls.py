"""The pages of initiatives."""

from django.urls import path

from initiatives.views import away, charter, company, deliverable, handoff, inbox, initiative, items, portfolio, reasons

app_name = "initiatives"
urlpatterns = [
    path("initiatives/", portfolio.portfolio, name="portfolio"),
    path("initiatives/new/", portfolio.new, name="new"),
    path("initiatives/<slug:slug>/", initiative.initiative, name="initiative"),
    path("initiatives/<slug:slug>/lock/", initiative.lock_scope, name="lock_scope"),
    path("initiatives/<slug:slug>/market/", initiative.reach_market, name="reach_market"),
    path("initiatives/<slug:slug>/baseline/", initiative.register_baseline, name="register_baseline"),
    path("initiatives/<slug:slug>/updates/", initiative.post_update, name="post_update"),
    path("initiatives/<slug:slug>/actions/", initiative.add_action, name="add_action"),
    path("initiatives/<slug:slug>/deliverables/new/", initiative.new_deliverable, name="new_deliverable"),
    path("initiatives/<slug:slug>/charter/", charter.charter, name="charter"),
    path("initiatives/<slug:slug>/charter.pdf", charter.charter_pdf, name="charter_pdf"),
    path("initiatives/<slug:slug>/charter/new/", charter.name_owner, name="name_owner"),
    path("initiatives/<slug:slug>/charter/acknowledge/", charter.acknowledge, name="acknowledge"),
    path("actions/<int:pk>/finish/", initiative.finish_action, name="finish_action"),
    path("deliverables/<int:pk>/", deliverable.deliverable, name="deliverable"),
    path("deliverables/<int:pk>/holder/", deliverable.name_holder, name="name_holder"),
    path("deliverables/<int:pk>/hand-over/", deliverable.hand_over, name="hand_over"),
    path("deliverables/<int:pk>/start/", deliverable.start_deliverable, name="start_deliverable"),
    path("deliverables/<int:pk>/finish/", deliverable.finish_deliverable, name="finish_deliverable"),
    path("deliverables/<int:pk>/drop/", deliverable.drop_deliverable, name="drop_deliverable"),
    path("people/<int:pk>/away/", away.away, name="away"),
    path("people/<int:pk>/left-behind/", away.left_behind, name="left_behind"),
    path("people/<int:pk>/left/", away.record_leaving, name="record_leaving"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons/<int:pk>/", reasons.reason, name="reason"),
    path("reasons/<int:pk>/merge/", reasons.merge_reason, name="merge_reason"),
    path("reasons/<int:pk>/retire/", reasons.retire_reason, name="retire_reason"),
    path("reasons/<slug:kind>/add/", reasons.add_reason, name="add_reason"),
    path("working-hours/", company.company, name="company"),
    path("delegations/<int:pk>/end/", away.end_delegation, name="end_delegation"),
    path("handoffs/", inbox.inbox, name="inbox"),
    path("handoffs/<int:pk>/", handoff.handoff, name="handoff"),
    path("handoffs/<int:pk>/accept/", inbox.accept, name="accept"),
    path("handoffs/<int:pk>/reject/", inbox.reject, name="reject"),
    path("handoffs/<int:pk>/items/", items.items, name="items"),
    path("handoffs/<int:pk>/undo/", inbox.undo, name="undo"),
    path("handoffs/<int:pk>/withdraw/", inbox.withdraw, name="withdraw"),
    path("handoffs/<int:pk>/start/", handoff.start, name="start"),
    path("handoffs/<int:pk>/finish/", handoff.finish, name="finish"),
    path("handoffs/<int:pk>/correct/", handoff.correct, name="correct"),
]
