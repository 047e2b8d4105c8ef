//! CSV as others write it, rightly and wrongly.

mod common;

use common::{read, read_within, rows};
use rstest::rstest;
use sheets::{Limits, ReadError};

#[rstest]
#[case::utf_8("näme,x\nJürgen,1\n".as_bytes().to_vec())]
#[case::byte_order_mark("\u{FEFF}näme;x\r\nJürgen;1\r\n".as_bytes().to_vec())]
#[case::windows_1252(b"n\xE4me;x\r\nJ\xFCrgen;1\r\n".to_vec())]
#[case::utf_16_le(utf_16("\u{FEFF}näme\tx\r\nJürgen\t1\r\n", u16::to_le_bytes))]
#[case::utf_16_be(utf_16("\u{FEFF}näme|x\nJürgen|1", u16::to_be_bytes))]
#[case::old_macintosh("näme,x\rJürgen,1\r".as_bytes().to_vec())]
#[case::declared_separator("sep=;\r\nnäme;x\r\nJürgen;1\r\n".as_bytes().to_vec())]
#[case::quoted("\"näme\",\"x\"\r\n\"Jürgen\",\"1\"".as_bytes().to_vec())]
#[case::blank_lines("\n\n ,\n,\nnäme,x,,\n\nJürgen,1,,\n,,,\n".replace(" ,", ",").into_bytes())]
fn encodings_and_separators_are_seen(#[case] bytes: Vec<u8>) {
    assert_eq!(read(&bytes).unwrap(), [["näme", "x"], ["Jürgen", "1"]]);
}

fn utf_16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn rows_know_their_line_and_whether_they_are_ragged() {
    let table = rows(b"a,b\n\n1\n\n\"x\ny\",2\n3,4,5\n6,7,\n", &Limits::default()).unwrap();
    let expected: [(u64, bool, &[&str]); 5] = [
        (1, false, &["a", "b"]),
        (3, true, &["1", ""]),
        (5, false, &["x\ny", "2"]),
        (7, true, &["3", "4", "5"]),
        (8, false, &["6", "7"]),
    ];
    assert_eq!(table.len(), expected.len());
    for ((line, is_ragged, cells), expected) in table.iter().zip(expected) {
        assert_eq!((*line, *is_ragged), (expected.0, expected.1), "{cells:?}");
        assert_eq!(cells, expected.2);
    }
}

#[test]
fn apostrophes_that_make_inert_are_taken_away_and_others_stay() {
    let table = read("a,b,c,d\n'+49,'tis,O'Neill,''=1\n".as_bytes()).unwrap();
    assert_eq!(table[1], ["+49", "'tis", "O'Neill", "'=1"]);
}

#[test]
fn a_quote_inside_a_plain_cell_is_a_letter_and_nul_is_none() {
    assert_eq!(read(b"size\n5\" di\0sk\n").unwrap(), [["size"], ["5\" disk"]]);
}

#[rstest]
#[case::nothing(b"".to_vec(), "empty", None)]
#[case::blank(b"\r\n,,\r\n".to_vec(), "empty", None)]
#[case::never_closed(b"a,b\n1,2\n\"x,3\n4,5\n".to_vec(), "quote", Some(3))]
#[case::after_the_quote(b"a,b\n\"x\"y,3\n".to_vec(), "quote", Some(2))]
#[case::before_the_quote(b"a,b\n1, \"x,y\"\n".to_vec(), "quote", Some(2))]
#[case::broken_utf_8("näme\nJürgen\nZoë\n".bytes().chain(*b"J\xFCrgen\n").collect(), "encoding", Some(4))]
#[case::no_encoding(b"name\nJ\x81rgen\n".to_vec(), "encoding", Some(2))]
#[case::half_utf_16(b"\xFF\xFEa\0\n\0b".to_vec(), "encoding", Some(2))]
#[case::picture(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\xFF\xFE".to_vec(), "not_a_table", None)]
fn what_is_wrong_has_a_name_and_a_line(#[case] bytes: Vec<u8>, #[case] name: &str, #[case] line: Option<u64>) {
    let error = read(&bytes).unwrap_err();
    assert_eq!((error.name(), error.line()), (name, line), "{error}");
}

#[rstest]
#[case(Limits { rows: 1, ..Limits::default() }, "too_many_rows", None, 1)]
#[case(Limits { columns: 1, ..Limits::default() }, "too_many_columns", Some(1), 1)]
#[case(Limits { cell_bytes: 3, ..Limits::default() }, "cell_too_long", Some(3), 3)]
#[case(Limits { file_bytes: 10, ..Limits::default() }, "file_too_large", None, 10)]
fn limits_hold(#[case] limits: Limits, #[case] name: &str, #[case] line: Option<u64>, #[case] limit: u64) {
    let error = read_within(b"a,b\n1,2\nlong,4\n", &limits).unwrap_err();
    assert_eq!((error.name(), error.line(), error.limit()), (name, line, Some(limit)), "{error}");
}

#[test]
fn separators_alone_do_not_fill_the_memory() {
    let bytes = [b"a,b\n".as_slice(), &b",".repeat(20_000), b"\n"].concat();
    assert_eq!(read(&bytes).unwrap_err().name(), "too_many_columns");
}

#[test]
fn the_callers_error_stops_reading() {
    #[derive(Debug)]
    enum Mine {
        Stop,
        Read,
    }
    impl From<ReadError> for Mine {
        fn from(_: ReadError) -> Self {
            Self::Read
        }
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "a\n1\n\"").unwrap();
    let stopped =
        sheets::read(file.path(), &Limits::default(), |row| if row.is_header { Ok(()) } else { Err(Mine::Stop) });
    assert!(matches!(stopped, Err(Mine::Stop)));
    assert!(matches!(sheets::read(file.path(), &Limits::default(), |_| Ok(())), Err(Mine::Read)));
}
