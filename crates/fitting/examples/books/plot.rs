//! The plot: what orders cost over the mid, by their size on a logarithmic axis. No library: a polygon, two lines, two axes.

/// What orders of one size cost, in basis points over the mid.
pub(crate) struct Point {
    pub(crate) size: u64,
    /// Their mean.
    pub(crate) fitted: f64,
    /// A twentieth of them cost less.
    pub(crate) low: f64,
    /// A twentieth of them cost more.
    pub(crate) high: f64,
    /// The mean of the cheapest walks.
    pub(crate) best: f64,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 50.0;
/// Lines across.
const MARKS: u32 = 5;

/// Pixels of a plot's axes.
struct Axes {
    sizes: (f64, f64),
    top: f64,
}

impl Axes {
    fn of(points: &[Point]) -> Self {
        let logarithms = points.iter().map(|point| logarithm(point.size));
        let highest = points.iter().map(|point| point.high).fold(0.0, f64::max);
        Self {
            sizes: (
                logarithms.clone().fold(f64::INFINITY, f64::min),
                logarithms.fold(0.0, f64::max),
            ),
            // Whole numbers at the marks.
            top: (highest / f64::from(MARKS)).ceil() * f64::from(MARKS),
        }
    }

    fn x(&self, size: u64) -> f64 {
        let (first, last) = self.sizes;
        LEFT + (logarithm(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, basis_points: f64) -> f64 {
        HEIGHT - BOTTOM - basis_points.max(0.0) / self.top * (HEIGHT - TOP - BOTTOM)
    }

    fn path<'a>(
        &self,
        points: impl Iterator<Item = &'a Point>,
        cost: impl Fn(&Point) -> f64,
    ) -> String {
        let places =
            points.map(|point| format!("{:.1},{:.1}", self.x(point.size), self.y(cost(point))));
        places.collect::<Vec<_>>().join(" ")
    }
}

#[allow(clippy::cast_precision_loss, reason = "a few millions")]
fn logarithm(size: u64) -> f64 {
    (size as f64).log10()
}

/// The picture, the same for the same points.
pub(crate) fn svg(points: &[Point]) -> String {
    let axes = Axes::of(points);
    let mut svg = String::new();
    let mut line = |text: String| svg.extend([text.as_str(), "\n"]);
    line(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">"#
    ));
    line(r##"<rect width="100%" height="100%" fill="#ffffff"/>"##.to_owned());
    line(format!(
        r#"<text x="{LEFT}" y="20" font-size="14">Cost over the mid by size of order, basis points: BTCUSDT and ETHUSDT, 8 August 2024</text>"#
    ));
    for mark in 0..=MARKS {
        let cost = axes.top * f64::from(mark) / f64::from(MARKS);
        let y = axes.y(cost);
        line(format!(
            r##"<line x1="{LEFT}" y1="{y:.1}" x2="{:.1}" y2="{y:.1}" stroke="#dddddd"/><text x="{:.1}" y="{:.1}" text-anchor="end">{cost:.0}</text>"##,
            WIDTH - RIGHT,
            LEFT - 8.0,
            y + 4.0
        ));
    }
    for point in points {
        let x = axes.x(point.size);
        line(format!(
            r#"<text x="{x:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
            HEIGHT - BOTTOM + 20.0,
            short(point.size)
        ));
    }
    line(format!(
        r#"<text x="{:.1}" y="{:.1}" text-anchor="middle">order, USDT</text>"#,
        f64::midpoint(LEFT, WIDTH - RIGHT),
        HEIGHT - 10.0
    ));
    let low = axes.path(points.iter(), |point| point.low);
    let high = axes.path(points.iter().rev(), |point| point.high);
    line(format!(
        r##"<polygon points="{low} {high}" fill="#cfe2f3"/>"##
    ));
    let fitted = axes.path(points.iter(), |point| point.fitted);
    line(format!(
        r##"<polyline points="{fitted}" fill="none" stroke="#1f5fa8" stroke-width="3"/>"##
    ));
    let best = axes.path(points.iter(), |point| point.best);
    line(format!(
        r##"<polyline points="{best}" fill="none" stroke="#d9730d" stroke-width="1.5" stroke-dasharray="5 4"/>"##
    ));
    let legend = [
        ("#1f5fa8", "fitted, mean; 5 % to 95 % of the orders"),
        (
            "#d9730d",
            "cheapest walk of the book that the order found, mean",
        ),
    ];
    for (place, (colour, text)) in (0_u32..).zip(legend) {
        let y = TOP + 20.0 + 18.0 * f64::from(place);
        line(format!(
            r#"<rect x="{:.1}" y="{:.1}" width="14" height="4" fill="{colour}"/><text x="{:.1}" y="{y:.1}">{text}</text>"#,
            LEFT + 14.0,
            y - 6.0,
            LEFT + 36.0
        ));
    }
    line("</svg>".to_owned());
    svg
}

/// 5000000 as 5M.
fn short(size: u64) -> String {
    match size {
        1_000_000.. => format!("{}M", size / 1_000_000),
        1_000.. => format!("{}k", size / 1_000),
        _ => size.to_string(),
    }
}
