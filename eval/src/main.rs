//! Benchmarks and measurements of Retold.
fn main() {}
