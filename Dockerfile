# syntax=docker/dockerfile:1
# PYTHON_IMAGE may name a mirror and a digest: --build-arg PYTHON_IMAGE=registry.example/python:3.13-slim@sha256:...
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS packages
COPY requirements/runtime.lock /tmp/runtime.lock
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary=:all: -r /tmp/runtime.lock

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="mayors-quality-award" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 award \
 && useradd --uid 10001 --gid award --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin award \
 && install -d -o award -g award -m 0700 /data /data/keys /data/files
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv
COPY LICENSE alembic.ini ./
COPY app app
COPY migrations migrations
# The code is read-only to the service; only /data is written, so the container may run with a read-only root.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    AWARD_HOST=0.0.0.0 \
    AWARD_PORT=8000 \
    AWARD_KEYS_DIR=/data/keys \
    AWARD_FILES_DIR=/data/files
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['AWARD_PORT'] + '/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "app.cli"]
CMD ["serve"]
