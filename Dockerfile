# The console: web server, worker, beat and every command, from one image. Nothing secret is in it.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/revenue-arc
RUN python -m venv .venv
COPY requirements.lock ./
RUN .venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
COPY package.json package-lock.json .npmrc ./
RUN .venv/bin/npm ci --ignore-scripts --omit=dev
COPY . .
RUN ARC_SECRET_KEY=only-for-collecting-static-files .venv/bin/python manage.py collectstatic --noinput --verbosity=0

FROM python:3.11-slim
RUN groupadd --gid 10001 arc && useradd --uid 10001 --gid arc --no-create-home --home-dir /nonexistent arc \
    && install --directory --owner=arc --group=arc /var/lib/revenue-arc
WORKDIR /srv/revenue-arc
COPY --from=build /srv/revenue-arc /srv/revenue-arc
ENV PATH=/srv/revenue-arc/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ARC_VAR=/var/lib/revenue-arc
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s CMD ["python", "-m", "revenue_arc.probe", "http://127.0.0.1:8000/healthz"]
CMD ["granian", "--interface=wsgi", "--host=0.0.0.0", "--port=8000", "--workers=2", "--blocking-threads=4", "--no-access-log", "revenue_arc.wsgi:application"]
