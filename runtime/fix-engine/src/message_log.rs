//! The raw messages of all sessions, both ways, in files that are rotated; for people, never read back.
//!
//! A thread of its own writes them. The hub never waits for it: what does not fit its queue is dropped, counted, and said in
//! the file. Secrets are blanked: fields that hold passwords show `***`, so a line's BodyLength(9) and CheckSum(10) may
//! not be those of what it shows.
//!
//! A line: time (UTC, nanoseconds), session, `<` for what came or `>` for what went, the message with its SOH bytes. A line
//! break within a message shows as `\n`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use fix_codec::{OwnedMessage, TimePrecision, Timestamp};
use fix_dictionary::tag;

/// Lines that wait for the writer.
const LINES_WAITING_MAX: usize = 16 * 1024;
/// Their bytes.
const BYTES_WAITING_MAX: usize = 64 << 20;
/// The file that is written; older ones have a number behind it, 1 for the youngest.
const FILE: &str = "messages.log";

/// Where raw messages go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageLog {
    /// A folder of its own, which is made if it is not there.
    pub folder: PathBuf,
    /// The file is rotated when it has so many bytes,
    pub file_bytes: u64,
    /// and when it is so old.
    pub file_age: Duration,
    /// Rotated files that are kept.
    pub files: usize,
}

/// Which way a message went.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way {
    In,
    Out,
}

struct Line {
    time_unix_ns: i64,
    session: String,
    way: Way,
    message: Vec<u8>,
}

/// The hub's end. Dropping it waits until what is queued is written.
pub(crate) struct Writer {
    queue: Option<SyncSender<Line>>,
    waiting: Arc<Waiting>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Waiting {
    bytes: AtomicUsize,
    dropped: AtomicU64,
}

impl Writer {
    /// Opens the file and starts the thread.
    pub(crate) fn start(log: MessageLog) -> io::Result<Writer> {
        std::fs::create_dir_all(&log.folder)?;
        let files = Files::open(log)?;
        let waiting = Arc::new(Waiting::default());
        let (queue, lines) = sync_channel(LINES_WAITING_MAX);
        let seen = Arc::clone(&waiting);
        let thread = std::thread::Builder::new()
            .name("fix-message-log".to_owned())
            .spawn(move || write_all(files, &lines, &seen))?;
        Ok(Writer {
            queue: Some(queue),
            waiting,
            thread: Some(thread),
        })
    }

