//! A program that reads one argument with clap and does nothing: what starting any such program costs.

use clap::Parser;

#[derive(Parser)]
#[command(version)]
struct Arguments {
    case: Option<String>,
}

fn main() {
    std::hint::black_box(Arguments::parse().case);
}
