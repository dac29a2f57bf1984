//! `demarche eval forecast`: a benchmark folder in, the table of measured and published figures out.

use crate::args;
use crate::eval_counts;
use crate::event_table;
use crate::hands;
use crate::output;
use anyhow::{Context, bail};
use demarche::relate::foresee::{Answer, Calibration, Dated, Desk, EventTable, Forecaster, Ranks, Tier, Triple, Use};
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Figures of others on ICEWS14 by the same protocol: model, MRR, H@10.
const PUBLISHED: [(&str, &str, &str); 6] = [
    ("recurrency, strict (Gastinger 2024, corrected 2025)", "0.360", "0.479"),
    ("recurrency, combined", "0.374", "0.515"),
    ("RE-GCN", "0.421", "0.627"),
    ("TLogic (rules)", "0.425", "0.603"),
    ("TiRGN (best re-run by Gastinger)", "0.440", "0.638"),
    ("CountTRuCoLa 2025 (rules, 825 s)", "0.450", "0.620"),
];

/// A benchmark as published: three parts in order of time.
pub(crate) struct Benchmark {
    pub(crate) table: EventTable,
    /// First days of the valid and of the test part.
    pub(crate) valid: u32,
    pub(crate) test: u32,
    sizes: [usize; 3],
}

/// What was measured of one tier.
struct Measured {
    ranks: Ranks,
    calibration: Calibration,
    cited: usize,
    analogues: usize,
    seconds: f64,
    megabytes: Option<u64>,
}

pub(crate) fn run(command: &args::EvalForecast) -> anyhow::Result<u8> {
    let benchmark = Benchmark::read(&command.data)?;
    let name = command.data.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut text = String::new();
    let [train, valid, test] = benchmark.sizes;
    let (actors, kinds) = (benchmark.table.actors.len(), benchmark.table.kinds.len());
    let part = if command.on == args::Part::Valid { "valid" } else { "test" };
    writeln!(
        text,
        "{name}: {actors} actors, {kinds} kinds of act, {train} / {valid} / {test} events; measured on {part}"
    )?;
    writeln!(text, "single-step, time-aware filter, mean place among equals, both directions\n")?;
    writeln!(
        text,
        "| model | MRR | H@1 | H@3 | H@10 | calibration error | top answers with a cited event | seconds | MB |"
    )?;
    writeln!(text, "|---|---|---|---|---|---|---|---|---|")?;
    if name == "ICEWS14" {
        for (model, reciprocal, hits) in PUBLISHED {
            writeln!(text, "| {model} | {reciprocal} | – | – | {hits} | – | – | – | – |")?;
        }
    }
    for tier in command.tiers() {
        eprintln!("demarche: {} tier …", tier_name(tier));
        writeln!(text, "{}", measure(&benchmark, tier, command.on)?.row(tier))?;
    }
    text.push_str(&eval_counts::table(&benchmark, command.on));
    let mut output = output::open(command.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}

fn tier_name(tier: Tier) -> &'static str {
    match tier {
        Tier::Fast => "fast",
        Tier::Full => "full",
    }
}

impl Measured {
    fn row(&self, tier: Tier) -> String {
        let asked = self.ranks.asked.max(1) as f64;
        let hits = self.ranks.hits();
        let share = |n: usize| 100.0 * n as f64 / asked;
        format!(
            "| demarche, {} tier | {:.4} | {:.4} | {:.4} | {:.4} | {:.4} | {:.1} % ({:.1} % between the two, {:.1} % by analogy) | {:.1} | {} |",
            tier_name(tier),
            self.ranks.reciprocal(),
            hits[0],
            hits[1],
            hits[2],
            self.calibration.error(),
            share(self.cited + self.analogues),
            share(self.cited),
            share(self.analogues),
            self.seconds,
            self.megabytes.map_or("–".to_owned(), |m| m.to_string()),
        )
    }
}

/// Runs through the days, growing the trees at the end of the training part and asking in the part measured.
fn measure(benchmark: &Benchmark, tier: Tier, on: args::Part) -> anyhow::Result<Measured> {
    let start = Instant::now();
    let table = &benchmark.table;
    let mut forecaster = Forecaster::new(&table.actors, table.kinds.len(), tier);
    let mut measured = Measured {
        ranks: Ranks::default(),
        calibration: Calibration::default(),
        cited: 0,
        analogues: 0,
        seconds: 0.0,
        megabytes: None,
    };
    let (from, end) = match on {
        args::Part::Valid => (benchmark.valid, benchmark.test),
        args::Part::Test => (benchmark.test, u32::MAX),
    };
    let first = table.events.first().map_or(0, |e| e.day);
    let part_of_training = |part: f64| first + (f64::from(benchmark.valid - first) * part) as u32;
    let (learn_from, lesson_from) = (part_of_training(0.5), part_of_training(0.4));
    let mut grown = false;
    for (day, events) in table.days().take_while(|(day, _)| *day < end) {
        if day >= benchmark.valid && !grown {
            grown = true;
            hands::grow(&mut forecaster);
        }
        if day >= from {
            ask_day(&forecaster, table.actors.len(), day, &events, &mut measured);
        }
        let purpose: &[Use] = match day {
            _ if tier == Tier::Fast && day < learn_from => &[],
            _ if day < lesson_from => &[Use::Learn],
            _ if day < benchmark.valid => &[Use::Lesson],
            _ if day < benchmark.test && on == args::Part::Test => &[Use::Calibrate],
            _ => &[Use::Learn],
        };
        hands::learn(&mut forecaster, day, &events, purpose);
    }
    measured.seconds = start.elapsed().as_secs_f64();
    measured.megabytes = peak_megabytes();
    Ok(measured)
}

