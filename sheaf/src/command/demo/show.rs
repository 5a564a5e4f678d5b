//! What a person sees: one line a step (how long, who, what, how much), and a bar for each order that fills.

use std::{
    collections::BTreeMap,
    fmt::Display,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// Steps of a full bar.
const BAR_STEPS: u32 = 1000;
/// Redraws of a bar while nothing happens.
const BAR_TICK: Duration = Duration::from_millis(200);

/// Shared by everything that has something to show.
pub(crate) struct Show {
    started: Instant,
    bars: MultiProgress,
    by_order: Mutex<BTreeMap<String, ProgressBar>>,
}

impl Show {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            bars: MultiProgress::new(),
            by_order: Mutex::default(),
        }
    }

    /// Since the demo began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// A heading.
    pub(crate) fn title(&self, text: impl Display) {
        self.line(format!("\n{text}"));
    }

    /// One step of somebody's.
    pub(crate) fn step(&self, who: &str, what: &str, detail: impl Display) {
        let seconds = self.elapsed().as_secs_f64();
        self.line(format!("{seconds:7.3}s  {who:<10} {what:<22} {detail}"));
    }

    /// A line as it is.
    pub(crate) fn line(&self, text: impl Into<String>) {
        let text = text.into();
        // Without a terminal there are no bars, and nothing may be lost.
        self.bars.suspend(|| println!("{text}"));
    }

    /// How much of an order's cash is spent.
    pub(crate) fn progress(&self, order: &str, share: f64) {
        let mut by_order = self.by_order.lock().unwrap_or_else(PoisonError::into_inner);
        let bar = by_order.entry(order.to_owned()).or_insert_with(|| {
            let bar = ProgressBar::new(BAR_STEPS.into()).with_prefix(order.to_owned());
            let style =
                ProgressStyle::with_template("          {prefix:<24} {wide_bar} {percent:>3}%")
                    .expect("the template is well formed");
            bar.set_style(style);
            bar.enable_steady_tick(BAR_TICK);
            self.bars.add(bar)
        });
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a bar's length, 0 to 1000"
        )]
        bar.set_position((share.clamp(0.0, 1.0) * f64::from(BAR_STEPS)) as u64);
    }

    /// The order is done: its bar goes.
    pub(crate) fn finished(&self, order: &str) {
        let mut by_order = self.by_order.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = by_order.remove(order) {
            bar.finish_and_clear();
        }
    }
}
