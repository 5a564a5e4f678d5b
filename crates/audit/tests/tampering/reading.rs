//! How the journals are read: what is missing, what can not be read, what is on its way.

use audit::{Audit, BREACHES_KEPT_MAX, Rule, Source};

use crate::world::World;
use crate::{find, finding, set};

#[test]
fn a_missing_record_is_named_by_the_one_after_it() {
    let mut world = World::new();
    let (place, sequence) = find(&mut world, Source::Solver, "\"bought\"");
    let mut audit = Audit::default();
    for (number, event) in world.journal(Source::Solver).iter().enumerate() {
        if number != place {
            let at = audit::At {
                sequence: number as u64 + 1,
                time_unix_ns: 0,
            };
            audit.solver(at, &serde_json::from_value(event.clone()).unwrap());
        }
    }
    let report = audit.report(None, None);
    let (rule, breach) = report.first_breach().unwrap();
    assert_eq!(
        (rule, breach.place.unwrap().sequence),
        (Rule::Replay, sequence + 1)
    );
}

#[test]
fn a_record_that_is_no_event_is_named() {
    let mut audit = Audit::default();
    let at = audit::At {
        sequence: 1,
        time_unix_ns: 0,
    };
    audit.unreadable(Source::ChainMinter, at, "unknown variant".into());
    let report = audit.report(None, None);
    let place = report.first_breach().unwrap().1.place.unwrap();
    assert_eq!((place.journal, place.sequence), (Source::ChainMinter, 1));
}

#[test]
fn what_is_on_its_way_while_the_journals_are_read_breaks_nothing() {
    // The inventory, the acceptor and the minter's last events have not come yet.
    let mut world = World::new();
    world.solver.truncate(world.solver.len() - 2);
    let records = world.inventory.len();
    world.inventory.truncate(records - 1);
    world.acceptor.truncate(3);
    let report = world.audit();
    assert!(report.holds(), "{report:#?}");
    let rows = report.findings.iter().flat_map(|finding| &finding.rows);
    let coming = rows.flat_map(|row| &row.right);
    assert!(coming.into_iter().any(|part| part.label == "on their way"));
}

#[test]
fn what_came_after_the_cut_needs_no_counterpart() {
    let mut world = World::new();
    let mut foreign = world.journal(Source::ExchangeAdapter)[0].clone();
    set(&mut foreign, "/terms/id", "later");
    world.journal(Source::ExchangeAdapter).push(foreign);
    let mut audit = Audit::default();
    audit.cut(Source::ExchangeAdapter, world.adapter.len() as u64 - 1);
    world.give(&mut audit);
    let report = audit.report(None, None);
    assert!(report.holds(), "{report:#?}");
}

#[test]
fn what_two_journals_say_alike_is_forgotten() {
    let mut audit = Audit::default();
    let mut kept = Vec::new();
    let world = World::rounds(0, |world| {
        world.give(&mut audit);
        kept.push(audit.kept());
        kept.len() < 20
    });
    assert!(kept.iter().all(|kept| *kept == 0), "{kept:?}");
    let report = audit.report(Some(&world.venue), Some(&world.chain));
    assert!(report.holds(), "{report:#?}");
    let payouts = &finding(&report, Rule::Payouts).rows[0];
    assert_eq!(payouts.left[0].amount.to_string(), "400");
}

#[test]
fn of_many_breaches_the_first_are_kept_and_all_are_counted() {
    let mut world = World::new();
    for _ in 0..BREACHES_KEPT_MAX {
        world.acceptor.push(vec![1]);
    }
    world.acceptor.push(vec![1]);
    let report = world.audit();
    let finding = report.findings.iter().find(|f| f.rule == Rule::Reports);
    let finding = finding.unwrap();
    assert_eq!(finding.breaches.len(), BREACHES_KEPT_MAX);
    assert_eq!(finding.breach_count, BREACHES_KEPT_MAX + 1);
}
