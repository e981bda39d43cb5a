//! The list of commands: one file under `commands/`, one `mod` line and one line in the list each.

mod act;
mod backup;
mod check_config;
mod classify;
mod counts;
mod demo;
mod doctor;
mod erase;
mod examples;
mod export;
mod import;
mod journal;
mod language;
mod migrate;
mod read;
mod report;
mod restore;
mod serve;
mod similar;
mod spikes;
mod token;
mod topics;
mod train;
mod trim;
mod undo;
mod user;
mod words;
mod workspace;

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
    classify::Classify,
    demo::Demo,
    serve::Serve,
    language::Language,
    import::Import,
    read::Read,
    similar::Similar,
    spikes::Spikes,
    topics::Topics,
    train::Train,
    examples::Examples,
    trim::Trim,
    words::Words,
    report::Report,
    act::Act,
    undo::Undo,
    journal::Journal,
    counts::Counts,
    export::Export,
    erase::Erase,
    backup::Backup,
    restore::Restore,
    workspace::Workspace,
    user::User,
    token::Token,
    doctor::Doctor,
    migrate::Migrate,
    check_config::CheckConfig,
}
