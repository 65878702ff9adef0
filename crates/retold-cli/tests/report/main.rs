//! The report as its readers get it: structure, wording, safety.

mod contrast;
mod fixture;
mod hostile;
mod payloads;
mod scale;
mod structure;
mod texts;
mod told;
mod wording;

/// Writes the report of the invented collection, for looking at: `REPORT_OUT=out.html cargo test -p retold-cli --test report -- --ignored`.
#[test]
#[ignore = "writes a file, for looking at"]
fn write_the_sample_report() {
    let path = std::env::var("REPORT_OUT").expect("REPORT_OUT names the file to write");
    std::fs::write(path, fixture::port_aldren().render()).expect("the file can be written");
}
