//! The help of every command can be read in a terminal and shows how the command is used.

use clap::{Command, CommandFactory};

use super::Arguments;

/// A terminal that is wider than most are.
const COLUMNS: usize = 110;

/// All commands with their whole names, such as `passwave site add`.
fn commands(command: &Command, name: &str) -> Vec<(String, Command)> {
    let own = (name.to_owned(), command.clone());
    let below = command
        .get_subcommands()
        .flat_map(|sub| commands(sub, &format!("{name} {}", sub.get_name())));
    std::iter::once(own).chain(below).collect()
}

fn all() -> Vec<(String, Command)> {
    let all = commands(&Arguments::command(), "passwave");
    assert!(all.len() > 12, "{} commands", all.len());
    all
}

#[test]
fn help_has_no_line_that_a_terminal_breaks() {
    let long: Vec<String> = all()
        .into_iter()
        .flat_map(|(name, mut command)| {
            let help = format!("{}\n{}", command.render_help(), command.render_long_help());
            let lines: Vec<_> = help.lines().map(str::to_owned).collect();
            lines
                .into_iter()
                .filter(|line| line.chars().count() > COLUMNS)
                .map(move |line| format!("{name}: {line}"))
        })
        .collect();
    assert_eq!(long, [""; 0]);
}

#[test]
fn help_of_each_command_has_examples() {
    let without: Vec<String> = all()
        .into_iter()
        .filter(|(name, _)| !name.starts_with("passwave site "))
        .filter(|(_, command)| {
            !command.get_after_help().is_some_and(|help| help.to_string().contains("Example"))
        })
        .map(|(name, _)| name)
        .collect();
    assert_eq!(without, [""; 0]);
}
