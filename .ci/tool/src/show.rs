//! The examples that `make demo` has built, run one after the other.

use crate::{
    Result,
    demo::debug,
    place::root,
    run::{Run, run},
    simulator::Simulator,
};
use std::{fs, path::Path};

/// Runs a language's examples, each under a line that says how a user would write it.
pub(crate) fn show(language: &str, out: &Path, simulator: &Simulator) -> Result<()> {
    // What ends with 1 says that somebody has to come back to a call, as here; 0 would be wrong.
    let shown = |words: &str, command: Run, expected: i32| -> Result<()> {
        println!("\n$ {words}");
        let status = simulator.told(command).status()?;
        if status != expected {
            return Err(format!("{words}: exit status {status}, not {expected}").into());
        }
        if expected == 1 && !words.contains("classify_reply") {
            println!("\nexit status {status}: somebody has to come back to a call");
        }
        Ok(())
    };
    let python = |words: &str| {
        run("python3")
            .words(words)
            .env("PYTHONPATH", out.join("python"))
    };
    let trouble = |file: &str| {
        python(&format!(
            "examples/python/trouble.py {} {file}",
            simulator.control_url
        ))
        .go()
    };
    match language {
        "python" => {
            trouble("examples/data/trouble.json")?;
            let example =
                |words: &str, expected| shown(&format!("python {words}"), python(words), expected);
            example("examples/python/crm_wrapup.py examples/data/wrapup.csv", 1)?;
            example("examples/python/set_disposition.py", 0)?;
            example("examples/python/classify_reply.py", 0)
        }
        "rust" => {
            let built = |name: &str| run(debug("examples").join(name));
            let first = "cargo run --features reqwest --example set_disposition";
            shown(first, built("set_disposition"), 0)?;
            shown(
                "cargo run --example classify_reply",
                built("classify_reply"),
                0,
            )
        }
        "c" => {
            let built = |name: &str| run(out.join("c").join(name));
            shown(
                "examples/c/set_disposition.c",
                built("c_set_disposition"),
                0,
            )?;
            // The reply that it holds says that the disposition was not applied.
            shown("examples/c/classify_reply.c", built("c_classify_reply"), 1)
        }
        "cpp" => {
            let built = |name: &str| run(out.join("c").join(name));
            shown(
                "examples/cpp/set_disposition.cpp",
                built("cpp_set_disposition"),
                0,
            )?;
            let calls = "examples/cpp/dialer/calls.txt";
            shown(
                &format!("examples/cpp/dialer {calls}"),
                built("dialer").arg(calls),
                1,
            )
        }
        "kotlin" => {
            let java = |project: &str, class: &str| -> Result<Run> {
                let folder = out.join("kotlin").join(project);
                let libraries = fs::read_to_string(folder.join("classpath"))?;
                let classes = folder.join("classes");
                // A JVM set for a short life.
                Ok(run("java")
                    .words("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp")
                    .arg(format!("{}:{}", classes.display(), libraries.trim()))
                    .arg(class))
            };
            for (program, kind, class) in [
                ("kotlin", "kt", "SetDispositionKt"),
                ("java", "java", "SetDisposition"),
            ] {
                let file = format!("examples/kotlin/set_disposition/SetDisposition.{kind}");
                shown(
                    &format!("{program} {file}"),
                    java("set-disposition", class)?,
                    0,
                )?;
            }
            // The agent's app is of another account: its phones have tokens, and only its
            // company's server the key.
            println!("\n$ examples/kotlin/agent-app: a shift of calls, as the agent sees them");
            let shift = java("agent-app", "com.example.agent.ShiftKt")?;
            simulator
                .told(shift.arg(&simulator.control_url))
                .env("CLOUDAGENT_CUSTOMER", "globex")
                .env("CLOUDAGENT_API_KEY", "KKglobex9876543210")
                .go()
        }
        _ => {
            let bin = out.join("swift/debug");
            let library = root().join("bindings/swift/Native/demo");
            let example = |name: &str| {
                let command = run(".ci/swift").arg("run").arg(bin.join(name));
                command.env("LD_LIBRARY_PATH", &library)
            };
            shown("set-disposition", example("set-disposition"), 0)?;
            // The main job again, over the same calls: the simulator forgets what Python did to them.
            trouble("examples/swift/reset.json")?;
            trouble("examples/data/trouble.json")?;
            let rows = "examples/data/wrapup.csv";
            shown(
                &format!("crm-wrapup {rows}"),
                example("crm-wrapup").arg(rows),
                1,
            )
        }
    }
}
