"""Third-party front-end files: an allow-list out of node_modules, and a check that they are there."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Error, register
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"
FILES = {
    "vendor/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/plotly-basic.min.js": "plotly.js-basic-dist-min/plotly-basic.min.js",
    "vendor/inter-latin-wght-normal.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
}


class _Renamed(FileSystemStorage):
    """Serves `FILES` under their short names."""

    def path(self, name):
        return str(NODE_MODULES / FILES[name]) if name in FILES else super().path(name)


class NodeModulesFinder(BaseFinder):
    """Finds only the files of `FILES`."""

    storage = _Renamed(location=NODE_MODULES)

    def find(self, path, find_all=False, **kwargs):
        """The file behind `path`, or an empty list."""
        found = NODE_MODULES / FILES[path] if path in FILES else None
        if found is None or not found.exists():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns):
        """Every allowed file that is installed."""
        for name, source in FILES.items():
            if (NODE_MODULES / source).exists():
                yield name, self.storage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files. Source maps are not served, so a file that names its map is no error."""

    patterns = tuple(
        (names, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for names, rules in CompressedManifestStaticFilesStorage.patterns
    )


@register()
def assets_are_installed(app_configs, **kwargs):
    """Name the command to run when a front-end file is missing."""
    missing = [source for source in FILES.values() if not (NODE_MODULES / source).exists()]
    if not missing:
        return []
    return [Error(f"Front-end files are missing: {', '.join(missing)}.", hint="Run `make install`.", id="revenue_arc.E001")]
