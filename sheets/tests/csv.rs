//! CSV as others write it, rightly and wrongly.

mod common;

use common::{read, read_within, rows};
use proptest::prelude::*;
use rstest::rstest;
use sheets::{Dialect, Limits, ReadError, Source, TextEncoding};

#[rstest]
#[case::utf_8("näme,x\nJürgen,1\n".as_bytes().to_vec())]
#[case::byte_order_mark("\u{FEFF}näme;x\r\nJürgen;1\r\n".as_bytes().to_vec())]
#[case::windows_1252(b"n\xE4me;x\r\nJ\xFCrgen;1\r\n".to_vec())]
#[case::mac_roman(b"n\x8Ame;x\rJ\x9Frgen;1\r".to_vec())]
#[case::utf_16_without_a_mark(utf_16("näme\tx\r\nJürgen\t1\r\n", u16::to_le_bytes))]
#[case::utf_16_le(utf_16("\u{FEFF}näme\tx\r\nJürgen\t1\r\n", u16::to_le_bytes))]
#[case::utf_16_be(utf_16("\u{FEFF}näme|x\nJürgen|1", u16::to_be_bytes))]
#[case::old_macintosh("näme,x\rJürgen,1\r".as_bytes().to_vec())]
#[case::declared_separator("sep=;\r\nnäme;x\r\nJürgen;1\r\n".as_bytes().to_vec())]
#[case::declared_with_returns("SEP=;\rnäme;x\rJürgen;1\r".as_bytes().to_vec())]
#[case::declared_in_quotes(utf_16("\u{FEFF}\"sep=;\"\r\nnäme;x\r\nJürgen;1\r\n", u16::to_le_bytes))]
#[case::quoted("\"näme\",\"x\"\r\n\"Jürgen\",\"1\"".as_bytes().to_vec())]
#[case::blank_lines("\n\n ,\n,\nnäme,x,,\n\nJürgen,1,,\n,,,\n".replace(" ,", ",").into_bytes())]
fn encodings_and_separators_are_seen(#[case] bytes: Vec<u8>) {
    assert_eq!(read(&bytes).unwrap(), [["näme", "x"], ["Jürgen", "1"]]);
}

fn utf_16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[rstest]
#[case::line_feeds("\n")]
#[case::both("\r\n")]
#[case::returns("\r")]
fn rows_know_their_line_and_keep_what_stands_beyond_the_header(#[case] end: &str) {
    let text = "a,b\n\n1\n\n\"x\ny\",2\n3,4,5\n6,7,\n".replace('\n', end);
    let table = rows(text.as_bytes(), &Limits::default()).unwrap();
    let broken = format!("x{end}y");
    let expected: [(u64, &[&str]); 5] =
        [(1, &["a", "b"]), (3, &["1", ""]), (5, &[&broken, "2"]), (7, &["3", "4", "5"]), (8, &["6", "7"])];
    assert_eq!(table.len(), expected.len());
    for ((line, cells), expected) in table.iter().zip(expected) {
        assert_eq!(*line, expected.0, "{cells:?}");
        assert_eq!(cells, expected.1);
    }
}

#[rstest]
#[case("windows-1250", b"\xA3ukasz;\xAF\xF3\xB3\xE6\n", "Łukasz;Żółć")]
#[case("windows-1251", b"\xC8\xE2\xE0\xED;\xCF\xE5\xF2\xF0\xEE\xE2\n", "Иван;Петров")]
#[case("shift_jis", b"\x8E\x52\x93\x63;\x91\xBE\x98\x59\n", "山田;太郎")]
#[case("macintosh", b"Jos\x8E;Pe\x96a\n", "José;Peña")]
#[case("utf-16be", b"\0a\0;\0b\0\n", "a;b")]
fn an_encoding_can_be_chosen(#[case] encoding: &str, #[case] bytes: &[u8], #[case] expected: &str) {
    let dialect = Dialect { encoding: TextEncoding::named(encoding), separator: Some(b';') };
    let (table, source) = read_as(bytes, &dialect).unwrap();
    assert_eq!(table[0].join(";"), expected);
    assert_eq!(source, Source::Csv { encoding: dialect.encoding.unwrap(), separator: b';' });
}

/// Long enough for a detector.
#[rstest]
#[case("windows-1250", "Łukasz Żółć, Małgorzata Dąbrowska, Paweł Wiśniewski, Agnieszka Jabłońska")]
#[case("windows-1251", "Иван Петров, Ольга Смирнова, Дмитрий Кузнецов, Наталья Соколова")]
#[case("shift_jis", "山田 太郎、鈴木 花子、佐藤 健一、高橋 さくら")]
#[case("windows-1252", "Zoë Müller, José Peña, Åse Bjørk, François Lefèvre")]
#[case("macintosh", "Zoë Müller, José Peña, Åse Bjørk, François Lefèvre")]
fn an_encoding_is_found(#[case] encoding: &str, #[case] text: &str) {
    let (bytes, _, _) = encoding_rs::Encoding::for_label(encoding.as_bytes()).unwrap().encode(text);
    let (table, source) = read_as(&bytes, &Dialect { separator: Some(b';'), ..Dialect::default() }).unwrap();
    assert_eq!(table[0], [text], "{source:?}");
}

#[rstest]
#[case("utf-8", b"a\nJ\xFCrgen\n", 2)]
#[case("windows-1252", b"a\r\rJ\x81rgen\n", 3)]
#[case("shift_jis", b"a\nb\nJ\xFF\n", 3)]
fn what_is_not_in_the_chosen_encoding_is_refused_with_its_line(
    #[case] encoding: &str,
    #[case] bytes: &[u8],
    #[case] line: u64,
) {
    let dialect = Dialect { encoding: TextEncoding::named(encoding), separator: None };
    let error = read_as(bytes, &dialect).unwrap_err();
    assert_eq!((error.name(), error.line()), ("encoding", Some(line)));
}

fn read_as(bytes: &[u8], dialect: &Dialect) -> Result<(Vec<Vec<String>>, Source), ReadError> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), bytes)?;
    let mut rows = Vec::new();
    let source = sheets::read_as(file.path(), &Limits::default(), dialect, |row| {
        rows.push(row.cells.to_vec());
        Ok::<_, ReadError>(())
    })?;
    Ok((rows, source))
}

proptest! {
    /// Whatever the bytes: a table or an error with a name, never a panic, in any encoding.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200), which in 0..6_usize) {
        let names = ["utf-8", "utf-16le", "macintosh", "windows-1251", "shift_jis", ""];
        let _ = read_as(&bytes, &Dialect { encoding: TextEncoding::named(names[which]), separator: None });
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
