"""The addresses of meetings and decisions."""

from rest_framework.routers import SimpleRouter

from scorecards.api.decision import DecisionView
from scorecards.api.meeting import MeetingView

router = SimpleRouter(use_regex_path=False)
router.register("meetings", MeetingView, basename="meeting")
router.register("decisions", DecisionView, basename="decision")
urlpatterns = router.urls
