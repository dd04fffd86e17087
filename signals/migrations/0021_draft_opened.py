"""What a draft that changes a source was made from: a save over another's change is told of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signals", "0020_kept_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="sourcedraft",
            name="opened",
            field=models.JSONField(
                blank=True, default=dict, editable=False, help_text="The entry of the source as it was opened."
            ),
        ),
    ]
