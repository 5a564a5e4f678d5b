# One image for every service: the command says which. Built by `docker compose build`, with or without BuildKit.
# PROFILE=dev builds in a fraction of the time.

# The manifests, and an empty source where each wants one: what the dependencies' layer depends on.
FROM rust:1.95-bookworm AS manifests
WORKDIR /src
COPY . .
RUN find . -type f ! -name Cargo.toml ! -name Cargo.lock ! -name build.rs \
        ! -path '*/src/lib.rs' ! -path '*/src/main.rs' ! -path '*/benches/*.rs' -delete \
 && find . -type d -empty -delete \
 && find . -name '*.rs' | while read -r file; do echo 'fn main() {}' > "$file"; done

FROM rust:1.95-bookworm AS build
ARG PROFILE=release
WORKDIR /src
ENV BINARIES="sheaf fix-acceptor solver inventory exchange-adapter chain-minter sim-exchange evm-node"
COPY --from=manifests /src .
RUN cargo build --locked --profile "$PROFILE" $(printf -- '-p %s ' $BINARIES)
COPY . .
# Cargo goes by times, and the sources may be older than the empty ones.
RUN find . -path ./target -prune -o -type f -exec touch {} + \
 && cargo build --locked --profile "$PROFILE" $(printf -- '-p %s ' $BINARIES) \
 && mkdir /out && cd "target/$([ "$PROFILE" = dev ] && echo debug || echo "$PROFILE")" \
 && install --strip $BINARIES /out/

FROM debian:bookworm-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin sheaf \
 && for name in fix-acceptor solver inventory exchange-adapter chain-minter sim-exchange; do \
        install --directory --owner sheaf --group sheaf "/data/$name"; done
COPY --from=build /out/ /usr/local/bin/
# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /data
CMD ["sheaf", "--help"]
