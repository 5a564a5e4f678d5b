//! The spans of an asset order: in the batch's trace from the call on, and one in the trace of each index order that contributes.

mod support;

use opentelemetry::trace::{SpanId, SpanKind, TraceId, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use support::adapter::buy;
use support::bench::Bench;
use support::eventually;
use tracing_subscriber::layer::SubscriberExt as _;

fn record() -> InMemorySpanExporter {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::set_global_default(subscriber)
        .expect("the only subscriber of this process");
    exporter
}

fn ids(traceparent: &str) -> (TraceId, SpanId) {
    let mut parts = traceparent.split('-').skip(1);
    let mut part = || parts.next().expect("a traceparent");
    let trace = TraceId::from_hex(part()).expect("a trace id");
    (trace, SpanId::from_hex(part()).expect("a span id"))
}

fn named<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    let mut found = spans.iter().filter(|span| span.name == name);
    let span = found.next().unwrap_or_else(|| panic!("no span {name}"));
    assert!(found.next().is_none(), "one span {name}");
    span
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_asset_orders_spans_are_in_the_batchs_trace_and_in_each_contributors() {
    let exporter = record();
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;

    let batch = telemetry::traceparent_of(&tracing::info_span!("batch"));
    let index_order = telemetry::traceparent_of(&tracing::info_span!("index order"));
    let (batch_trace, batch_span) = ids(&batch);
    let (order_trace, order_span) = ids(&index_order);
    let order = proto::v1::NewAssetOrder {
        contributor_traceparents: vec![index_order],
        ..buy("a", "1")
    };
    let mut request = tonic::Request::new(proto::v1::PlaceOrdersRequest {
        command_id: "c1".into(),
        batch_id: "batch-1".into(),
        orders: vec![order],
    });
    request
        .metadata_mut()
        .insert("traceparent", batch.parse().expect("ASCII"));
    adapter
        .client
        .clone()
        .place_orders(request)
        .await
        .expect("taken");
    let events = adapter.events_until_ended(1).await;

    let spans = eventually("the order's span ends", || async {
        let spans = exporter.get_finished_spans().expect("the spans");
        spans
            .iter()
            .any(|span| span.name == telemetry::names::ASSET_ORDER)
            .then_some(spans)
    })
    .await;
    let server = named(&spans, "sheaf.v1.ExchangeAdapter/PlaceOrders");
    assert_eq!(server.span_kind, SpanKind::Server);
    assert_eq!(
        (server.span_context.trace_id(), server.parent_span_id),
        (batch_trace, batch_span)
    );
    let asset_order = named(&spans, telemetry::names::ASSET_ORDER);
    assert_eq!(asset_order.span_context.trace_id(), batch_trace);
    assert_eq!(asset_order.parent_span_id, server.span_context.span_id());

    let posts: Vec<&SpanData> = spans
        .iter()
        .filter(|span| span.name == telemetry::names::VENUE_REQUEST)
        .filter(|span| span.parent_span_id == asset_order.span_context.span_id())
        .collect();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].span_kind, SpanKind::Client);

    let contribution = named(&spans, telemetry::names::CONTRIBUTION);
    assert_eq!(contribution.span_context.trace_id(), order_trace);
    assert_eq!(contribution.parent_span_id, order_span);
    let links: Vec<SpanId> = contribution
        .links
        .iter()
        .map(|link| link.span_context.span_id())
        .collect();
    assert_eq!(links, [asset_order.span_context.span_id()]);

    // What is told goes on in the same trace: accepted by the call, the rest by the order's own span.
    let of: Vec<SpanId> = events
        .iter()
        .map(|event| ids(&event.traceparent).1)
        .collect();
    let order_span = asset_order.span_context.span_id();
    let call_span = server.span_context.span_id();
    assert_eq!(of, [call_span, order_span, order_span, order_span]);
}
