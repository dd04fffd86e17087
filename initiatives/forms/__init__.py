"""What people fill in about initiatives. Each form is carried out by the service of the same act."""

from initiatives.forms.charter import AcknowledgeForm, NameOwnerForm
from initiatives.forms.handoff import CorrectionForm, HandOverForm, RejectForm, WithdrawForm
from initiatives.forms.launch import (
    ActionItemForm,
    BaselineForm,
    DeliverableForm,
    HolderForm,
    InitiativeForm,
    UpdateForm,
)

__all__ = [
    "AcknowledgeForm",
    "ActionItemForm",
    "BaselineForm",
    "CorrectionForm",
    "DeliverableForm",
    "HandOverForm",
    "HolderForm",
    "InitiativeForm",
    "NameOwnerForm",
    "RejectForm",
    "UpdateForm",
    "WithdrawForm",
]
