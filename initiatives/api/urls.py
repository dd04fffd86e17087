"""The addresses of initiatives, deliverables, handoffs, delegations and reasons."""

from rest_framework.routers import SimpleRouter

from initiatives.api.delegation import DelegationView
from initiatives.api.deliverable import DeliverableView
from initiatives.api.handoff import HandoffView
from initiatives.api.initiative import InitiativeView
from initiatives.api.reason import ReasonView

router = SimpleRouter(use_regex_path=False)
router.register("initiatives", InitiativeView, basename="initiative")
router.register("deliverables", DeliverableView, basename="deliverable")
router.register("handoffs", HandoffView, basename="handoff")
router.register("delegations", DelegationView, basename="delegation")
router.register("reasons", ReasonView, basename="reason")
urlpatterns = router.urls
