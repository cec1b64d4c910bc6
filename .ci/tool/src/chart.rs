//! Charts as SVG, to stand within a page.

use crate::Result;
use plotters::prelude::*;

const WIDTH: u32 = 820;
const AHEAD: RGBColor = RGBColor(46, 125, 80);
const BEHIND: RGBColor = RGBColor(200, 110, 30);
const COLOURS: [RGBColor; 5] = [
    RGBColor(31, 98, 170),
    RGBColor(200, 110, 30),
    RGBColor(46, 125, 80),
    RGBColor(130, 70, 160),
    RGBColor(90, 90, 90),
];

/// Bars of what each work takes in parts of what its peer takes: to the left of the 1 is quicker.
pub(crate) fn ratios(bars: &[(String, f64)]) -> Result<String> {
    let count = i32::try_from(bars.len())?;
    let height = 70 + 24 * u32::try_from(bars.len())?;
    let widest = bars
        .iter()
        .map(|(_, ratio)| ratio.max(1.0 / ratio))
        .fold(10.0, f64::max);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .margin(10)
            .margin_right(25)
            .x_label_area_size(40)
            .y_label_area_size(430)
            .build_cartesian_2d((0.9 / widest..1.1 * widest).log_scale(), 0..count)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .y_labels(2)
            .y_label_formatter(&|_| String::new())
            .x_labels(7)
            .x_label_formatter(&|ratio| format!("{ratio}"))
            .x_desc("times what the peer takes: less is quicker")
            .draw()?;
        // The first bar is the uppermost, and the axis counts upwards.
        let places = (0..count).rev();
        chart.draw_series(places.clone().zip(bars).map(|(at, (_, ratio))| {
            let colour = if *ratio <= 1.0 { AHEAD } else { BEHIND };
            let mut bar = Rectangle::new([(1.0, at), (*ratio, at + 1)], colour.filled());
            bar.set_margin(4, 4, 0, 0);
            bar
        }))?;
        chart.draw_series([PathElement::new([(1.0, 0), (1.0, count)], BLACK)])?;
        let plotting = chart.plotting_area();
        for (at, (name, ratio)) in places.zip(bars) {
            let (_, top) = plotting.map_coordinate(&(1.0, at + 1));
            let style = ("sans-serif", 13).into_text_style(&area);
            area.draw_text(&format!("{name}: {ratio:.2}"), &style, (10, top + 5))?;
        }
        area.present()?;
    }
    Ok(within(&svg))
}

/// What one of many takes, in nanoseconds, by how many there are.
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) is_peer: bool,
    pub(crate) points: Vec<(f64, f64)>,
}

/// A chart of these lines, in pairs: a language's own, and its peer's, which is dashed.
pub(crate) fn series(lines: &[Line]) -> Result<String> {
    let times = || lines.iter().flat_map(|line| &line.points).map(|one| one.1);
    let lowest = times().fold(f64::MAX, f64::min);
    let highest = times().fold(0.0, f64::max);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, 460)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .margin(10)
            .margin_right(300)
            .x_label_area_size(40)
            .y_label_area_size(60)
            .build_cartesian_2d(
                (1f64..1e6).log_scale(),
                (lowest / 1.5..highest * 1.5).log_scale(),
            )?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_label_formatter(&|count| format!("{count}"))
            .y_label_formatter(&|ns| format!("{} µs", ns / 1e3))
            .x_desc("replies at once")
            .draw()?;
        // A language has one colour, for its own line and for its peer's.
        for (at, line) in (0..).zip(lines) {
            let colour = COLOURS[at / 2 % COLOURS.len()].stroke_width(2);
            let points = line.points.iter().copied();
            let top = 24 + 18 * i32::try_from(at)?;
            let legend = if line.is_peer {
                chart.draw_series(DashedLineSeries::new(points, 4, 4, colour))?;
                vec![(530, 538), (542, 550)]
            } else {
                chart.draw_series(LineSeries::new(points, colour))?;
                vec![(530, 550)]
            };
            for (from, to) in legend {
                area.draw(&PathElement::new([(from, top), (to, top)], colour))?;
            }
            let style = ("sans-serif", 13).into_text_style(&area);
            area.draw_text(&line.label, &style, (558, top - 6))?;
        }
        area.present()?;
    }
    Ok(within(&svg))
}

/// A chart as a block of HTML in Markdown, which ends at the first empty line.
fn within(svg: &str) -> String {
    let lines: Vec<_> = svg.lines().filter(|line| !line.trim().is_empty()).collect();
    format!("<div>\n{}\n</div>\n", lines.join("\n"))
}
