//! `demarche views`: searches and narrowed lists that are kept under a name, in the project.

use super::args::{Views, ViewsAct};
use super::lists;
use super::show::Answer;
use super::told;
use crate::project::{Project, explain};
use crate::serve::{address_of_view, read_view, shown_view};
use anyhow::{Context, bail};
use serde_json::json;

pub(crate) fn run(command: &Views) -> anyhow::Result<u8> {
    match &command.act {
        None => list(command),
        Some(ViewsAct::Show { name, limit, form }) => {
            let address = command.which.with(|project| project.view(name))?;
            let address = address.with_context(|| format!("there is no view {name:?}; `demarche views` lists them"))?;
            // What cannot be read is refused before anything is asked.
            read_view(&address, *limit)?;
            let sought = command.which.with(|project| shown_view(project, &address, *limit, None))?;
            if sought.is_of_words() {
                told::hits(&command.which, &sought, form)
            } else {
                lists::found(&command.which, &sought.filter, form)
            }
        }
        Some(ViewsAct::Keep { name, query, conditions }) => {
            let address = address_of_view(&query.join(" "), conditions);
            // What cannot be read back is not kept.
            read_view(&address, 1)?;
            change(command, |project| {
                let replaced = project.keep_view(name, &address)?.map(|other| format!("; it replaces {other}"));
                Ok(format!("{name:?} is kept: {address}{}", replaced.unwrap_or_default()))
            })
        }
        Some(ViewsAct::Drop { name }) => {
            change(command, |project| project.drop_view(name).map(|()| format!("{name:?} is no longer kept")))
        }
    }
}

/// Does something to the project, and tells what it was.
fn change(command: &Views, work: impl FnOnce(&mut Project) -> anyhow::Result<String>) -> anyhow::Result<u8> {
    let path = command.which.path()?;
    if !path.is_file() {
        bail!("there is no project {}", path.display());
    }
    let told =
        Project::create(&path).and_then(|mut project| work(&mut project)).map_err(|error| explain(error, &path))?;
    eprintln!("demarche: {told}");
    Ok(0)
}

fn list(command: &Views) -> anyhow::Result<u8> {
    let mut answer = Answer::new("demarche.view/1", &["name", "address"]);
    for view in command.which.with(Project::views)? {
        let record = json!({ "name": view.name, "address": view.address });
        answer.push(vec![view.name, view.address], record);
    }
    answer.write(&command.form)
}
