"""The pages of audits."""

from django.urls import path

from audits.views import answering, audits, document, interviews, rows

app_name = "audits"
urlpatterns = [
    path("audits/", audits.audits, name="audits"),
    path("audits/new/", audits.start, name="start"),
    path("audits/<int:pk>/", audits.audit, name="audit"),
    path("audits/<int:pk>/people/", audits.people, name="people"),
    path("audits/<int:pk>/people/ask/", audits.ask, name="ask"),
    path("audits/<int:pk>/asked/", answering.asked, name="asked"),
    path("audits/<int:pk>/parts/<slug:section>/", audits.section, name="section"),
    path("audits/<int:pk>/deliverables/new/", audits.add_missing, name="add_missing"),
    path("audits/<int:pk>/unlogged/new/", rows.add_unlogged, name="add_unlogged"),
    path("audits/<int:pk>/questions/<slug:item>/", answering.question, name="question"),
    path("audits/<int:pk>/interviews/", interviews.interviews, name="interviews"),
    path("audits/<int:pk>/check/", document.check, name="check"),
    path("audits/<int:pk>/freeze/", document.freeze, name="freeze"),
    path("audits/<int:pk>/charter/", document.start_charter, name="start_charter"),
    path("audits/<int:pk>/document/", document.document, name="document"),
    path("audits/<int:pk>/document/draft/", document.draft, name="draft"),
    path("audits/<int:pk>/document/<int:revision>/", document.revision, name="revision"),
    path("audits/<int:pk>/document/<int:revision>/map.pdf", document.pdf, name="pdf"),
    path("audits/<int:pk>/document/<int:revision>/map.docx", document.word, name="word"),
    path("audits/<int:pk>/document/<int:revision>/register.csv", document.register, name="register"),
    path("audits/<int:pk>/document/<int:revision>/calendars.csv", document.calendars, name="calendars"),
    path("audits/<int:pk>/document/<int:revision>/map.json", document.text, name="text"),
    path("audits/interviews/<int:pk>/", interviews.interview, name="interview"),
    path("audits/interviews/<int:pk>/day/", interviews.move, name="move_interview"),
    path("audits/quotes/<int:pk>/consent/", interviews.consent, name="consent"),
    path("audits/rows/<int:pk>/", rows.row, name="row"),
    path("audits/rows/<int:pk>/confirm/", rows.confirm, name="confirm"),
    path("audits/rows/<int:pk>/note/", rows.annotate, name="annotate"),
    path("audits/rows/<int:pk>/follow-up/", rows.follow_up, name="follow_up"),
]
