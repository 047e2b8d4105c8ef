//! Bars side by side. Words keep their size whatever the drawing's, and nothing here needs a script: pointing at a bar
//! shows its reading.

use super::chart::{Plot, percent};
use leptos::prelude::*;
use model::chart::{Bar, BarChart, BarGroup, Mark};

/// Of a group's width, in thousandths: what stays free at each side.
const MARGIN: usize = 150;

/// `label` says in words what the picture shows; the numbers belong into a table beside it.
#[component]
pub(crate) fn Bars(chart: BarChart, label: String) -> impl IntoView {
    let count = chart.groups.len().max(1);
    let mark = |(n, group): (usize, &BarGroup)| Mark {
        x: u16::try_from((2 * n + 1) * 1000 / (2 * count)).unwrap_or_default(),
        label: group.label.clone(),
        // Where there is room for few, every third.
        major: (count - 1 - n).is_multiple_of(3),
    };
    let across = chart.groups.iter().enumerate().map(mark).collect();
    view! {
        <Plot up=chart.up across=across label=label>
            {chart.groups.into_iter().enumerate().map(|(n, group)| view! {
                <Group group=group at=n count=count/>
            }).collect_view()}
        </Plot>
    }
}

#[component]
fn Group(group: BarGroup, at: usize, count: usize) -> impl IntoView {
    let bars = places(at, count, group.bars.len());
    group
        .bars
        .into_iter()
        .zip(bars)
        .enumerate()
        .map(|(series, (bar, (x, width)))| view! { <OneBar bar=bar series=series x=x width=width/> })
        .collect_view()
}

#[component]
fn OneBar(bar: Bar, series: usize, x: usize, width: usize) -> impl IntoView {
    let height = usize::from(bar.height);
    view! {
        <g class="chart-bar" data-series=series.to_string()>
            <rect x=percent(x) width=percent(width) y=percent(1000 - height) height=percent(height)></rect>
            <text x="100%" y="-0.75em">{bar.reading}</text>
        </g>
    }
}

/// From where, and how wide, each bar of a group is, in thousandths of the drawing's width.
fn places(at: usize, count: usize, bars: usize) -> Vec<(usize, usize)> {
    let group = 1000 / count;
    let margin = group * MARGIN / 1000;
    let width = (group - 2 * margin) / bars.max(1);
    (0..bars).map(|n| (at * 1000 / count + margin + n * width, width)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_side_by_side_within_their_group() {
        assert_eq!(places(0, 2, 2), [(75, 175), (250, 175)]);
        assert_eq!(places(1, 2, 1), [(575, 350)]);
        assert_eq!(places(0, 1, 0), []);
    }
}
