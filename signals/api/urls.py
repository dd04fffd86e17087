"""The addresses of sources, pulls, customers, metrics and readings."""

from rest_framework.routers import SimpleRouter

from signals.api.coverage import CoverageView
from signals.api.customer import CustomerView
from signals.api.link import LinkView
from signals.api.metric import MetricView
from signals.api.pull import PullView
from signals.api.reading import ReadingView
from signals.api.source import SourceView

router = SimpleRouter(use_regex_path=False)
router.register("sources", SourceView, basename="source")
router.register("pulls", PullView, basename="pull")
router.register("customers", CustomerView, basename="customer")
router.register("coverage", CoverageView, basename="coverage")
router.register("links", LinkView, basename="link")
router.register("metrics", MetricView, basename="metric")
router.register("readings", ReadingView, basename="reading")
urlpatterns = router.urls
