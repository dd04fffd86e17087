"""What the database itself refuses, once a meeting is decided."""

import pgtrigger


def closed_by_the_decision(name: str) -> pgtrigger.Trigger:
    """A trigger for a table with `meeting_id`: after the decision, no row comes, changes or goes."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("room", "bigint")],
        func="""
            room := CASE TG_OP WHEN 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
            IF EXISTS (SELECT 1 FROM scorecards_meeting WHERE id = room AND decided_at IS NOT NULL) THEN
                RAISE EXCEPTION 'This meeting is decided; what was said in it never changes.' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
