//! What is a right password, and which may be chosen.

use super::*;

fn password(configured: &str) -> Password {
    Password {
        username: "desk".into(),
        password: configured.into(),
        policy: PasswordPolicy {
            hash_rounds: NonZeroU32::MIN,
            ..PasswordPolicy::default()
        },
    }
}

fn claim(password: &str, new: Option<&str>) -> Claim {
    Claim {
        username: Some("desk".into()),
        password: password.as_bytes().to_vec(),
        new_password: new.map(|new| new.as_bytes().to_vec()),
    }
}

#[test]
fn a_chosen_password_counts_until_another_one_is_configured() {
    let configured = password("first");
    let change = configured.judge(None, &claim("first", Some("a better password")));
    let Outcome::Changed(chosen) = change else {
        panic!("{change:?}");
    };
    let judge = |password: &Password, given| password.judge(Some(&chosen), &claim(given, None));
    assert_eq!(judge(&configured, "a better password"), Outcome::Right);
    assert_eq!(judge(&configured, "first"), Outcome::Wrong);
    let again = password("second");
    assert_eq!(judge(&again, "second"), Outcome::Right);
    assert_eq!(judge(&again, "a better password"), Outcome::Wrong);
    let json = serde_json::to_string(&chosen).unwrap();
    assert!(!json.contains("first") && !json.contains("better"));
    // The same of one that is configured as a hash.
    let hash = PasswordHash::of(b"first", NonZeroU32::MIN).unwrap();
    let hashed = Password {
        password: hash.into(),
        ..configured
    };
    assert_eq!(hashed.judge(None, &claim("other", None)), Outcome::Wrong);
    let change = hashed.judge(None, &claim("first", Some("a better password")));
    let Outcome::Changed(chosen) = change else {
        panic!("{change:?}");
    };
    let judge = |password: &Password, given| password.judge(Some(&chosen), &claim(given, None));
    assert_eq!(judge(&hashed, "a better password"), Outcome::Right);
    assert_eq!(judge(&hashed, "first"), Outcome::Wrong);
}

/// What is chosen after that change.
fn changed(of: &Password, chosen: Option<&Chosen>, from: &str, to: &str) -> Chosen {
    match of.judge(chosen, &claim(from, Some(to))) {
        Outcome::Changed(chosen) => *chosen,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_last_change_may_be_asked_for_again_with_the_password_of_before_and_no_other() {
    let (second, third) = ("the second password", "the third password");
    let configured = password("first");
    let chosen = changed(&configured, None, "first", second);
    let judge = |chosen: &Chosen, from, to| configured.judge(Some(chosen), &claim(from, to));
    assert_eq!(
        judge(&chosen, "first", Some(second)),
        Outcome::ChangedBefore
    );
    assert_eq!(judge(&chosen, "other", Some(second)), Outcome::Wrong);
    assert_eq!(judge(&chosen, "first", Some(third)), Outcome::Wrong);
    let mut stranger = claim("first", Some(second));
    stranger.username = None;
    assert_eq!(configured.judge(Some(&chosen), &stranger), Outcome::Wrong);

    let chosen = changed(&configured, Some(&chosen), second, third);
    assert_eq!(judge(&chosen, second, Some(third)), Outcome::ChangedBefore);
    assert_eq!(judge(&chosen, "first", Some(third)), Outcome::Wrong);
    assert_eq!(judge(&chosen, "first", Some(second)), Outcome::Wrong);
    assert_eq!(judge(&chosen, second, None), Outcome::Wrong);
    // Another one is configured, and nothing of this counts any more.
    let other = password("fourth");
    let outcome = other.judge(Some(&chosen), &claim(second, Some(third)));
    assert_eq!(outcome, Outcome::Wrong);
}

#[test]
fn what_earlier_journals_have_of_a_change_is_read() {
    let configured = password("first");
    let chosen = changed(&configured, None, "first", "the second password");
    let json = serde_json::to_value(&chosen).unwrap();
    assert_eq!(json.as_object().unwrap().len(), 2);
    assert_eq!(serde_json::from_value::<Chosen>(json).unwrap(), chosen);
}

#[test]
fn a_username_is_part_of_it_and_a_new_password_has_to_be_one() {
    let configured = password("first");
    let mut other = claim("first", None);
    other.username = Some("other".into());
    assert_eq!(configured.judge(None, &other), Outcome::Wrong);
    for bad in ["short", "first"] {
        let outcome = configured.judge(None, &claim("first", Some(bad)));
        assert_eq!(outcome, Outcome::BadNewPassword);
    }
    let long = "x".repeat(NEW_PASSWORD_BYTES_MAX + 1);
    let outcome = configured.judge(None, &claim("first", Some(&long)));
    assert_eq!(outcome, Outcome::BadNewPassword);
}
