"""The addresses of audits."""

from rest_framework.routers import SimpleRouter

from audits.api.audit import AuditView

router = SimpleRouter(use_regex_path=False)
router.register("audits", AuditView, basename="audit")
urlpatterns = router.urls
