# A small image that runs the Telegram worker as an ordinary user. See docs/hosting.md.
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/duoshao \
 && /opt/duoshao/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.13-slim
COPY --from=build /opt/duoshao /opt/duoshao
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin duoshao \
 && install -d -o duoshao -g duoshao -m 0700 /data
ENV PATH=/opt/duoshao/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DUOSHAO_DATABASE=/data/duoshao.db \
    DUOSHAO_CACHE_FOLDER=/data/cache \
    DUOSHAO_HEALTH_PORT=8080
USER duoshao
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
# The form without a shell, so that SIGTERM reaches the worker itself.
ENTRYPOINT ["duoshao"]
CMD ["worker"]