    /// Queues a message, or drops it.
    pub(crate) fn write(&self, time_unix_ns: i64, session: &str, way: Way, message: &[u8]) {
        let waiting = &self.waiting;
        let bytes = waiting.bytes.fetch_add(message.len(), Ordering::Relaxed);
        let line = Line {
            time_unix_ns,
            session: session.to_owned(),
            way,
            message: message.to_vec(),
        };
        let queue = self
            .queue
            .as_ref()
            .filter(|_| bytes + message.len() <= BYTES_WAITING_MAX);
        if queue.is_none_or(|queue| queue.try_send(line).is_err()) {
            waiting.bytes.fetch_sub(message.len(), Ordering::Relaxed);
            waiting.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write_all(mut files: Files, lines: &Receiver<Line>, waiting: &Waiting) {
    let mut is_failing = false;
    loop {
        let line = match lines.try_recv() {
            Ok(line) => line,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                let _ = files.file.flush();
                match lines.recv() {
                    Ok(line) => line,
                    Err(_) => break,
                }
            }
        };
        waiting
            .bytes
            .fetch_sub(line.message.len(), Ordering::Relaxed);
        let dropped = waiting.dropped.swap(0, Ordering::Relaxed);
        if dropped > 0 {
            tracing::warn!(dropped, "the message log is too slow: messages are missing");
        }
        let wrote = files.write(&line, dropped);
        if let Err(error) = &wrote {
            waiting.dropped.fetch_add(dropped + 1, Ordering::Relaxed);
            if !is_failing {
                tracing::error!(
                    error = error as &dyn std::error::Error,
                    "the message log can't be written"
                );
            }
        }
        is_failing = wrote.is_err();
    }
    let _ = files.file.flush();
}

struct Files {
    log: MessageLog,
    file: BufWriter<File>,
    bytes: u64,
    opened: Instant,
}

impl Files {
    fn open(log: MessageLog) -> io::Result<Files> {
        let path = log.folder.join(FILE);
        let file = File::options().create(true).append(true).open(path)?;
        Ok(Files {
            bytes: file.metadata()?.len(),
            file: BufWriter::new(file),
            opened: Instant::now(),
            log,
        })
    }

    fn write(&mut self, line: &Line, dropped: u64) -> io::Result<()> {
        let is_old = self.opened.elapsed() >= self.log.file_age;
        if self.bytes > 0 && (self.bytes >= self.log.file_bytes || is_old) {
            self.rotate()?;
        }
        let mut text = Vec::with_capacity(line.message.len() + 80);
        let time = Timestamp::from_unix_ns(line.time_unix_ns).format(TimePrecision::Nanoseconds);
        let time = String::from_utf8_lossy(time.as_bytes());
        if dropped > 0 {
            writeln!(text, "{time} - {dropped} messages are missing here")?;
        }
        let way = match line.way {
            Way::In => '<',
            Way::Out => '>',
        };
        write!(text, "{time} {} {way} ", line.session)?;
        for &byte in &blanked(&line.message) {
            match byte {
                b'\n' => text.extend_from_slice(b"\\n"),
                byte => text.push(byte),
            }
        }
        text.push(b'\n');
        self.file.write_all(&text)?;
        self.bytes += text.len() as u64;
        Ok(())
    }

    fn rotate(&mut self) -> io::Result<()> {
        self.file.flush()?;
        let folder: &Path = &self.log.folder;
        let name = |number: usize| match number {
            0 => folder.join(FILE),
            number => folder.join(format!("{FILE}.{number}")),
        };
        for number in (0..self.log.files).rev() {
            let (from, to) = (name(number), name(number + 1));
            if from.exists() {
                std::fs::rename(from, to)?;
            }
        }
        if self.log.files == 0 {
            std::fs::remove_file(name(0))?;
        }
        *self = Files::open(self.log.clone())?;
        Ok(())
    }
}

/// A message without its secrets; nothing of what is no message, which may be half of one.
fn blanked(message: &[u8]) -> Vec<u8> {
    let Some(message) = OwnedMessage::decode(message) else {
        return b"(no message)".to_vec();
    };
    let is_logon = message.view().msg_type() == b"A";
    let is_secret = |number| match number {
        tag::PASSWORD
        | tag::NEW_PASSWORD
        | tag::ENCRYPTED_PASSWORD
        | tag::ENCRYPTED_NEW_PASSWORD => true,
        // Versions before FIX 4.3 log on with it.
        tag::RAW_DATA => is_logon,
        _ => false,
    };
    let fields = message.fields();
    if !fields.iter().any(|field| is_secret(field.tag)) {
        return message.view().bytes().to_vec();
    }
    let mut shown = Vec::with_capacity(message.view().bytes().len());
    for field in fields.iter() {
        shown.extend_from_slice(field.tag.to_string().as_bytes());
        shown.push(b'=');
        shown.extend_from_slice(if is_secret(field.tag) {
            b"***"
        } else {
            field.value
        });
        shown.push(1);
    }
    shown
}

#[cfg(test)]
mod tests {
    use fix_codec::Encoder;

    use super::*;

    fn message(msg_type: &str, fields: &[(u32, &[u8])]) -> Vec<u8> {
        let mut encoder = Encoder::new();
        encoder.begin(msg_type.as_bytes());
        for (number, value) in fields {
            encoder.bytes(*number, value);
        }
        encoder.finish(b"FIXT.1.1").to_vec()
    }

    #[test]
    fn secrets_are_blanked_with_all_their_bytes() {
        let logon = message(
            "A",
            &[
                (34, b"1"),
                (95, b"9"),
                (96, b"ra\x01secret"),
                (553, b"desk"),
                (554, b"secret"),
                (925, b"new secret"),
                (1401, b"9"),
                (1402, b"en\x01secret"),
            ],
        );
        let shown = String::from_utf8(blanked(&logon))
            .unwrap()
            .replace('\u{1}', "|");
        assert!(!shown.contains("secret"), "{shown}");
        assert!(
            shown.contains("|96=***|553=desk|554=***|925=***|1401=9|1402=***|"),
            "{shown}"
        );
        let news = message("B", &[(34, b"2"), (95, b"3"), (96, b"abc")]);
        assert_eq!(
            blanked(&news),
            news,
            "raw data of other messages is no secret"
        );
    }

    #[test]
    fn files_are_rotated_by_size_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let log = MessageLog {
            folder: folder.path().join("messages"),
            file_bytes: 1,
            file_age: Duration::MAX,
            files: 2,
        };
        let writer = Writer::start(log).unwrap();
        for number in 0..5 {
            let heartbeat = message("0", &[(34, format!("{number}").as_bytes())]);
            writer.write(number, "session", Way::Out, &heartbeat);
        }
        drop(writer);
        let number_in = |file: &str| {
            let text = std::fs::read_to_string(folder.path().join("messages").join(file)).unwrap();
            assert!(text.starts_with("19700101-00:00:00.00000000"), "{text}");
            assert!(text.contains(" session > 8=FIXT.1.1\u{1}") && text.ends_with("\u{1}\n"));
            text.split("34=").nth(1).unwrap()[..1].to_owned()
        };
        let kept = ["messages.log", "messages.log.1", "messages.log.2"].map(number_in);
        assert_eq!(kept, ["4", "3", "2"]);
        assert!(!folder.path().join("messages/messages.log.3").exists());
    }
}
