//! The picture says what the tables say: a letter is drawn late when it is late, and never else.

use chrono::NaiveDate;
use std::path::Path;
use timeline::{
    load,
    model::{answer::Status, letter::letters, rule::Rules, wording::Wording},
    report::{
        World,
        chart::{Look, of_lanes, of_waiting},
        filter::Filter,
        letters::lines,
    },
    withhold::include,
};

#[test]
fn a_letter_is_drawn_late_when_it_is_late() {
    let rules = Rules::default();
    let mut cases = include(load::all(Path::new("cases"), &rules)).cases;
    cases.extend(include(load::all(Path::new("tests/records/publish/cases"), &rules)).cases);
    let mut seen = [0; 6];
    for year in 2009..2027 {
        for (month, day) in [(1, 1), (3, 9), (6, 30), (7, 30), (10, 14), (12, 31)] {
            let as_of = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            let world = World { cases: &cases, rules: &rules, as_of, wording: Wording::Short };
            let letters = letters(world.cases);
            let mut lines = lines(&world, &letters, &Filter::default());
            lines.retain(|line| line.answer.status != Status::NotYetSent);
            let lanes = lines.iter().map(|line| of_waiting(line, as_of)).collect();
            let Some(chart) = of_lanes(lanes, as_of) else { continue };
            assert!(chart.first <= as_of && as_of <= chart.last);
            for (line, lane) in lines.iter().zip(&chart.lanes) {
                if line.letter.communication.sent.is_none() && line.answer.deadline.start.is_none() {
                    assert!(lane.bars.is_empty(), "no day is made up for a sending date that is not known");
                    continue;
                }
                let late: Vec<_> = lane.bars.iter().filter(|bar| bar.look == Look::Late).collect();
                let surely = late.iter().any(|bar| bar.sure().is_some());
                let to_come = lane.bars.iter().any(|bar| bar.look == Look::ToCome);
                let told = format!("{as_of}: {} {}", lane.title, lane.says);
                match line.answer.status {
                    Status::Overdue | Status::AnsweredLate => {
                        assert!(surely, "{told}");
                        seen[0] += 1;
                    }
                    // Not for a day after the last on record.
                    Status::Unconfirmed => {
                        assert!(!late.is_empty() && !surely && !to_come, "{told}");
                        seen[5] += 1;
                    }
                    Status::MaybeOverdue => {
                        let on_last_day = line.answer.days.unwrap().min == Some(0);
                        assert!(!late.is_empty() && !surely && (to_come || on_last_day), "{told}");
                        seen[1] += 1;
                    }
                    Status::Pending => {
                        assert!(late.is_empty() && to_come, "{told}");
                        seen[2] += 1;
                    }
                    Status::Unknown => {
                        assert!(late.is_empty() && !to_come, "{told}");
                        seen[3] += 1;
                    }
                    Status::MaybeAnswered => assert!(!surely, "{told}"),
                    _ => {
                        assert!(!surely && !to_come, "{told}");
                        seen[4] += 1;
                    }
                }
            }
        }
    }
    assert!(seen.iter().all(|n| *n > 0), "{seen:?}");
}
