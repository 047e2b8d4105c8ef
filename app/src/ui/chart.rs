//! A line over time. Words keep their size whatever the drawing's, and nothing here needs a script: pointing at a place
//! shows its reading.

use leptos::prelude::*;
use model::chart::{Chart, Mark, Point};

/// `label` says in words what the picture shows; the numbers belong into a table beside it.
#[component]
pub(crate) fn LineChart(chart: Chart, label: String) -> impl IntoView {
    let (line, area) = paths(&chart.points);
    view! {
        <Plot up=chart.up across=chart.across label=label>
            <svg viewBox="0 0 1000 1000" preserveAspectRatio="none">
                <path class="chart-area" d=area></path>
                <path class="chart-line" d=line></path>
            </svg>
            {reach(&chart.points).into_iter().zip(chart.points).map(|(reach, point)| view! {
                <Reading point=point reach=reach/>
            }).collect_view()}
        </Plot>
    }
}

/// What every chart has around its picture: the scale, the lines behind it, and what stands along the bottom.
#[component]
pub(crate) fn Plot(up: Vec<String>, across: Vec<Mark>, label: String, children: Children) -> impl IntoView {
    let rules = up.len().saturating_sub(1).max(1);
    view! {
        <div class="chart">
            <div class="chart-up nums" aria-hidden="true">
                {up.into_iter().map(|label| view! { <span>{label}</span> }).collect_view()}
            </div>
            <svg class="chart-plot" role="img" aria-label=label>
                {(0..=rules).map(|n| {
                    let y = percent(n * 1000 / rules);
                    view! { <line class="chart-rule" x1="0" x2="100%" y1=y.clone() y2=y></line> }
                }).collect_view()}
                {children()}
            </svg>
            <svg class="chart-across" aria-hidden="true">
                {across.into_iter().map(|mark| view! { <Across mark=mark/> }).collect_view()}
            </svg>
        </div>
    }
}

/// The line, and what lies under it.
fn paths(points: &[Point]) -> (String, String) {
    let line: Vec<String> = points.iter().map(|point| format!("{} {}", point.x, point.y)).collect();
    let line = format!("M{}", line.join("L"));
    let area = format!("{line}V1000H0Z");
    (line, area)
}

/// From where to where a point is the nearest one.
fn reach(points: &[Point]) -> Vec<(usize, usize)> {
    let at = |n: usize| points.get(n).map_or(1000, |point| usize::from(point.x));
    (0..points.len()).map(|n| (if n == 0 { 0 } else { at(n - 1).midpoint(at(n)) }, at(n).midpoint(at(n + 1)))).collect()
}

#[component]
fn Reading(point: Point, reach: (usize, usize)) -> impl IntoView {
    let (x, y) = (percent(usize::from(point.x)), percent(usize::from(point.y)));
    view! {
        <g class="chart-point">
            <rect x=percent(reach.0) y="0" width=percent(reach.1 - reach.0) height="100%"></rect>
            <line x1=x.clone() x2=x.clone() y1="0" y2="100%"></line>
            <circle cx=x cy=y r="4"></circle>
            <text x="100%" y="-0.75em">{point.reading}</text>
        </g>
    }
}

/// Words near an edge stay inside of it.
#[component]
fn Across(mark: Mark) -> impl IntoView {
    let anchor = match mark.x {
        0..40 => "start",
        961.. => "end",
        _ => "middle",
    };
    let class = if mark.major { "chart-mark" } else { "chart-mark chart-mark--minor" };
    let x = percent(usize::from(mark.x));
    view! { <text class=class x=x y="1.25em" text-anchor=anchor>{mark.label}</text> }
}

/// Thousandths, as SVG takes them.
pub(crate) fn percent(thousandths: usize) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_belongs_to_the_nearest_point() {
        let point = |x| Point { x, y: 500, reading: String::new() };
        assert_eq!(reach(&[point(0), point(500), point(1000)]), [(0, 250), (250, 750), (750, 1000)]);
        assert_eq!(paths(&[point(0), point(1000)]), ("M0 500L1000 500".into(), "M0 500L1000 500V1000H0Z".into()));
        assert_eq!(percent(125), "12.5%");
    }
}
