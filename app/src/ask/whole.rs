//! `demarche status` and `demarche doctor`: the project as a whole.

use super::args::{Doctor, Whole, shown};
use super::show::Answer;
use crate::project::{Project, explain};
use serde_json::{Value, json};

/// The exit code of a check that failed.
const CHECK_FAILED: u8 = 5;

pub(crate) fn status(command: &Whole) -> anyhow::Result<u8> {
    let status = command.which.with(Project::status)?;
    let mut answer = Answer::new("demarche.status/1", &["what", "value"]);
    let whole = serde_json::to_value(&status)?;
    let Value::Object(fields) = &whole else { return Ok(0) };
    for (name, value) in fields {
        match value {
            Value::Object(counts) => {
                for (key, count) in counts {
                    let key = if key.is_empty() { "unknown" } else { key };
                    answer.push(
                        vec![format!("{name}: {key}"), plain(count)],
                        json!({ "what": name, "of": key, "value": count }),
                    );
                }
            }
            other => answer.push(vec![name.clone(), plain(other)], json!({ "what": name, "value": other })),
        }
    }
    answer.write(&command.form)
}

pub(crate) fn doctor(command: &Doctor) -> anyhow::Result<u8> {
    let path = command.whole.which.path()?;
    let health = Project::health(&path, command.full).map_err(|error| explain(error, &path))?;
    let mut answer = Answer::new("demarche.fault/1", &["fault"]);
    for fault in &health.faults {
        answer.push(vec![fault.clone()], json!({ "fault": fault }));
    }
    let path = shown(&path);
    if health.faults.is_empty() {
        match health.whole {
            true => eprintln!("demarche: {path} is sound"),
            false => eprintln!(
                "demarche: {path} is sound in its last {} articles and the events that these tell; --full looks at all",
                health.articles
            ),
        }
        return Ok(0);
    }
    answer.write(&command.whole.form)?;
    if health.damaged {
        eprintln!("demarche: {path} is damaged: go back to a copy of it, or add its articles to a new project");
    }
    if health.told_otherwise {
        eprintln!("demarche: where an older program coded these articles, `demarche recode` tells them anew");
    }
    Ok(CHECK_FAILED)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
