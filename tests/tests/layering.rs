//! The rooms of the house and their doors: which crate may use what, directly. The table is that of
//! ARCHITECTURE.md; a dependency that is not in it fails here before it becomes a habit.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Small crates that are free everywhere.
const EVERYWHERE: &[&str] = &[
    "base64",
    "bytes",
    "hex",
    "jiff",
    "metrics",
    "percent-encoding",
    "serde",
    "serde_json",
    "serde_with",
    "sha2",
    "strum",
    "thiserror",
    "tracing",
    "uuid",
];

/// Free in every shell, never in a pure room.
const SHELL: &[&str] = &[
    "async-trait",
    "async-stream",
    "backon",
    "futures",
    "mangakai-runtime",
    "moka",
    "rand",
    "tokio",
    "tokio-stream",
    "tokio-util",
];

/// A room: its crate, whether it is pure, what it may use of ours, what of others.
struct Room {
    name: &'static str,
    pure: bool,
    ours: &'static [&'static str],
    others: &'static [&'static str],
}

const fn pure(name: &'static str, ours: &'static [&'static str], others: &'static [&'static str]) -> Room {
    Room {
        name,
        pure: true,
        ours,
        others,
    }
}

const fn shell(name: &'static str, ours: &'static [&'static str], others: &'static [&'static str]) -> Room {
    Room {
        name,
        pure: false,
        ours,
        others,
    }
}

const ROOMS: &[Room] = &[
    pure("mangakai-events", &[], &["prost", "cqrs-es"]),
    pure("mangakai-script", &["mangakai-events"], &["schemars"]),
    pure(
        "mangakai-domain",
        &["mangakai-events", "mangakai-script"],
        &["cqrs-es"],
    ),
    pure(
        "mangakai-studio",
        &["mangakai-events", "mangakai-script"],
        &[
            "any_ascii",
            "budoux",
            "glam",
            "harfrust",
            "image",
            "krilla",
            "kurbo",
            "png",
            "skrifa",
            "tiny-skia",
            "toml",
            "unicode-bidi",
            "unicode-segmentation",
            "webp",
            "wuff",
            "zip",
        ],
    ),
    shell(
        "mangakai-log",
        &["mangakai-events"],
        &["async-nats", "cqrs-es", "prost", "reqwest"],
    ),
    shell(
        "mangakai-vault",
        &["mangakai-events"],
        &[
            "chacha20poly1305",
            "deadpool-postgres",
            "hmac",
            "refinery",
            "tokio-postgres",
        ],
    ),
    shell("mangakai-blobs", &[], &["aws-sdk-s3"]),
    shell(
        "mangakai-providers",
        &["mangakai-script"],
        &["governor", "image", "reqwest", "toml"],
    ),
    shell(
        "mangakai-runtime",
        &[],
        &["metrics-exporter-prometheus", "tracing-subscriber"],
    ),
    shell(
        "mangakai-local",
        &[],
        &[
            "hyper",
            "hyper-util",
            "nix",
            "reqwest",
            "s3s",
            "s3s-fs",
            "tempfile",
            "tokio-postgres",
        ],
    ),
    shell(
        "mangakai-generator",
        &[
            "mangakai-blobs",
            "mangakai-domain",
            "mangakai-events",
            "mangakai-log",
            "mangakai-providers",
            "mangakai-script",
            "mangakai-studio",
            "mangakai-vault",
        ],
        &["cqrs-es", "prost"],
    ),
    shell(
        "mangakai-projections",
        &["mangakai-events", "mangakai-log"],
        &[
            "deadpool-postgres",
            "postgres-types",
            "prost",
            "refinery",
            "tokio-postgres",
        ],
    ),
    shell(
        "mangakai-gateway",
        &[
            "mangakai-blobs",
            "mangakai-domain",
            "mangakai-events",
            "mangakai-log",
            "mangakai-projections",
            "mangakai-script",
            "mangakai-vault",
        ],
        &[
            "aho-corasick",
            "axum",
            "axum-extra",
            "encoding_rs",
            "governor",
            "hmac",
            "hyper",
            "hyper-util",
            "jsonwebtoken",
            "prost",
            "prost-types",
            "regex",
            "serde_path_to_error",
            "subtle",
            "tonic",
            "tonic-health",
            "tonic-prost",
            "tonic-reflection",
            "tower",
            "tower-http",
            "unicode-normalization",
            "utoipa",
            "utoipa-axum",
        ],
    ),
];

/// They put the rooms together and may use everything.
const UNRESTRICTED: &[&str] = &["mangakai", "mangakai-e2e", "mangakai-fake-providers"];

fn direct_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let metadata = MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .unwrap();
    let of = |package: &cargo_metadata::Package| {
        let normal = package
            .dependencies
            .iter()
            .filter(|d| d.kind == DependencyKind::Normal);
        (package.name.to_string(), normal.map(|d| d.name.clone()).collect())
    };
    metadata.packages.iter().map(of).collect()
}

#[test]
fn every_crate_keeps_to_its_room() {
    let mut broken = Vec::new();
    for (name, dependencies) in direct_dependencies() {
        if UNRESTRICTED.contains(&name.as_str()) {
            continue;
        }
        let Some(room) = ROOMS.iter().find(|room| room.name == name) else {
            broken.push(format!(
                "{name} has no room: add it to the table and to ARCHITECTURE.md"
            ));
            continue;
        };
        let allowed = |dependency: &str| {
            EVERYWHERE.contains(&dependency)
                || (!room.pure && SHELL.contains(&dependency))
                || room.ours.contains(&dependency)
                || room.others.contains(&dependency)
        };
        broken.extend(
            dependencies
                .iter()
                .filter(|d| !allowed(d))
                .map(|d| format!("{name} must not use {d}")),
        );
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_table_names_no_crate_that_is_gone() {
    let crates = direct_dependencies();
    let gone: Vec<_> = ROOMS
        .iter()
        .map(|room| room.name)
        .filter(|name| !crates.contains_key(*name))
        .collect();
    assert!(gone.is_empty(), "{gone:?}");
}
