//! Habits in, for every actor the actors most like it out: the cosine of what they do to whom, rare habits weighing more.

use super::memory::{Leader, Memory};
use crate::relate::numbers::ln;

/// How many are kept for each actor.
pub(super) const MOST: usize = 25;
/// Acts shared by more actors than this tell nothing apart.
const COMMON: usize = 150;
/// Objects of a habit that are looked at.
const EVERY: u32 = 10;

/// Actors by likeness, rebuilt every few days.
#[derive(Debug, Default)]
pub(super) struct Similar {
    pub(super) of: Vec<Vec<(u32, f32)>>,
    next: u32,
    habits: usize,
}

impl Similar {
    /// Rebuilds the lists when their day has come.
    pub(super) fn refresh(&mut self, memory: &Memory, day: u32) {
        if day < self.next || memory.habits.len() < self.habits + self.habits / 50 {
            return;
        }
        self.habits = memory.habits.len();
        self.next = day + EVERY;
        let actors = memory.actors.len();
        // Who does the act to the object: the habit turned round lists them.
        let mut profiles: Vec<Vec<(u32, f32)>> = vec![Vec::new(); actors];
        let mut acts: Vec<Vec<(u32, f32)>> = Vec::new();
        for object in 0..actors {
            for (_, habit) in &memory.actors[object].kinds {
                let habit = &memory.habits[*habit as usize];
                let subjects: Vec<&Leader> = habit.objects.iter().collect();
                if habit.breadth < 2 || habit.breadth as usize > COMMON || subjects.len() < 2 {
                    continue;
                }
                let rarity = ln(actors as f32 / habit.breadth as f32);
                let act = acts.len() as u32;
                let mut members = Vec::with_capacity(subjects.len());
                for subject in subjects {
                    let weight = rarity * (1.0 + ln(memory.triples[subject.at as usize].count as f32));
                    profiles[subject.id as usize].push((act, weight));
                    members.push((subject.id, weight));
                }
                acts.push(members);
            }
        }
        let lengths: Vec<f32> = profiles.iter().map(|p| p.iter().map(|a| a.1 * a.1).sum::<f32>().sqrt()).collect();
        let mut dots = vec![0.0_f32; actors];
        self.of.resize(actors, Vec::new());
        for (actor, profile) in profiles.iter().enumerate() {
            let mut met = Vec::new();
            for (act, weight) in profile {
                for (other, theirs) in &acts[*act as usize] {
                    if dots[*other as usize] == 0.0 {
                        met.push(*other);
                    }
                    dots[*other as usize] += weight * theirs;
                }
            }
            let mut alike: Vec<(u32, f32)> = Vec::with_capacity(met.len());
            for other in met {
                let dot = std::mem::take(&mut dots[other as usize]);
                if other as usize != actor {
                    alike.push((other, dot / (lengths[actor] * lengths[other as usize] + 3.0)));
                }
            }
            alike.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            alike.truncate(MOST);
            self.of[actor] = alike;
        }
    }
}
