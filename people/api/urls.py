"""The addresses of people."""

from rest_framework.routers import SimpleRouter

from people.api.person import PersonView

router = SimpleRouter(use_regex_path=False)
router.register("people", PersonView, basename="person")
urlpatterns = router.urls
