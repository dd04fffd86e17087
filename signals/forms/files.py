"""Files as a source: one that is uploaded, or a folder that is read again and again."""

from pathlib import Path

from django import forms
from django.conf import settings

from revenue_arc.forms import NameField
from revenue_arc.words import listed
from signals.drafts import formats_of
from signals.models import Source, SourceDraft
from signals.uploads import LARGEST, is_own


class FilesForm(forms.Form):
    """Its name, and an upload or a folder."""

    name = NameField(max_length=120, label="What people call it", help_text="Lead sheet, CRM export.")
    upload = forms.FileField(
        required=False,
        label="A file to upload",
        help_text=f"At most {LARGEST // 2**20} MB. Kept in a folder of the console's own.",
    )
    folder = forms.CharField(
        required=False,
        label="Or a folder on the console's machine",
        help_text="Below one of the folders that ARC_FILE_FOLDERS names. Its files are read again at each interval.",
    )

    def __init__(self, *args, draft: SourceDraft, **kwargs):
        self.draft = draft
        place = draft.entry.get("settings", {}).get("folder", "")
        initial = {"name": draft.name, "folder": "" if is_own(place) else place}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.formats = formats_of(draft.kind)
        self.fields["upload"].widget.attrs["accept"] = ",".join(self.formats)
        self.fields["name"].disabled = draft.source is not None
        self.say_what_is_kept()

    def say_what_is_kept(self) -> None:
        """Name the files that were uploaded already beside the field that takes another."""
        if kept := self._kept():
            said = f"Kept: {listed(kept)}. A file of the same name takes its place."
            if self.draft.source and len(self.draft.streams) == 1:
                said = f"Kept: {kept[0]}. A file that you choose now takes its place, whatever its name."
            self.fields["upload"].help_text = self["upload"].help_text = said

    def _kept(self) -> list[str]:
        if not is_own(self.draft.entry.get("settings", {}).get("folder", "")):
            return []
        return [stream["file"] for stream in self.draft.streams if stream.get("file")]

    def clean_name(self) -> str:
        """A name that no other source has."""
        name = self.cleaned_data["name"].strip()
        if self.draft.source is None and Source.objects.filter(name=name).exists():
            raise forms.ValidationError("There is a source of this name already: give this one another, or edit that one.")
        return name

    def clean_upload(self):
        """A file of a kind that can be read, and not too large."""
        upload = self.cleaned_data["upload"]
        if upload and Path(upload.name).suffix.lower() not in self.formats:
            raise forms.ValidationError(
                f"A file of this kind cannot be read. Give it one of these endings: {', '.join(self.formats)}."
            )
        if upload and upload.size > LARGEST:
            raise forms.ValidationError(f"It is larger than {LARGEST // 2**20} MB: put it into a folder instead.")
        return upload

    def clean_folder(self) -> str:
        """A folder that may be read and is there."""
        folder = self.cleaned_data["folder"].strip()
        if folder and not any(Path(folder).resolve().is_relative_to(Path(place).resolve()) for place in self._allowed()):
            raise forms.ValidationError(
                "This folder may not be read. ARC_FILE_FOLDERS names those that may, with what is below."
            )
        if folder and not Path(folder).is_dir():
            raise forms.ValidationError("There is no such folder on the console's machine.")
        return folder

    def _allowed(self) -> list[str]:
        source = self.draft.source
        return [place for place in [*settings.FILE_FOLDERS, source.allow_folder if source else ""] if place]

    def clean(self):
        """One of the two, unless there is one already."""
        given = super().clean()
        if not self.errors and not given.get("upload") and not given.get("folder") and not self._kept():
            self.add_error("upload", "Choose a file, or name a folder.")
        return given
