//! The list of commands: one file under `commands/`, one `mod` line and one line in the list each.

mod language;
mod read;
mod similar;
mod spikes;
mod trim;
mod words;

/// Declares [`Command`]: every `module::Type` is a `clap::Args` with `run(self) -> anyhow::Result<ExitCode>`.
macro_rules! commands {
    ($($module:ident::$name:ident,)*) => {
        #[derive(clap::Subcommand)]
        pub(crate) enum Command { $($name($module::$name)),* }

        impl Command {
            pub(crate) fn run(self) -> anyhow::Result<std::process::ExitCode> {
                match self { $(Command::$name(command) => command.run()),* }
            }
        }
    };
}

commands! {
    language::Language,
    read::Read,
    similar::Similar,
    spikes::Spikes,
    trim::Trim,
    words::Words,
}
