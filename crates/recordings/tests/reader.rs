//! Reading files of recordings: round trips and error messages.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use passwave_recordings::synthetic::{Motion, Options, generate};
use passwave_recordings::{Problem, ReadError, Recording, read};

fn lines(text: impl Into<Vec<u8>>) -> Vec<Result<Recording, ReadError>> {
    read("some.ndjson", Cursor::new(text.into())).expect("readable").collect()
}

fn short() -> Recording {
    generate(Motion::WaveLr, &Options { seconds: 0.5, ..Options::default() })
}

#[test]
fn plain_and_gzipped_files_give_the_same_recordings() {
    let text = format!("{}\n", short().to_line().expect("a line"));
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).expect("memory takes all");
    let packed = packed.finish().expect("memory takes all");
    for found in [lines(text), lines(packed)] {
        let found: Vec<Recording> = found.into_iter().collect::<Result<_, _>>().expect("no errors");
        assert_eq!(found, [short()]);
    }
}

#[test]
fn unknown_fields_and_nulls_are_kept() {
    let line = r#"{"id":"a/1","set":"a","person":"a:1","label":"x","grav":true,"age":54,"t_ms":[0.0,10.0],"ax":[1.0,null],"ay":[0.0,0.0],"az":[9.8,9.8]}"#;
    let found = lines(line).remove(0).expect("a recording");
    let second = found.samples().nth(1).expect("two samples");
    assert!(second.acceleration_with_gravity.expect("gravity")[0].is_nan());
    let again = found.to_line().expect("a line");
    assert!(again.contains(r#""age":54"#) && again.contains(r#""ax":[1.0,null]"#), "{again}");
}

#[test]
fn columns_without_gravity_are_linear_acceleration() {
    let line = r#"{"id":"a","grav":false,"t_ms":[0],"ax":[1],"ay":[2],"az":[3],"gx":[4],"gy":[5],"gz":[6]}"#;
    let found = lines(line).remove(0).expect("a recording");
    let sample = found.samples().next().expect("one sample");
    assert_eq!(sample.acceleration_with_gravity, None);
    assert_eq!(sample.linear_acceleration, Some([1.0, 2.0, 3.0]));
    assert_eq!(sample.rotation_rate, Some([4.0, 5.0, 6.0]));
}

#[test]
fn an_invalid_line_is_reported_and_the_next_ones_are_read() {
    let good = short().to_line().expect("a line");
    let cases = [
        ("{not json", "some.ndjson:2: key must be a string"),
        (r#"{"id":"a"}"#, "some.ndjson:2: missing field"),
        (
            r#"{"id":"a","grav":true,"t_ms":[],"ax":[],"ay":[],"az":[]}"#,
            "some.ndjson:2: t_ms is empty",
        ),
        (
            r#"{"id":"a","grav":true,"t_ms":[0,1],"ax":[0],"ay":[0,0],"az":[0,0]}"#,
            "some.ndjson:2: ax has 1 values, t_ms has 2",
        ),
        (
            r#"{"id":"a","grav":true,"t_ms":[5,1],"ax":[0,0],"ay":[0,0],"az":[0,0]}"#,
            "some.ndjson:2: t_ms goes back at sample 1",
        ),
    ];
    for (bad, says) in cases {
        let found = lines(format!("{good}\n{bad}\n\n{good}\n"));
        assert_eq!(found.len(), 3, "{bad}");
        assert!(found[0].is_ok() && found[2].is_ok());
        let error = found[1].as_ref().expect_err("a bad line").to_string();
        assert!(error.starts_with(says), "{error}");
    }
}

#[test]
fn a_truncated_file_is_an_error_at_its_line() {
    let text = format!("{}\n", short().to_line().expect("a line")).repeat(50);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).expect("memory takes all");
    let mut packed = packed.finish().expect("memory takes all");
    packed.truncate(packed.len() / 2);
    let found = lines(packed);
    let last = found.last().expect("something").as_ref().expect_err("broken off");
    assert!(matches!(last.problem, Problem::Io(_) | Problem::Json(_)), "{last}");
    assert!(found.len() < 60);
}

#[test]
fn the_error_for_a_missing_file_names_it() {
    let error = passwave_recordings::open("no/such.ndjson".as_ref()).err().expect("an error");
    assert!(error.to_string().starts_with("no/such.ndjson: "), "{error}");
}
