"""What people fill in about initiatives. Each form is carried out by the service of the same act."""

from initiatives.forms.away import AwayForm
from initiatives.forms.charter import AcknowledgeForm, NameOwnerForm
from initiatives.forms.company import CompanyForm
from initiatives.forms.handoff import BatchForm, CorrectionForm, HandOverForm, RejectForm, WithdrawForm
from initiatives.forms.items import DispositionsForm, ItemByItemForm
from initiatives.forms.launch import (
    ActionItemForm,
    BaselineForm,
    DeliverableForm,
    HolderForm,
    InitiativeForm,
    UpdateForm,
)
from initiatives.forms.reason import MergeForm, ReasonForm

__all__ = [
    "AcknowledgeForm",
    "ActionItemForm",
    "AwayForm",
    "BaselineForm",
    "BatchForm",
    "CompanyForm",
    "CorrectionForm",
    "DeliverableForm",
    "DispositionsForm",
    "HandOverForm",
    "HolderForm",
    "InitiativeForm",
    "ItemByItemForm",
    "MergeForm",
    "NameOwnerForm",
    "ReasonForm",
    "RejectForm",
    "UpdateForm",
    "WithdrawForm",
]
