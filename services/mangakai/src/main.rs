//! See `mangakai --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    mangakai::main()
}
