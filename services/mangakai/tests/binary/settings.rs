//! Settings that make no sense are refused before anything is touched.

use std::process::Output;

use crate::machine::Machine;

/// `run` with everything that it needs, and nothing behind any of it.
fn run(machine: &Machine, settings: &[(&str, &str)]) -> Output {
    let mut command = machine.mangakai();
    command
        .arg("run")
        .env("MANGAKAI_NATS_URL", "nats://127.0.0.1:1")
        .env("MANGAKAI_DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
        .env("AWS_ACCESS_KEY_ID", "key")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("MANGAKAI_MASTER_KEY", "ab".repeat(32))
        .env("MANGAKAI_TOKEN_KEY", "cd".repeat(32))
        .envs(settings.iter().copied());
    command.output().unwrap()
}

#[test]
fn a_token_key_that_could_be_guessed_is_refused() {
    let machine = Machine::start();
    for key in ["", "k", "thirty-one bytes are not enough"] {
        let refused = run(&machine, &[("MANGAKAI_TOKEN_KEY", key)]);
        let words = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{words}");
        assert!(
            words.contains("MANGAKAI_TOKEN_KEY") && words.contains("32"),
            "{words}"
        );
        assert!(key.len() < 2 || !words.contains(key), "a secret is never shown");
    }
}
