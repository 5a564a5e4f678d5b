//! The session's timers as a table of times: nothing here reads a clock.

const NS: i64 = 1_000_000_000;

/// When what last happened, and how long it may stay so.
#[derive(Debug)]
pub(crate) struct Clock {
    heart_bt_int_s: u32,
    sent_ns: i64,
    received_ns: i64,
    /// When the present state began.
    state_ns: i64,
    /// TestRequests since the last message came.
    tests: u32,
}

/// What the time asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    Nothing,
    Heartbeat,
    TestRequest,
    Silence,
}

impl Clock {
    pub(crate) fn new(heart_bt_int_s: u32) -> Self {
        Clock {
            heart_bt_int_s,
            sent_ns: 0,
            received_ns: 0,
            state_ns: 0,
            tests: 0,
        }
    }

    pub(crate) fn start(&mut self, heart_bt_int_s: u32, now_ns: i64) {
        *self = Clock {
            heart_bt_int_s,
            sent_ns: now_ns,
            received_ns: now_ns,
            state_ns: now_ns,
            tests: 0,
        };
    }

    pub(crate) fn heart_bt_int_s(&self) -> u32 {
        self.heart_bt_int_s
    }

    pub(crate) fn set_heart_bt_int_s(&mut self, heart_bt_int_s: u32) {
        self.heart_bt_int_s = heart_bt_int_s;
    }

    pub(crate) fn sent(&mut self, now_ns: i64) {
        self.sent_ns = now_ns;
    }

    pub(crate) fn received(&mut self, now_ns: i64) {
        self.received_ns = now_ns;
        self.tests = 0;
    }

    pub(crate) fn received_ns(&self) -> i64 {
        self.received_ns
    }

    pub(crate) fn tested(&mut self) {
        self.tests += 1;
    }

    pub(crate) fn enter_state(&mut self, now_ns: i64) {
        self.state_ns = now_ns;
    }

    /// When the present state has lasted so long.
    pub(crate) fn state_end_ns(&self, seconds: u32) -> i64 {
        self.state_ns + i64::from(seconds) * NS
    }

    /// What is due in a live session. FIX 4.4 volume 2, "Heartbeat" and "Test Request"; the factors 1.2 and 2.4 are
    /// the usual "reasonable transmission time".
    pub(crate) fn due(&self, now_ns: i64) -> Due {
        if self.heart_bt_int_s == 0 {
            Due::Nothing
        } else if now_ns >= self.silent_at_ns() {
            Due::Silence
        } else if now_ns >= self.test_at_ns() {
            Due::TestRequest
        } else if self.tests == 0 && now_ns >= self.heartbeat_at_ns() {
            Due::Heartbeat
        } else {
            Due::Nothing
        }
    }

    /// When [`Clock::due`] will say something else than `Nothing`.
    pub(crate) fn next_ns(&self) -> Option<i64> {
        if self.heart_bt_int_s == 0 {
            return None;
        }
        let heartbeat = if self.tests == 0 {
            self.heartbeat_at_ns()
        } else {
            i64::MAX
        };
        Some(heartbeat.min(self.test_at_ns()).min(self.silent_at_ns()))
    }

    fn interval_ns(&self) -> i64 {
        i64::from(self.heart_bt_int_s) * NS
    }

    fn heartbeat_at_ns(&self) -> i64 {
        self.sent_ns + self.interval_ns()
    }

    fn test_at_ns(&self) -> i64 {
        self.received_ns + self.interval_ns() / 10 * 12 * i64::from(self.tests + 1)
    }

    fn silent_at_ns(&self) -> i64 {
        self.received_ns + self.interval_ns() / 10 * 24
    }
}
