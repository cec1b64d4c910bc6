//! How two texts differ, in a few lines.

use std::fmt::Write as _;

/// How many lines of each side are shown.
const SHOWN: usize = 6;

/// Where the texts begin to differ, and what stands there in each.
#[must_use]
pub fn short_diff(now: &str, wanted: &str) -> String {
    let now: Vec<&str> = now.lines().collect();
    let wanted: Vec<&str> = wanted.lines().collect();
    let same = now.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    let (now, wanted) = (&now[same..], &wanted[same..]);
    let ends = now.iter().rev().zip(wanted.iter().rev());
    let same_end = ends.take_while(|(a, b)| a == b).count();
    let mut out = format!("  line {}\n", same + 1);
    for (sign, lines) in [
        ('-', &now[..now.len() - same_end]),
        ('+', &wanted[..wanted.len() - same_end]),
    ] {
        for line in lines.iter().take(SHOWN) {
            let _ = writeln!(out, "  {sign} {line}");
        }
        if lines.len() > SHOWN {
            let _ = writeln!(out, "  {sign} and {} more lines", lines.len() - SHOWN);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        assert_eq!(
            short_diff("a\nb\nc\n", "a\nB\nB\nc\n"),
            "  line 2\n  - b\n  + B\n  + B\n"
        );
        let many = "x\n".repeat(9);
        assert!(short_diff("", &many).ends_with("  + x\n  + and 3 more lines\n"));
    }
}
