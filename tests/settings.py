"""The settings of the suite: those of production, but for speed and for http on loopback."""

import os

os.environ.setdefault("ARC_SECRET_KEY", "only-for-the-suite-" + "x" * 40)
os.environ.setdefault("ARC_HTTPS", "0")

from revenue_arc.settings import *  # noqa: F403
from revenue_arc.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
OUTBOUND_ALLOW_PRIVATE = True
