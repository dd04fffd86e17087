"""The author of a change stays: a context of the history is not deleted, and its person is not replaced by another."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION arc_author_stays() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'History keeps who made each change.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.metadata->>'user' IS NOT NULL AND OLD.metadata->>'user' IS DISTINCT FROM NEW.metadata->>'user' THEN
        RAISE EXCEPTION 'The author of a change stays.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
"""
TRIGGER = """
CREATE TRIGGER arc_author_stays BEFORE UPDATE OR DELETE ON pghistory_context
FOR EACH ROW EXECUTE FUNCTION arc_author_stays();
"""


class Migration(migrations.Migration):
    """A trigger on pghistory's table of contexts; the event tables have theirs from pghistory."""

    dependencies = [("people", "0003_token"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION arc_author_stays()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER arc_author_stays ON pghistory_context"),
    ]
