"""The reference page, and the answer to addresses that do not exist."""

from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

from revenue_arc.api.reference import groups
from revenue_arc.pages import render_page


@require_safe
def reference(request):
    """Every operation of the API with its parameters, its body, its answers and an example."""
    return render_page(request, "api/reference.html", {"groups": groups(), "origin": request.build_absolute_uri("/")[:-1]})


@extend_schema(exclude=True)
class Nothing(APIView):
    """Answers every unknown address below /api/ with problem details."""

    def initial(self, request, *args, **kwargs):
        """Refuse, whatever the method, once it is known who asks."""
        super().initial(request, *args, **kwargs)
        raise NotFound("There is nothing at this address. Every address of the API ends with a slash; /api/ lists them.")
