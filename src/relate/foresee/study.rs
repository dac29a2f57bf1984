//! A question of a day that is over and its answers in; what they teach out. Studies of a day know only the days before
//! it, so they can be made side by side and in any order; learning from them is one short pass.

use super::features::{Question, WIDTH};
use super::forecaster::{Desk, FLOOR, Forecaster, LESSONS, LISTED, Tier, Triple, Use};
use super::mixture::Mixture;
use super::slate::part::PARTS;
use super::trees::Rows;
use crate::relate::numbers::{Stream, ln};

/// Candidates that enter a lesson; of those after them one in `THINNED`.
const TOP: usize = 10;
const THINNED: u32 = 10;
/// One question in so many shows how far probabilities can be trusted.
const CALIBRATED: u32 = 3;

/// What one question taught.
#[derive(Debug, Default)]
pub struct Study {
    kind: u32,
    bucket: usize,
    /// For each answer among the candidates, what each part of evidence had to do with it.
    credit: Vec<[f32; PARTS]>,
    /// Trials of rules.
    trials: Vec<Trial>,
    /// To which lesson the rows belong.
    lesson: usize,
    rows: Rows,
    /// Probabilities stated, and whether they came true.
    stated: Vec<(f32, bool)>,
}

/// The body of a rule, its bucket, and whether its head came.
#[derive(Clone, Copy, Debug)]
struct Trial {
    body: u32,
    bucket: u8,
    hit: bool,
}

impl Forecaster {
    /// Studies one question, given with each of its answers, of a day that is over. Draws depend on the question alone.
    pub fn study(&self, desk: &mut Desk, day: u32, asked: &[Triple], purpose: &[Use]) -> Option<Study> {
        let [subject, kind, _] = *asked.first()?;
        let mut stream = Stream::of([day, subject, kind]);
        // The fast tier learns from every second question.
        if purpose.is_empty() || (self.tier == Tier::Fast && stream.unit() < 0.5) {
            return None;
        }
        let answers: Vec<u32> = asked.iter().map(|q| q[2]).collect();
        let (bucket, weights) = self.spread(desk, subject, kind, day);
        let mut study = Study { kind, bucket, ..Study::default() };
        if purpose.contains(&Use::Calibrate) && stream.below(CALIBRATED) == 0 {
            let answer = self.answer(desk, &weights, [subject, kind], day);
            for one in &answers {
                if let Some((first, stated)) = answer.first_without(&answers, *one) {
                    study.stated.push((stated, first == *one));
                }
            }
        }
        if purpose.contains(&Use::Lesson) && self.tier == Tier::Full {
            Self::order(desk, &weights);
            study.lesson = stream.below(LESSONS as u32) as usize;
            self.write_lesson(desk, &mut study.rows, &mut stream, [subject, kind], day, &answers);
        }
        study.credit = Mixture::credit(&desk.slate, &weights, &answers);
        let hits: Vec<bool> = desk.slate.candidates.iter().map(|c| answers.contains(&c.actor)).collect();
        let trial =
            |(at, body, bucket): &(u32, u32, u8)| Trial { body: *body, bucket: *bucket, hit: hits[*at as usize] };
        study.trials.extend(desk.slate.trials.iter().map(trial));
        Some(study)
    }

    fn write_lesson(
        &self,
        desk: &Desk,
        rows: &mut Rows,
        stream: &mut Stream,
        [subject, kind]: [u32; 2],
        day: u32,
        answers: &[u32],
    ) {
        let question = Question::new(&self.world, [subject, kind], day, &desk.shares);
        let mut row = [0; WIDTH];
        let mut answered = false;
        for (place, at) in desk.order.iter().take(LISTED).enumerate() {
            let is_answer = answers.contains(&desk.slate.candidates[*at as usize].actor);
            let thinned = !is_answer && place >= TOP;
            if thinned && stream.below(THINNED) != 0 {
                continue;
            }
            answered |= is_answer;
            let share = desk.shares[*at as usize];
            question.row(&desk.slate, *at as usize, share, place, &mut row);
            rows.push(&row, ln(share + FLOOR) + if thinned { ln(THINNED as f32) } else { 0.0 }, is_answer);
        }
        if answered {
            rows.end();
        } else {
            *rows = Rows::default();
        }
    }

    /// Learns a day that is over from what its questions taught; then takes in its events.
    pub fn learn_from(&mut self, day: u32, events: &[Triple], studies: Vec<Study>) {
        let mut stated = false;
        for study in studies {
            for credit in &study.credit {
                self.mixture.learn(study.kind, study.bucket, credit);
            }
            for trial in &study.trials {
                self.world.rules.note(study.kind, trial.body, usize::from(trial.bucket), trial.hit);
            }
            if let Some(lesson) = self.lessons.get_mut(study.lesson) {
                lesson.append(&study.rows);
            }
            for (probability, came) in &study.stated {
                stated = true;
                self.calibration.note(f64::from(*probability), *came);
            }
        }
        self.world.rules.settle();
        if stated {
            self.calibration.settle();
        }
        for event in events {
            self.world.add(*event, day, self.events);
            self.events += 1;
        }
        self.world.similar.refresh(&self.world.memory, day + 1);
        let questions = self.questions(events);
        if let Some(vectors) = &mut self.vectors {
            vectors.night(&self.world.groups, &questions);
        }
    }

    /// Learns a day that is over, one question after the other.
    pub fn learn(&mut self, day: u32, events: &[Triple], purpose: &[Use]) {
        let mut desk = std::mem::take(&mut self.desk);
        let questions = self.questions(events);
        let asked = questions.chunk_by(|a, b| a[..2] == b[..2]);
        let studies = asked.filter_map(|asked| self.study(&mut desk, day, asked, purpose)).collect();
        self.desk = desk;
        self.learn_from(day, events, studies);
    }
}
