"""The doors through which initiatives change: keyword-only, one transaction each, refusals as sentences."""

from initiatives.services.actions import add_action_item, finish_action_item, post_update
from initiatives.services.baselines import register_baseline
from initiatives.services.batches import answer_items
from initiatives.services.charters import acknowledge_charter, ask_for_owner, name_owner
from initiatives.services.claims import ClaimDraft, replace_claims
from initiatives.services.company import set_working_hours
from initiatives.services.corrections import correct_handoff
from initiatives.services.delegations import delegate_answers, end_delegation
from initiatives.services.deliverables import (
    add_deliverable,
    declare_dependencies,
    drop_deliverable,
    finish_deliverable,
    start_deliverable,
)
from initiatives.services.handoffs import accept_handoff, offer_handoff, reject_handoff, withdraw_handoff
from initiatives.services.holdings import end_holding, name_holder
from initiatives.services.launches import create_initiative, lock_scope, move_end_point, reach_market, stop_launch
from initiatives.services.leaving import ask_for_holders, record_leaving
from initiatives.services.pending import answer_soon, settle_answers, undo_answer
from initiatives.services.reasons import add_reason, merge_reasons, rename_reason, retire_reason
from initiatives.services.work import finish_work, start_work

__all__ = [
    "ClaimDraft",
    "accept_handoff",
    "acknowledge_charter",
    "add_action_item",
    "add_deliverable",
    "add_reason",
    "answer_items",
    "answer_soon",
    "ask_for_holders",
    "ask_for_owner",
    "correct_handoff",
    "create_initiative",
    "declare_dependencies",
    "delegate_answers",
    "drop_deliverable",
    "end_delegation",
    "end_holding",
    "finish_action_item",
    "finish_deliverable",
    "finish_work",
    "lock_scope",
    "merge_reasons",
    "move_end_point",
    "name_holder",
    "name_owner",
    "offer_handoff",
    "post_update",
    "reach_market",
    "record_leaving",
    "register_baseline",
    "reject_handoff",
    "rename_reason",
    "replace_claims",
    "retire_reason",
    "set_working_hours",
    "settle_answers",
    "start_deliverable",
    "start_work",
    "stop_launch",
    "undo_answer",
    "withdraw_handoff",
]
