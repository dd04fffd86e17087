"""Handoffs: read, offer, answer, withdraw, start and finish; by the services of the pages."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from initiatives import access, services
from initiatives.api.handoff_fields import (
    CommentSerializer,
    HandoffFilter,
    HandoffSerializer,
    NothingSerializer,
    OfferSerializer,
    RejectionSerializer,
)
from initiatives.api.item import DispositionsSerializer, ItemSerializer
from initiatives.models import Handoff


class HandoffView(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Handoffs."""

    queryset = Handoff.objects.with_people()
    serializer_class = HandoffSerializer
    filterset_class = HandoffFilter
    lookup_value_converter = "int"

    def get_object(self):
        """The handoff at this address."""
        return access.handoff_to_read(self.request.user, self.kwargs["pk"])

    def list(self, request, *args, **kwargs):
        """List the handoffs, the newest first."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """Read one handoff with its four instants and their corrections."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(request=OfferSerializer, responses={201: HandoffSerializer})
    def create(self, request):
        """Offer a deliverable, or a batch of work, to one named person.

        A deliverable is offered by who holds it, or by the head of that person's function.
        With `batch_size` or `items`, a batch of work moves and the deliverable stays.
        """
        at, offer = timezone.now(), self._read(OfferSerializer)
        deliverable, batch = offer.pop("deliverable"), offer.get("batch_size") or offer.get("items")
        may = access.deliverable_to_send_a_batch_of if batch else access.deliverable_to_hand_over
        deliverable = may(request.user, deliverable.pk, at)
        sender = None if batch else access.sender_of(request.user, deliverable, at)
        handoff = services.offer_handoff(deliverable=deliverable, sender=sender, by=request.user, at=at, **offer)
        address = reverse("api:handoff-detail", args=[handoff.pk], request=request)
        return Response(self._shown(handoff), status=201, headers={"Location": address})

    @extend_schema(request=NothingSerializer, responses=HandoffSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        """Accept a handoff: the receiver holds the deliverable from now on."""
        handoff = access.handoff_to_answer(request.user, pk)
        services.accept_handoff(handoff=handoff, by=request.user, at=timezone.now())
        return Response(self._shown(handoff))

    @extend_schema(request=RejectionSerializer, responses=HandoffSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request, pk):
        """Reject a handoff with a reason of the shared list: the sender holds the deliverable again."""
        handoff = access.handoff_to_answer(request.user, pk)
        services.reject_handoff(handoff=handoff, by=request.user, at=timezone.now(), **self._read(RejectionSerializer))
        return Response(self._shown(handoff))

    @extend_schema(responses=ItemSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def items(self, request, pk):
        """List the items of a batch and what became of each; at most 5,000."""
        rows = self.get_object().own_items.select_related("reason__merged_into")
        return Response(ItemSerializer(rows, many=True).data)

    @extend_schema(request=DispositionsSerializer, responses=HandoffSerializer(many=True))
    @action(detail=True, methods=["post"], url_path="answer-items", pagination_class=None, filterset_class=None)
    def answer_items(self, request, pk):
        """Answer a batch item by item: the handoff, or its two parts where some were accepted and some rejected."""
        handoff = access.handoff_to_answer(request.user, pk)
        given = self._read(DispositionsSerializer)
        parts = services.answer_items(handoff=handoff, by=request.user, at=timezone.now(), **given)
        return Response([self._shown(part) for part in parts])

    @extend_schema(request=CommentSerializer, responses=HandoffSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Withdraw an offer that nobody has answered: the sender's holding is unbroken."""
        handoff = access.handoff_to_withdraw(request.user, pk)
        services.withdraw_handoff(handoff=handoff, by=request.user, at=timezone.now(), **self._read(CommentSerializer))
        return Response(self._shown(handoff))

    @extend_schema(request=NothingSerializer, responses=HandoffSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request, pk):
        """Say that work on an accepted handoff has started."""
        handoff = access.handoff_to_work_on(request.user, pk)
        services.start_work(handoff=handoff, by=request.user, at=timezone.now())
        return Response(self._shown(handoff))

    @extend_schema(request=NothingSerializer, responses=HandoffSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request, pk):
        """Say that work on a started handoff is finished."""
        handoff = access.handoff_to_work_on(request.user, pk)
        services.finish_work(handoff=handoff, by=request.user, at=timezone.now())
        return Response(self._shown(handoff))

    def _read(self, serializer: type) -> dict:
        """The body of the request, validated."""
        body = serializer(data=self.request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _shown(self, handoff: Handoff) -> dict:
        """The handoff as it is now."""
        return HandoffSerializer(Handoff.objects.with_people().get(pk=handoff.pk)).data
