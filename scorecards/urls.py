"""The pages of decisions."""

from django.urls import path

from scorecards.views import acts, brief, calendar, decide, decision, meeting, rejections, tile

app_name = "scorecards"
urlpatterns = [
    path("account/calendar/", calendar.calendar_address, name="calendar_address"),
    path("calendar/<str:token>.ics", calendar.calendar, name="calendar"),
    path("rejections/", rejections.rejections, name="rejections"),
    path("decisions/", meeting.decisions, name="decisions"),
    path("initiatives/<slug:slug>/decision/", decision.decision, name="decision"),
    path("initiatives/<slug:slug>/decision/schedule/", meeting.schedule, name="schedule"),
    path("initiatives/<slug:slug>/decision/readings/", meeting.readings, name="readings"),
    path("meetings/<int:pk>/", meeting.meeting, name="meeting"),
    path("meetings/<int:pk>/screen/", decision.screen, name="screen"),
    path("meetings/<int:pk>/reschedule/", meeting.reschedule, name="reschedule"),
    path("meetings/<int:pk>/tiles/<slug:key>/", tile.tile, name="tile"),
    path("meetings/<int:pk>/arc/", tile.arc, name="arc"),
    path("meetings/<int:pk>/decide/", decide.decide, name="decide"),
    path("meetings/<int:pk>/brief/", brief.brief, name="brief"),
    path("meetings/<int:pk>/brief.json", brief.brief_json, name="brief_json"),
    *(path(f"meetings/<int:pk>/{name}/", acts.act, {"name": name}, name=name) for name in acts.ACTS),
    path("waivers/<int:pk>/grant/", acts.grant, name="grant"),
    path("conditions/<int:pk>/meet/", acts.meet, name="meet"),
]
