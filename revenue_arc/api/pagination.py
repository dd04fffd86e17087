"""Pages of rows."""

from django.db.models import BigIntegerField
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import LimitOffsetPagination

from revenue_arc.numbers import whole

PAGING = ("limit", "offset")
LARGEST_OFFSET = BigIntegerField.MAX_BIGINT - 1000


def only_known(request, *names: str):
    """What was asked for, where each parameter is one of the `names` or of paging. Raises a validation error otherwise."""
    known = [*names, *PAGING]
    if unknown := [name for name in request.query_params if name not in known]:
        told = f"There is no such filter here. There are: {', '.join(known)}."
        raise ValidationError({name: [told] for name in unknown})
    return request.query_params


def place_in(request, name: str, number: int):
    """Which of `number` things, from 0, a parameter asks for; the first where it is not given.

    Raises a validation error where there is no such thing, so that no other is given for it.
    """
    text = request.query_params.get(name, "")
    place = whole(text) if text else 0
    if place is None or place >= number:
        told = "There is only one: give 0." if number == 1 else f"Give a whole number from 0 to {number - 1}."
        raise ValidationError({name: [told]})
    return place


class Pages(LimitOffsetPagination):
    """`limit` (at most 500 rows an answer, 50 by default) and `offset`."""

    default_limit = 50
    max_limit = 500

    def paginate_queryset(self, queryset, request, view=None):
        """The rows asked for. A list without filters takes only the `parameters` of its action, and refuses any other."""
        if view is not None and not view.filter_backends:
            only_known(request, *getattr(view, "parameters", ()))
        return super().paginate_queryset(queryset, request, view)

    def get_limit(self, request):
        """The number of rows asked for; more than allowed is cut down, nonsense is refused with a sentence."""
        return min(self._whole(request, self.limit_query_param, self.default_limit, least=1), self.max_limit)

    def get_offset(self, request):
        """How many rows to pass over; nonsense is refused with a sentence."""
        return min(self._whole(request, self.offset_query_param, 0, least=0), LARGEST_OFFSET)

    def _whole(self, request, name: str, default: int, *, least: int) -> int:
        text = request.query_params.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 40) or int(text) < least:
            raise ValidationError({name: [f"Give a whole number, {least} or more."]})
        return int(text)

    def get_schema_operation_parameters(self, view):
        """The two parameters, with the bounds that are enforced."""
        return [
            {
                "name": self.limit_query_param,
                "in": "query",
                "description": f"How many rows; more than {self.max_limit} gives {self.max_limit}.",
                "schema": {"type": "integer", "minimum": 1, "default": self.default_limit},
            },
            {
                "name": self.offset_query_param,
                "in": "query",
                "description": "How many rows to pass over.",
                "schema": {"type": "integer", "minimum": 0, "default": 0},
            },
        ]
