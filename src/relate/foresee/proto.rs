//! scratch
use super::slate::*; use super::mixture::*; use super::ranks::*; use super::features::*; use super::trees::*; use super::numbers::*;
use std::time::Instant;
fn envf(k:&str,d:f32)->f32 { std::env::var(k).ok().map_or(d,|v| v.parse().unwrap()) }
pub fn run(names: &[String], kinds: usize, ev: &[[u32;4]], valid_from: u32, test_from: u32, learn_from: u32) {
    let t0 = Instant::now();
    let top = envf("TOP",16.) as usize; let thin = envf("THIN",6.) as u32; let keep = envf("K",100.) as usize;
    let tree_from = envf("TREEFROM", 122.) as u32; let qs_part=envf("QS",1.0);
    let growth = Growth { trees: envf("TREES",160.) as usize, leaves: envf("LEAVES",15.) as usize, rate: envf("RATE",0.1), ridge: envf("RIDGE",10.), groups: envf("GROUPS",0.5), columns: envf("COLS",0.5), least: envf("LEAST",1.) };
    let mut world = World::new(names, kinds);
    let mut mix = Mixture::new(kinds);
    let mut slate = Slate::default();
    let mut scores = vec![];
    let mut rows = Rows::default();
    let mut trees: Option<Trees> = None;
    let mut stream = Stream::new(3);
    let mut i = 0;
    let mut res = [Ranks::default(); 2]; let mut seen=[Ranks::default();2]; let mut unseen=[Ranks::default();2]; let mut nocand=0; let mut ncand=0usize; let mut nq=0usize; let mut res2=[Ranks::default();2]; let mut out_k=0;
    let (mut tg, mut tl, mut ta, mut tf, mut tt)=(0.,0.,0.,0.,0.);
    while i < ev.len() {
        let day = ev[i][3];
        if day >= valid_from && trees.is_none() && growth.trees>0 {
            let t=Instant::now();
            println!("rows {} groups {}", rows.base.len(), rows.ends.len());
            trees = Some(Trees::grow(&rows, &growth)); tt=t.elapsed().as_secs_f64(); rows=Rows::default();
        }
        let mut j = i; while j < ev.len() && ev[j][3]==day { j+=1; }
        world.similar.refresh(&world.memory, day);
        let mut qs: Vec<(u32,u32,u32)> = vec![];
        for e in &ev[i..j] { qs.push((e[0],e[1],e[2])); qs.push((e[2], world.memory.turn(e[1]), e[0])); }
        qs.sort(); qs.dedup();
        if day >= learn_from {
        for g in qs.chunk_by(|a,b| a.0==b.0 && a.1==b.1) {
            let (s,r)=(g[0].0,g[0].1);
            let answers: Vec<u32> = g.iter().map(|x|x.2).collect();
            let t=Instant::now();
            slate.gather(&world, s, r, day);
            tg+=t.elapsed().as_secs_f64();
            let t=Instant::now();
            let b = bucket(&world.memory, s, r);
            let w = mix.weights(&slate, r, b);
            nq+=1; ncand+=slate.candidates.len();
            if day>=tree_from { Mixture::shares(&slate, &w, &mut scores); }
            if day >= valid_from {
                let mut ranks1=vec![];
                for a in &answers {
                    let p = match slate.find(*a) {
                        Some(at) if scores[at]>0. => place(scores[at], scores.iter().enumerate().filter(|(k,_)| *k!=at && !answers.contains(&slate.candidates[*k].actor)).map(|x| *x.1)),
                        _ => { nocand+=1; let c=scores.len() as f64; c + (names.len() as f64 - c)/2. }
                    };
                    let k = usize::from(day>=test_from);
                    res[k].add(p); ranks1.push(p);
                }
                let t=Instant::now();
                if let Some(trees)=&trees {
                    let q = Question::new(&world,[s,r],day,&scores);
                    let mut order: Vec<u32> = (0..scores.len() as u32).collect();
                    order.sort_by(|a,b| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b)));
                    let mut final_: Vec<f32> = scores.iter().map(|s| s-10.).collect();
                    // beyond K: keep stage order below
                    let mut row=[0u8;WIDTH];
                    for (pl,at) in order.iter().take(keep).enumerate() {
                        row.fill(0);
                        q.row(&slate,*at as usize,scores[*at as usize],pl,&mut row);
                        final_[*at as usize] = 100.+ ln(scores[*at as usize]+1e-4)+trees.add(&row);
                    }
                    for (a,p1) in answers.iter().zip(ranks1) {
                        let p = match slate.find(*a) { Some(at) if scores[at]>0. => { if final_[at]<0. {out_k+=1;} place(final_[at], final_.iter().enumerate().filter(|(k,_)| *k!=at && !answers.contains(&slate.candidates[*k].actor)).map(|x| *x.1))}, _ => p1 };
                        let k = usize::from(day>=test_from);
                        res2[k].add(p);
                    if world.memory.triple(s,r,*a).is_some() { seen[k].add(p) } else { unseen[k].add(p) }
                    }
                }
                tf+=t.elapsed().as_secs_f64();
            } else if day>=tree_from && growth.trees>0 && stream.unit()<qs_part {
                let t=Instant::now();
                let q = Question::new(&world,[s,r],day,&scores);
                let mut order: Vec<u32> = (0..scores.len() as u32).collect();
                order.sort_by(|a,b| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b)));
                let before=rows.base.len(); let mut any=false;
                for (pl,at) in order.iter().take(keep).enumerate() {
                    let is = answers.contains(&slate.candidates[*at as usize].actor);
                    let mut extra=0.;
                    if !is && pl>=top { if stream.below(thin)!=0 { continue; } extra=ln(thin as f32); }
                    any|=is;
                    let n=rows.codes.len(); rows.codes.resize(n+WIDTH,0);
                    q.row(&slate,*at as usize,scores[*at as usize],pl,&mut rows.codes[n..]);
                    rows.base.push(ln(scores[*at as usize]+1e-4)+extra);
                    rows.answer.push(is);
                }
                if any { rows.ends.push(rows.base.len() as u32); } else { rows.base.truncate(before); rows.answer.truncate(before); rows.codes.truncate(before*WIDTH); }
                tf+=t.elapsed().as_secs_f64();
            }
            mix.learn(&slate, &w, r, b, &answers);
            let hits: Vec<bool> = slate.candidates.iter().map(|c| answers.contains(&c.actor)).collect();
            for (at, body, bk) in &slate.trials { world.rules.note(r, *body, *bk as usize, hits[*at as usize]); }
            tl+=t.elapsed().as_secs_f64();
        } }
        let t=Instant::now();
        world.rules.settle();
        for (k,e) in ev[i..j].iter().enumerate() { world.add([e[0],e[1],e[2]], day, (i+k) as u32); }
        ta+=t.elapsed().as_secs_f64();
        i=j;
    }
    for k in 0..2 { println!("{} mix {:.4} hits {:.4?} trees {:.4} {:.4?} seen {:.4} ({}) unseen {:.4} ({})", ["valid","test"][k], res[k].reciprocal(), res[k].hits(), res2[k].reciprocal(), res2[k].hits(), seen[k].reciprocal(), seen[k].asked, unseen[k].reciprocal(), unseen[k].asked); }
    println!("nocand {} outk {} cands/query {:.1} queries {}  gather {:.2} learn {:.2} add {:.2} rows {:.2} trees {:.2} total {:.2}", nocand, out_k, ncand as f64/nq as f64, nq, tg, tl, ta, tf, tt, t0.elapsed().as_secs_f64());
}
