"""Every write of the signal layer that spans rows or rules."""

from signals.services.drafts import (
    check_draft,
    choose_streams,
    connect_draft,
    describe,
    discard_draft,
    open_anew,
    put_stream,
    sample_draft,
    start_draft,
    use_folder,
)
from signals.services.holders import link_work, match_resource, undo_match, unlink_work
from signals.services.intakes import end_old_secret, keep_arrivals, replace_secret
from signals.services.joins import confirm_join, reject_join, undo_join
from signals.services.lifecycle import (
    cancel_pull,
    delete_source,
    expect_shape,
    reconnect_source,
    restore_stream,
    retire_stream,
)
from signals.services.metrics import agree_on, define_metric, entry_of, sign_definition, take_back
from signals.services.sources import map_anew, pause_source, request_pull, resume_source, save_source
from signals.services.uploaded import keep_upload
from signals.services.webhooks import add_webhook, send_again, switch_webhook

__all__ = [
    "add_webhook",
    "agree_on",
    "cancel_pull",
    "check_draft",
    "choose_streams",
    "confirm_join",
    "connect_draft",
    "define_metric",
    "delete_source",
    "describe",
    "discard_draft",
    "end_old_secret",
    "entry_of",
    "expect_shape",
    "keep_arrivals",
    "keep_upload",
    "link_work",
    "map_anew",
    "match_resource",
    "open_anew",
    "pause_source",
    "put_stream",
    "reconnect_source",
    "reject_join",
    "replace_secret",
    "request_pull",
    "restore_stream",
    "resume_source",
    "retire_stream",
    "sample_draft",
    "save_source",
    "send_again",
    "sign_definition",
    "start_draft",
    "switch_webhook",
    "take_back",
    "undo_join",
    "undo_match",
    "unlink_work",
    "use_folder",
]
