# syntax=docker/dockerfile:1
# The container image: one static binary and nothing else; see docs/container.md.
#
#   docker build --tag sandpail .
#
# scripts/image makes the same image without a daemon, from what stands below FROM scratch.

# Compiles on the builder's own architecture for that of the image: nothing is emulated.
FROM --platform=$BUILDPLATFORM rust:1.95-slim-bookworm AS build
ARG TARGETARCH
RUN case "$TARGETARCH" in \
        amd64) machine=x86_64 gcc=gcc-x86-64-linux-gnu ;; \
        arm64) machine=aarch64 gcc=gcc-aarch64-linux-gnu ;; \
        *) echo "no image is made for ${TARGETARCH:-a builder without BuildKit}" >&2; exit 1 ;; \
    esac && \
    if [ "$TARGETARCH" != "$(dpkg --print-architecture)" ]; then \
        rustup target add "$machine-unknown-linux-gnu" && \
        apt-get update && \
        apt-get install --yes --no-install-recommends "$gcc" "libc6-dev-$TARGETARCH-cross" && \
        rm -rf /var/lib/apt/lists/*; \
    fi
WORKDIR /source
COPY . .
# The sources are touched since cargo compares times: one that has been as it is for long may be newer than the cache.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/source/target,sharing=locked \
    find crates -name '*.rs' -exec touch {} + && \
    install "$(scripts/binary --static "$TARGETARCH")" /sandpail

FROM scratch
ARG VERSION
ARG REVISION
ARG SOURCE
LABEL org.opencontainers.image.title="Sandpail" \
      org.opencontainers.image.description="The bucket for your sandbox: an S3-compatible mock endpoint" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.source="$SOURCE"
COPY --from=build /sandpail /sandpail
# Numbers, as there is no file that would give them names.
USER 10001:10001
ENV SANDPAIL_HOST=0.0.0.0
EXPOSE 9000
HEALTHCHECK --start-interval=250ms --start-period=30s --interval=5s --timeout=5s --retries=3 \
    CMD ["/sandpail", "healthcheck"]
ENTRYPOINT ["/sandpail"]