/// Asks the questions of a day on two threads, each alone: no answer knows what else is asked.
fn ask_day(forecaster: &Forecaster, actors: usize, day: u32, events: &[Triple], measured: &mut Measured) {
    let questions = forecaster.questions(events);
    let groups: Vec<&[Triple]> = questions.chunk_by(|a, b| a[..2] == b[..2]).collect();
    let ask = |groups: &[&[Triple]]| -> Vec<(Answer, bool, bool)> {
        let mut desk = Desk::default();
        let one = |group: &&[Triple]| {
            let [subject, kind, _] = group[0];
            let answer = forecaster.ask(&mut desk, subject, kind, day);
            let first = answer.guesses.first().map(|g| g.actor);
            let cited = first.map(|first| forecaster.evidence(subject, kind, first));
            let (own, any) =
                cited.map_or((false, false), |c| (!c.own.is_empty(), !c.own.is_empty() || !c.analogues.is_empty()));
            (answer, own, any)
        };
        groups.iter().map(one).collect()
    };
    let (left, right) = groups.split_at(groups.len() / 2);
    let answers = std::thread::scope(|scope| {
        let other = scope.spawn(|| ask(right));
        let mut answers = ask(left);
        answers.extend(hands::joined(other));
        answers
    });
    for (group, (answer, own, any)) in groups.iter().zip(answers) {
        let true_ones: Vec<u32> = group.iter().map(|q| q[2]).collect();
        for one in &true_ones {
            measured.ranks.add(answer.place(actors, &true_ones, *one));
            measured.cited += usize::from(own);
            measured.analogues += usize::from(any && !own);
            if let Some((first, raw)) = answer.first_without(&true_ones, *one) {
                measured.calibration.note(forecaster.probability(raw), first == *one);
            }
        }
    }
}

/// The most memory this process has held, where the system tells.
fn peak_megabytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024)
}

impl Benchmark {
    /// Reads `train.txt`, `valid.txt`, `test.txt` (subject, kind, object, time as numbers) and the names of the numbers.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut parts = Vec::new();
        for name in ["train.txt", "valid.txt", "test.txt"] {
            let mut part = numbers(&folder.join(name))?;
            part.sort_unstable_by_key(|row| (row[3], row[0], row[1], row[2]));
            part.dedup();
            parts.push(part);
        }
        let unit = parts.iter().flatten().fold(0, |unit, row| greatest_divisor(unit, row[3])).max(1);
        let starts: Vec<u32> = parts.iter().map(|p: &Vec<[u32; 4]>| p.first().map_or(0, |row| row[3] / unit)).collect();
        let sizes = [parts[0].len(), parts[1].len(), parts[2].len()];
        let events: Vec<Dated> =
            parts.iter().flatten().map(|[s, k, o, t]| Dated { triple: [*s, *k, *o], day: t / unit }).collect();
        if events.windows(2).any(|pair| pair[0].day > pair[1].day) {
            bail!("the parts in {} do not follow one another in time", folder.display());
        }
        let highest =
            |at: [usize; 2]| events.iter().flat_map(|e| at.map(|i| e.triple[i])).max().map_or(0, |n| n as usize + 1);
        let actors = names(&folder.join("entity2id.txt"), highest([0, 2]))?;
        let kinds = names(&folder.join("relation2id.txt"), highest([1, 1]))?;
        let classes = kinds.iter().map(|kind| event_table::class_of(kind)).collect();
        Ok(Self { table: EventTable { actors, kinds, classes, events }, valid: starts[1], test: starts[2], sizes })
    }
}

fn greatest_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

fn numbers(path: &Path) -> anyhow::Result<Vec<[u32; 4]>> {
    let text = fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
    let row = |(at, line): (usize, &str)| {
        let mut cells = line.split_whitespace().map(str::parse);
        let mut next = || cells.next().and_then(Result::ok);
        let row = (|| Some([next()?, next()?, next()?, next()?]))();
        row.with_context(|| {
            format!("{}:{}: expected subject, kind, object and time as numbers", path.display(), at + 1)
        })
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(row).collect()
}

/// Names by number; what the file does not name is called by its number.
fn names(path: &Path, count: usize) -> anyhow::Result<Vec<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
    let mut names: Vec<String> = (0..count).map(|n| n.to_string()).collect();
    for line in text.lines() {
        let Some((name, number)) = line.rsplit_once('\t') else { continue };
        let Ok(number) = number.trim().parse::<usize>() else { continue };
        if number >= names.len() {
            names.resize(number + 1, String::new());
        }
        names[number] = name.to_owned();
    }
    Ok(names)
}
