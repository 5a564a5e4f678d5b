//! One suite that every engine passes, and what only a file can show.

use journal::{Entry, Journal, JournalError, JournalReader, Record, Snapshot};
use tokio_stream::StreamExt as _;

fn entry(text: &str) -> Entry {
    Entry {
        time_unix_ns: 7,
        trace: "00-trace".into(),
        payload: text.into(),
    }
}

fn record(sequence: u64, text: &str) -> Record {
    Record {
        sequence,
        time_unix_ns: 7,
        trace: "00-trace".into(),
        payload: text.into(),
    }
}

struct Engines {
    _folder: tempfile::TempDir,
    all: [Journal; 2],
}

fn engines() -> Engines {
    let folder = tempfile::tempdir().unwrap();
    let file = Journal::open(&folder.path().join("new/folder/a.journal")).unwrap();
    Engines {
        _folder: folder,
        all: [file, Journal::in_memory()],
    }
}

#[tokio::test]
async fn records_are_numbered_from_one_without_a_gap() {
    for journal in engines().all {
        assert_eq!(journal.last_sequence(), 0);
        assert_eq!(
            journal.append(vec![entry("a"), entry("b")]).await.unwrap(),
            2
        );
        assert_eq!(journal.append(vec![]).await.unwrap(), 2);
        assert_eq!(journal.append(vec![entry("c")]).await.unwrap(), 3);
        assert_eq!(journal.last_sequence(), 3);
        let all = journal.read(0, 10).await.unwrap();
        assert_eq!(all, [record(1, "a"), record(2, "b"), record(3, "c")]);
        assert_eq!(journal.read(1, 1).await.unwrap(), [record(2, "b")]);
        assert_eq!(journal.read(3, 1).await.unwrap(), []);
        assert_eq!(journal.read(9, 1).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_subscription_gives_the_past_and_then_the_present() {
    for journal in engines().all {
        journal.append(vec![entry("a"), entry("b")]).await.unwrap();
        let mut stream = journal.subscribe(1);
        assert_eq!(stream.next().await.unwrap().unwrap(), record(2, "b"));
        journal.append(vec![entry("c")]).await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap(), record(3, "c"));
        drop(journal);
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn appends_of_many_callers_each_stay_together() {
    for journal in engines().all {
        let callers = (0..50).map(|n| {
            let journal = journal.clone();
            let pair = vec![entry(&format!("{n}a")), entry(&format!("{n}b"))];
            tokio::spawn(async move { journal.append(pair).await.unwrap() })
        });
        for caller in callers.collect::<Vec<_>>() {
            assert_eq!(caller.await.unwrap() % 2, 0);
        }
        let all = journal.read(0, 1000).await.unwrap();
        assert_eq!(all.len(), 100);
        for pair in all.chunks(2) {
            assert_eq!(
                pair[0].payload[..pair[0].payload.len() - 1],
                pair[1].payload[..pair[1].payload.len() - 1]
            );
        }
    }
}

#[tokio::test]
async fn an_append_has_its_place_before_it_is_durable() {
    for journal in engines().all {
        let first = journal.append_later(vec![entry("a")]).await.unwrap();
        let second = journal.append_later(vec![entry("b")]).await.unwrap();
        assert_eq!(second.await.unwrap(), 2);
        assert_eq!(first.await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_payload_over_the_limit_is_refused_and_the_journal_goes_on() {
    for journal in engines().all {
        let mut large = entry("");
        large.payload = vec![0; journal::PAYLOAD_BYTES_MAX + 1];
        let refused = journal.append(vec![entry("a"), large]).await.unwrap_err();
        assert!(matches!(refused, JournalError::TooLarge(_)), "{refused}");
        assert_eq!(journal.append(vec![entry("b")]).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_file_has_one_process_and_keeps_its_records() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let journal = Journal::open(&path).unwrap();
    journal.append(vec![entry("a")]).await.unwrap();
    let refused = Journal::open(&path).err().unwrap();
    assert!(matches!(refused, JournalError::InUse(_)), "{refused}");
    let ending = journal.ending();
    drop(journal);
    ending.ended().await;
    let reopened = Journal::open(&path).unwrap();
    assert_eq!(reopened.append(vec![entry("b")]).await.unwrap(), 2);
    let all = reopened.read(0, 9).await.unwrap();
    assert_eq!(all, [record(1, "a"), record(2, "b")]);
}

#[tokio::test]
async fn a_file_that_is_something_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(
        &path,
        "not a database, and longer than the header of one: ".repeat(4),
    )
    .unwrap();
    assert!(matches!(Journal::open(&path), Err(JournalError::Engine(_))));
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("not a"));
}

#[tokio::test]
async fn a_reader_sees_what_is_durable_while_the_owner_writes_and_when_he_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let journal = Journal::open(&path).unwrap();
    journal.append(vec![entry("a")]).await.unwrap();
    let reader = JournalReader::open(&path).unwrap();
    assert_eq!(reader.read(0, 10).unwrap(), [record(1, "a")]);
    journal.append(vec![entry("b")]).await.unwrap();
    assert_eq!(reader.last_sequence().unwrap(), 2);
    assert_eq!(reader.read(1, 10).unwrap(), [record(2, "b")]);
    drop((journal, reader));
    let reader = JournalReader::open(&path).unwrap();
    assert_eq!(reader.read(0, 1).unwrap(), [record(1, "a")]);
}

#[test]
fn a_reader_makes_nothing_and_refuses_what_is_no_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let missing = JournalReader::open(&path);
    assert!(matches!(missing, Err(JournalError::Open { .. })));
    assert!(!path.exists());
    std::fs::write(&path, []).unwrap();
    let other = JournalReader::open(&path);
    assert!(matches!(other, Err(JournalError::NotAJournal { .. })));
}

fn snapshot(sequence: u64, state: &str) -> Snapshot {
    Snapshot {
        sequence,
        form: "test 1".into(),
        state: state.into(),
    }
}

#[tokio::test]
async fn the_newest_snapshot_is_given_and_the_records_stay() {
    for journal in engines().all {
        assert_eq!(journal.snapshot("test 1").await.unwrap(), None);
        journal.append(vec![entry("a"), entry("b")]).await.unwrap();
        journal.keep_snapshot(snapshot(1, "a")).await.unwrap();
        journal.keep_snapshot(snapshot(2, "ab")).await.unwrap();
        journal.append(vec![entry("c")]).await.unwrap();
        let kept = journal.snapshot("test 1").await.unwrap();
        assert_eq!(kept, Some(snapshot(2, "ab")));
        assert_eq!(journal.snapshot("test 2").await.unwrap(), None);
        let mut stream = journal.subscribe(0);
        assert_eq!(stream.next().await.unwrap().unwrap(), record(1, "a"));
    }
}

#[tokio::test]
async fn a_snapshot_of_what_is_not_durable_is_refused() {
    for journal in engines().all {
        journal.append(vec![entry("a")]).await.unwrap();
        for sequence in [0, 2] {
            let refused = journal.keep_snapshot(snapshot(sequence, "x")).await;
            assert!(matches!(refused, Err(JournalError::SnapshotAhead(_))));
        }
        let mut long = snapshot(1, "x");
        long.form = "x".repeat(journal::SNAPSHOT_FORM_BYTES_MAX + 1);
        let refused = journal.keep_snapshot(long).await;
        assert!(matches!(refused, Err(JournalError::SnapshotTooLarge(1))));
    }
}

#[tokio::test]
async fn a_snapshot_of_another_journal_or_a_damaged_one_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let beside = |name: &str| folder.path().join(format!("{name}.snapshot"));
    let open = async |name: &str, texts: &[&str]| {
        let journal = Journal::open(&folder.path().join(name)).unwrap();
        let entries = texts.iter().map(|text| entry(text)).collect();
        journal.append(entries).await.unwrap();
        journal
    };
    let mine = open("mine", &["a", "b"]).await;
    mine.keep_snapshot(snapshot(2, "ab")).await.unwrap();
    for (name, texts) in [("changed", &["a", "x"][..]), ("shorter", &["a"])] {
        let other = open(name, texts).await;
        std::fs::copy(beside("mine"), beside(name)).unwrap();
        assert_eq!(other.snapshot("test 1").await.unwrap(), None, "{name}");
    }
    let kept = mine.snapshot("test 1").await.unwrap();
    assert_eq!(kept, Some(snapshot(2, "ab")));
    std::fs::write(beside("mine"), "something else").unwrap();
    assert_eq!(mine.snapshot("test 1").await.unwrap(), None);
}
