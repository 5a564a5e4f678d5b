# One image for every service: the command says which. Built by `docker compose build`.

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --workspace --bins \
 && mkdir -p /out \
 && for name in sheaf fix-acceptor solver inventory exchange-adapter chain-minter sim-exchange evm-node; do \
        install -s "target/release/$name" /out/; done

FROM debian:bookworm-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin sheaf \
 && mkdir /data && chown sheaf /data
COPY --from=build /out/ /usr/local/bin/
USER sheaf
WORKDIR /data
VOLUME /data
CMD ["sheaf", "--help"]
