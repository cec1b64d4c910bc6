//! `cargo tool budgets`: what the libraries cost in instructions, allocations and bytes, against the
//! budgets in `tests/budgets/budgets.json`. Nothing here depends on how busy the machine is.

use crate::{
    Result,
    costs::{Cost, costs},
    place::{root, write},
};
use serde_json::{Value, json};
use std::fs;

const FILE: &str = "tests/budgets/budgets.json";

/// How much more than what was measured is let pass, as one part of so many. Another compiler's or
/// processor's library differs by less; an allocation more is one too many.
fn margin(unit: &str, measured: u64) -> u64 {
    match unit {
        "allocations" => 0,
        "instructions" => measured / 12 + 20,
        _ => measured / 20,
    }
}

/// Measures a language's part and compares it with its budgets, or writes them anew.
pub(crate) fn budgets(language: &str, update: bool) -> Result<()> {
    let costs = costs(language)?;
    let file = root().join(FILE);
    let mut table: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
    let rows = table["budgets"][language].take();
    let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
    if update {
        table["budgets"][language] = costs.iter().map(|cost| updated(cost, rows)).collect();
        write(
            &file,
            (serde_json::to_string_pretty(&table)? + "\n").as_bytes(),
        )?;
        println!("{FILE} has the budgets of {language}");
        return Ok(());
    }
    let (shown, wrong) = compared(&costs, rows);
    println!("{shown}");
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the budgets of {language} are not kept: {}. Where that is meant: cargo tool budgets {language} update",
        wrong.join("; ")
    )
    .into())
}

fn row_of<'a>(cost: &Cost, rows: &'a [Value]) -> Option<&'a Value> {
    rows.iter()
        .find(|row| row["what"] == *cost.what && row["unit"] == cost.unit)
}

/// A budget of what was measured. What is aimed at stays.
fn updated(cost: &Cost, rows: &[Value]) -> Value {
    let (unit, measured) = (cost.unit, cost.measured);
    let mut row = json!({
        "what": cost.what, "unit": unit, "measured": measured, "most": measured + margin(unit, measured),
    });
    if let Some(aim) = row_of(cost, rows).map(|row| &row["aim"]) {
        if aim.is_number() {
            row["aim"] = aim.clone();
        }
    }
    row
}

/// The costs beside their budgets, and what is wrong: a cost that is too high, a budget that lets a
/// planted slowness pass, a cost without a budget, a budget that nothing was measured for.
fn compared(costs: &[Cost], rows: &[Value]) -> (String, Vec<String>) {
    let mut wrong = Vec::new();
    let mut shown = format!(
        "{:28} {:>12} {:>10} {:>10} {:>10} {:>10}\n",
        "what", "unit", "measured", "at most", "aim", "planted"
    );
    for cost in costs {
        let Cost {
            what,
            unit,
            measured,
            planted,
        } = cost;
        let row = row_of(cost, rows);
        let number = |key: &str| row.and_then(|row| row[key].as_u64());
        let text =
            |number: Option<u64>| number.map_or("–".to_owned(), |number| number.to_string());
        let (most, aim) = (number("most"), number("aim"));
        shown += &format!(
            "{what:28} {unit:>12} {measured:>10} {:>10} {:>10} {planted:>10}\n",
            text(most),
            text(aim)
        );
        match most {
            None => wrong.push(format!("{what} has no budget of {unit}")),
            Some(most) if *measured > most => {
                wrong.push(format!("{what} takes {measured} {unit} of at most {most}"));
            }
            Some(most) if *planted <= most => {
                wrong.push(format!(
                    "{what}: {most} {unit} let a planted {planted} pass"
                ));
            }
            Some(_) => {}
        }
    }
    let measured = |row: &&Value| {
        costs
            .iter()
            .any(|cost| row_of(cost, &[(*row).clone()]).is_some())
    };
    for row in rows.iter().filter(|row| !measured(row)) {
        wrong.push(format!(
            "nobody measures {} of {}",
            row["unit"], row["what"]
        ));
    }
    (shown, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(measured: u64, planted: u64) -> Cost {
        Cost {
            what: "classify".into(),
            unit: "instructions",
            measured,
            planted,
        }
    }

    #[test]
    fn what_is_dearer_than_its_budget_fails_and_so_does_a_budget_that_sees_nothing() {
        let rows = [updated(&cost(600, 0), &[])];
        assert_eq!(rows[0]["most"], 670);
        let wrong = |cost| compared(&[cost], &rows).1.join("");
        assert_eq!(wrong(cost(670, 1_200)), "");
        assert!(wrong(cost(671, 1_200)).contains("takes 671 instructions of at most 670"));
        assert!(wrong(cost(600, 670)).contains("let a planted 670 pass"));
        let (shown, _) = compared(&[cost(640, 1_200)], &rows);
        assert!(
            shown.contains("640") && shown.contains("670") && shown.contains("1200"),
            "{shown}"
        );
    }

    #[test]
    fn a_cost_without_a_budget_and_a_budget_without_a_cost_are_told() {
        let (_, wrong) = compared(
            &[cost(1, 2)],
            &[json!({"what": "wheel", "unit": "bytes", "most": 5})],
        );
        assert!(
            wrong[0].contains("no budget") && wrong[1].contains("nobody measures"),
            "{wrong:?}"
        );
    }

    #[test]
    fn an_aim_stays_when_a_budget_is_written_anew() {
        let old = [json!({"what": "classify", "unit": "instructions", "most": 5, "aim": 600})];
        assert_eq!(updated(&cost(700, 0), &old)["aim"], 600);
        assert!(updated(&cost(700, 0), &[]).get("aim").is_none());
    }
}
