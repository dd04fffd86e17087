"""What beat sends, and how often. Tasks are named by string: the frame knows apps by name only."""

SECONDS, MINUTES = 1.0, 60.0

SCHEDULE = {
    "pull what is due": {"task": "signals.tasks.sweep", "schedule": 5 * SECONDS, "options": {"expires": 5 * SECONDS}},
    "forget drafts of sources": {
        "task": "signals.tasks.forget_drafts",
        "schedule": 60 * MINUTES,
        "options": {"expires": 60 * MINUTES},
    },
    "write the answers that can no longer be undone": {
        "task": "initiatives.tasks.settle_answers",
        "schedule": 5 * SECONDS,
        "options": {"expires": 5 * SECONDS},
    },
    "ask for a holder of what somebody held who left": {
        "task": "initiatives.tasks.ask_for_holders",
        "schedule": 10 * MINUTES,
        "options": {"expires": 10 * MINUTES},
    },
    "remind and escalate": {"task": "initiatives.tasks.escalate", "schedule": 5 * MINUTES, "options": {"expires": 5 * MINUTES}},
    "remind of conditions of decisions": {
        "task": "scorecards.tasks.escalate",
        "schedule": 5 * MINUTES,
        "options": {"expires": 5 * MINUTES},
    },
    "tell of what audits led to and is overdue": {
        "task": "audits.tasks.escalate",
        "schedule": 5 * MINUTES,
        "options": {"expires": 5 * MINUTES},
    },
    "write the digests": {
        "task": "scorecards.tasks.write_digests",
        "schedule": 15 * MINUTES,
        "options": {"expires": 15 * MINUTES},
    },
    "send what is in the outbox": {
        "task": "signals.tasks.deliver",
        "schedule": 15 * SECONDS,
        "options": {"expires": 15 * SECONDS},
    },
    "tick the conditions of decisions": {
        "task": "scorecards.tasks.tick_conditions",
        "schedule": MINUTES,
        "options": {"expires": MINUTES},
    },
    "read what slides with the clock": {
        "task": "signals.tasks.recompute_live",
        "schedule": 10 * MINUTES,
        "options": {"expires": 10 * MINUTES},
    },
    "close the audits whose day 30 is over": {
        "task": "audits.tasks.close_audits",
        "schedule": 10 * MINUTES,
        "options": {"expires": 10 * MINUTES},
    },
    "suggest joins where names are alike": {
        "task": "signals.tasks.suggest_joins",
        "schedule": 5 * MINUTES,
        "options": {"expires": 5 * MINUTES},
    },
    "draw what systems say of who held what": {
        "task": "signals.tasks.refresh_claims",
        "schedule": 5 * MINUTES,
        "options": {"expires": 5 * MINUTES},
    },
    "count how far the records resolve to customers": {
        "task": "signals.tasks.count_customers",
        "schedule": MINUTES,
        "options": {"expires": MINUTES},
    },
}
