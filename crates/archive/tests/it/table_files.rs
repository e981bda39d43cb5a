//! Files that hold a table: marks that open nothing, lines above the names of columns, letters of other alphabets.

use archive::Options;

use crate::read::{file, mapped, rows, show, zip};

fn check(name: &str, content: &[u8], options: &Options, expected: &[&str]) {
    let shown: Vec<String> = rows(&file(name, content), options).iter().map(show).collect();
    assert_eq!(shown, expected, "{name}");
}

fn guessed(name: &str, content: &str, expected: &[&str]) {
    check(name, content.as_bytes(), &Options::default(), expected);
}

#[test]
fn a_mark_that_opens_nothing_is_a_letter() {
    let rows = [
        ["1", "ada", "fine"],
        ["2", "bo", "\"never closed"],
        ["3", "cy", "closed\" in a text"],
        ["4", "di", "\"another one"],
        ["5", "ed", "fine again"],
    ];
    for separator in [",", "\t", ";"] {
        let table: String = rows.iter().map(|row| row.join(separator) + "\n").collect();
        guessed(
            "a.csv",
            &format!("id{separator}author{separator}text\n{table}"),
            &[
                r#"a | 1 | - | 1 > - | ada | - | "fine" !no_time"#,
                r#"a | 2 | - | 2 > - | bo | - | "\"never closed" !no_time"#,
                r#"a | 3 | - | 3 > - | cy | - | "closed\" in a text" !no_time"#,
                r#"a | 4 | - | 4 > - | di | - | "\"another one" !no_time"#,
                r#"a | 5 | - | 5 > - | ed | - | "fine again" !no_time"#,
            ],
        );
    }
    // Texts over several lines stay whole beside them.
    guessed(
        "a.csv",
        "id,author,text,date\n1,ada,\"open,2024-03-01\n2,bo,\"two\nlines, \"\"both\"\"\",2024-03-02\n3,cy,\"a\n\nb\",\n4,di,\"x\ny\",2024-03-04,\n",
        &[
            r#"a | 1 | - | 1 > - | ada | 2024-03-01T00:00:00Z | "\"open""#,
            r#"a | 2 | - | 2 > - | bo | 2024-03-02T00:00:00Z | "two\nlines, \"both\"""#,
            r#"a | 3 | - | 3 > - | cy | - | "a\n\nb" !no_time"#,
            r#"a | 4 | - | 4 > - | di | 2024-03-04T00:00:00Z | "x\ny""#,
        ],
    );
    // In what programs write between tabs, marks are letters unless they hold a whole cell.
    guessed(
        "a.tsv",
        "id\tauthor\ttext\n1\tada\t\"Great\" track\n2\tbo\t\"all of it\"\n3\tcy\t\"two\nlines\"\n",
        &[
            r#"a | 1 | - | 1 > - | ada | - | "\"Great\" track" !no_time"#,
            r#"a | 2 | - | 2 > - | bo | - | "all of it" !no_time"#,
            r#"a | 3 | - | 3 > - | cy | - | "two\nlines" !no_time"#,
        ],
    );
}

#[test]
fn a_mark_that_closes_another_rows_swallows_none() {
    for (separator, rows) in [("\t", 3), (",", 4)] {
        let row = |id: usize, text: &str| [&id.to_string(), "ada", text].join(separator) + "\n";
        let between: String = (2..rows).map(|id| row(id, "fine")).collect();
        let header = ["id", "author", "text"].join(separator);
        let table = format!("{header}\n{}{between}{}", row(1, "\"open"), row(rows, "closed\""));
        let texts = |table: &str| -> Vec<String> {
            let found = super::read::rows(&file("a.csv", table.as_bytes()), &Options::default());
            found.into_iter().map(|row| row.unwrap().message.text).collect()
        };
        // Elsewhere marks are letters.
        let unquoted = texts(&(table.clone() + &row(9, "a 5\" disk")));
        assert_eq!(
            (unquoted.len(), unquoted[0].as_str(), unquoted[rows - 1].as_str()),
            (rows + 1, "\"open", "closed\"")
        );
        // Without that, or where marks hold cells together, they close a cell.
        assert_eq!(texts(&table).len(), 1);
        let quoted = row(8, &format!("\"a{separator}b\"")) + &row(9, "a 5\" disk");
        assert_eq!(texts(&(table + &quoted)).len(), 3);
    }
}

#[test]
fn records_that_somebody_pasted_into_a_cell_are_its_words() {
    guessed(
        "a.csv",
        "id,author,text\n1,ada,\"These are lost:\n2,x,a\n3,\"\"y\"\",b\n4,z,c\"\n2,bo,fine\n",
        &[
            r#"a | 1 | - | 1 > - | ada | - | "These are lost:\n2,x,a\n3,\"y\",b\n4,z,c" !no_time"#,
            r#"a | 2 | - | 2 > - | bo | - | "fine" !no_time"#,
        ],
    );
    guessed(
        "a.tsv",
        "author\ttext\nada\t\"My numbers:\nJan\t5\nFeb\t6\"\nbo\tthanks\n",
        &[
            r#"a | (digest) | - | - > - | ada | - | "My numbers:\nJan\t5\nFeb\t6" !no_time"#,
            r#"a | (digest) | - | - > - | bo | - | "thanks" !no_time"#,
        ],
    );
}

#[test]
fn a_mark_far_from_any_other_swallows_no_rows() {
    let filler = |from: usize| (from..from + 20_000).map(|id| format!("{id},ada,{}\n", "word ".repeat(14)));
    let table: String =
        ["id,author,text\n1,bo,\"open\n".to_owned()].into_iter().chain(filler(2)).chain(filler(30_000)).collect();
    let found = rows(&file("a.csv", table.as_bytes()), &Options::default());
    assert_eq!(found.iter().filter(|row| row.is_ok()).count(), 40_001);
    assert_eq!(show(&found[0]), r#"a | 1 | - | 1 > - | bo | - | "\"open" !no_time"#);
    let cut = "id,author,text,date\n1,ada,hello,2024-03-01\n2,bo,\"a long\ntext that\n\nis cut";
    guessed(
        "a.csv",
        cut,
        &[
            r#"a | 1 | - | 1 > - | ada | 2024-03-01T00:00:00Z | "hello""#,
            "skip 3 malformed: a quotation mark is never closed",
        ],
    );
    // What follows a line that is too long is not lost with it, nor what stands before.
    let long = format!("id,author,text\n1,ada,\"open\n2,bo,{}\n3,cy,there\n", "x".repeat(2 << 20));
    guessed(
        "a.csv",
        &long,
        &[
            r#"a | 1 | - | 1 > - | ada | - | "\"open" !no_time"#,
            "skip 3 too_long",
            r#"a | 3 | - | 3 > - | cy | - | "there" !no_time"#,
        ],
    );
}

#[test]
fn marks_in_every_line_are_looked_at_only_so_often() {
    // Each line leaves a mark open, whether it begins inside of one or not.
    let header = (0..4_000).map(|number| format!("c{number},")).collect::<String>();
    let table = format!("{header}text\n{}", "a\" ,\"c\n".repeat(200_000));
    assert!(!rows(&file("a.csv", table.as_bytes()), &mapped("text=c0")).is_empty());
}

#[test]
fn a_row_of_which_nothing_is_known_says_nothing() {
    guessed(
        "a.csv",
        "Date,Customer,Comment,Amount\n2024-03-04,Ada,Good,10\n,,,\n2024-03-05,Bo,,3\n,,,\nTotal,,,13\n",
        &[
            r#"a | (digest) | - | - > - | Ada | 2024-03-04T00:00:00Z | "Good""#,
            "skip 3 no_text",
            r#"a | (digest) | - | - > - | Bo | 2024-03-05T00:00:00Z | """#,
            "skip 5 no_text",
            "skip 6 no_text",
        ],
    );
    guessed(
        "a.jsonl",
        "{\"text\":null,\"user\":\"\",\"time\":null}\n{\"text\":\"\",\"id\":2}\n",
        &["skip 1 no_text", r#"a | 2 | - | 2 > - | (unknown) | - | "" !no_time !no_author"#],
    );
}

#[test]
fn lines_above_the_names_of_columns_are_passed() {
    let row = r#"a | (digest) | - | - > - | Ada | 2024-03-14T00:00:00Z | "Good""#;
    for above in [
        "Acme GmbH;;;\nExport of 26.03.2024;;;\n;;;\n",
        "All that customers said\n\n",
        "Comment\nby: support, help\n",
        "\"Report, \"\"March\"\"\nof two lines\"\n",
        "sep=;\nAcme GmbH;;;\n",
    ] {
        guessed("a.csv", &format!("{above}Date;Customer;Comment;Stars\n14.03.2024;Ada;Good;5\n"), &[row]);
    }
    // What somebody says in a map is known wherever it stands.
    check(
        "a.csv",
        b"Board,,,\nGroup,,,\nWhat,Person,Updates,Day\nTask,Ada,Good,2024-03-14\n",
        &mapped("text=updates,author=Person,time=Day"),
        &[row],
    );
    check(
        "a.csv",
        b"Report,of,Acme,v1.2\nPerson,Updates\nAda,Good\n",
        &mapped("text=Updates,author=Person"),
        &[r#"a | (digest) | - | - > - | Ada | - | "Good" !no_time"#],
    );
    // Rows that only speak of such words are rows.
    check(
        "a.csv",
        b"What,Person,Updates,Day\nname,Ada,Good,2024-03-14\nmessage,author,date,x\n",
        &mapped("text=Updates,author=Person,time=Day"),
        &[row, r#"a | (digest) | - | - > - | author | - | "date" !no_time"#],
    );
    check("a.csv", b"Kind,Count\nUpdates,2\nBugs,3\n", &mapped("text=Updates"), &["skip 2 no_text", "skip 3 no_text"]);
    let Err(error) = archive::open(&file("a.csv", b"What,Person,Words\nname,message,date\n"), &Options::default())
    else {
        panic!()
    };
    assert!(error.to_string().contains("no column is called like a text"), "{error}");
}

#[test]
fn titles_above_a_sheet_are_passed() {
    let cells = |row: &[&str]| {
        let cells = row.iter().map(|cell| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"));
        format!("<row>{}</row>", cells.collect::<String>())
    };
    let head = ["Date", "Name", "Comment"];
    let rows: Vec<String> =
        [&["Feedback of March"][..], &[], &head, &["2024-03-14", "Ada", "Good"]].into_iter().map(cells).collect();
    let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", rows.concat());
    let expected = r#"a | (digest) | - | - > - | Ada | 2024-03-14T00:00:00Z | "Good""#;
    check("a.xlsx", &workbook(&sheet), &Options::default(), &[expected]);
    check("a.xlsx", &workbook(&sheet), &mapped("text=Comment,author=Name,time=Date"), &[expected]);
}

#[test]
fn a_day_and_a_time_in_cells_of_their_own_are_one_moment() {
    let sheet = r#"<worksheet><sheetData><row><c t="inlineStr"><is><t>Date</t></is></c><c t="inlineStr"><is><t>Time</t></is></c><c t="inlineStr"><is><t>Text</t></is></c></row><row><c s="1"><v>45355</v></c><c s="2"><v>0.416666</v></c><c t="inlineStr"><is><t>Hi</t></is></c></row></sheetData></worksheet>"#;
    let styles =
        br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;
    let book = workbook_with(sheet, &[("xl/styles.xml", styles)]);
    let expected = r#"a | (digest) | - | - > - | (unknown) | 2024-03-04T10:00:00Z | "Hi" !no_author"#;
    check("a.xlsx", &book, &Options::default(), &[expected]);
    let table = "Date,Time,Text\n2024-03-04 00:00:00,10:00 AM,Hi\n";
    check("a.csv", table.as_bytes(), &Options::default(), &[expected]);
}

#[test]
fn how_a_word_is_spoken_is_no_word_of_a_cell() {
    let sheet = r#"<worksheet><sheetData><row><c t="inlineStr"><is><t>Author</t></is></c><c t="inlineStr"><is><t>Text</t></is></c></row><row><c t="inlineStr"><is><t>Ada</t></is></c><c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><r><t>へ</t></r></is></c></row></sheetData></worksheet>"#;
    let expected = r#"a | (digest) | - | - > - | Ada | - | "東京へ" !no_time"#;
    check("a.xlsx", &workbook(sheet), &Options::default(), &[expected]);
}

/// A workbook of one sheet.
fn workbook(sheet: &str) -> Vec<u8> {
    workbook_with(sheet, &[])
}

fn workbook_with(sheet: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let book: [(&str, &[u8]); 3] = [
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    zip(&[&book, parts].concat())
}

#[test]
fn what_qualtrics_says_of_its_columns_is_no_answer() {
    let answers = "StartDate,ResponseId,Q1\nStart Date,Response ID,Tell us more\n\
        \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n\
        2024-03-04 12:00:00,R_1,I like it\n";
    check(
        "a.csv",
        answers.as_bytes(),
        &mapped("text=Q1,time=StartDate,id=ResponseId,author=ResponseId"),
        &[r#"a | R_1 | - | R_1 > - | R_1 | 2024-03-04T12:00:00Z | "I like it""#],
    );
}

#[test]
fn a_table_in_another_alphabet_is_read_in_its_charset() {
    // Дата;Автор;Отзыв / Аня;Хорошо, спасибо
    let table = b"\xc4\xe0\xf2\xe0;\xc0\xe2\xf2\xee\xf0;\xce\xf2\xe7\xfb\xe2\n04.03.2024;\xc0\xed\xff;\xd5\xee\xf0\xee\xf8\xee, \xf1\xef\xe0\xf1\xe8\xe1\xee\n";
    check(
        "a.csv",
        table,
        &mapped("text=Отзыв,author=Автор,time=Дата"),
        &[r#"a | (digest) | - | - > - | Аня | 2024-03-04T00:00:00Z | "Хорошо, спасибо" !encoding"#],
    );
}

#[test]
fn what_stands_before_a_row_does_not_change_its_letters() {
    // Аня;Хорошо, спасибо
    let row = b"1;\xc0\xed\xff;2024-03-04;\xd5\xee\xf0\xee\xf8\xee, \xf1\xef\xe0\xf1\xe8\xe1\xee\n";
    let before = "2;ada;2024-03-04;all is well here\n".repeat(5_000);
    for before in ["", &before] {
        let table = [b"id;author;date;text\n", before.as_bytes(), row].concat();
        let found = rows(&file("a.csv", &table), &Options::default());
        let expected = r#"a | 1 | - | 1 > - | Аня | 2024-03-04T00:00:00Z | "Хорошо, спасибо" !encoding"#;
        assert_eq!(found.last().map(show).as_deref(), Some(expected));
    }
}

#[test]
fn comments_of_a_takeout_of_youtube_are_words_of_their_author() {
    guessed(
        "comments.csv",
        "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Post ID,Video ID,Comment Text,Top-Level Comment ID\n\
         Ugy1,UC1,2023-05-01T12:00:00.5+00:00,0,,,v1,\"{\"\"text\"\":\"\"Nice video\"\"}\",\n\
         Ugy1.2,UC1,2023-05-02T12:00:00+00:00,0,Ugy1,,v1,\"{\"\"text\"\":\"\"Hi \"\"},{\"\"text\"\":\"\"@bo\"\",\"\"mention\"\":{\"\"externalChannelId\"\":\"\"UC9\"\"}}\",Ugy1\n\
         Ugy3,UC1,2023-05-03T12:00:00+00:00,0,,,v1,\"{\"\"text\"\": is no JSON\",\n",
        &[
            r#"comments | Ugy1 | - | Ugy1 > - | UC1 | 2023-05-01T12:00:00.500Z | "Nice video""#,
            r#"comments | Ugy1 | - | Ugy1.2 > Ugy1 | UC1 | 2023-05-02T12:00:00Z | "Hi @bo""#,
            r#"comments | Ugy3 | - | Ugy3 > - | UC1 | 2023-05-03T12:00:00Z | "{\"text\": is no JSON""#,
        ],
    );
}

#[test]
fn a_name_beside_who_created_it_is_a_title() {
    for (header, time) in
        [("Name,Created by,Created time,Feedback", "2024-03-04"), ("Name,Author,Created,Comment", "2024-03-04")]
    {
        guessed(
            "a.csv",
            &format!("{header}\nLogin page,Ada Lee,{time},It fails\n"),
            &[r#"a | (digest) | Login page | - > - | Ada Lee | 2024-03-04T00:00:00Z | "It fails""#],
        );
    }
    let both = r#"a | 1 | - | 1 > - | ada (Ada Lee) | - | "hello" !no_time"#;
    guessed("a.csv", "id,author,name,text\n1,ada,Ada Lee,hello\n", &[both]);
    guessed("a.jsonl", r#"{"id":1,"name":"Ada Lee","author":"ada","text":"hello"}"#, &[both]);
    let task = r#"a | (digest) | Fix it | - > - | (unknown) | 2024-03-04T00:00:00Z | "It fails" !no_author"#;
    guessed("a.csv", "Task ID,Created At,Name,Assignee,Notes\n7,2024-03-04,Fix it,Ada,It fails\n", &[task]);
    guessed(
        "a.csv",
        "Name,Notes,Assignee,Status,Created\nFix it,It fails,Ada,Todo,3/14/2024\n",
        &[&task.replace("-04T", "-14T")],
    );
    // In a desk's list it is who asks.
    guessed(
        "a.csv",
        "id,name,assignee,date,message\n1,Ada Lee,bo,2024-03-04,It fails\n",
        &[r#"a | 1 | - | 1 > - | Ada Lee | 2024-03-04T00:00:00Z | "It fails""#],
    );
    // Notes beside people are what somebody else wrote of them.
    let Err(error) =
        archive::open(&file("a.csv", b"Name,Email,Notes\nAda,a@x.example,pays late\n"), &Options::default())
    else {
        panic!()
    };
    assert!(error.to_string().contains("no column is called like a text"), "{error}");
}

#[test]
fn columns_of_more_programs_are_guessed() {
    for (table, expected) in [
        (
            "Title,Description,Issue ID,Author,Author Username,Created At (UTC)\nBug,It fails,12,Ada Lee,ada,2024-03-04 12:00:00",
            r#"a | a / 12 | Bug | - > - | Ada Lee | 2024-03-04T12:00:00Z | "It fails""#,
        ),
        (
            "customer_id,review_id,review_headline,review_body,review_date\n1,R1,Five Stars,Excellent!,2015-08-31",
            r#"a | R1 | Five Stars | R1 > - | 1 | 2015-08-31T00:00:00Z | "Excellent!""#,
        ),
        (
            "reviewerName,reviewText,overall,unixReviewTime,reviewTime\nAda,Good,5,1441065600,\"09 1, 2015\"",
            r#"a | (digest) | - | - > - | Ada | 2015-09-01T00:00:00Z | "Good""#,
        ),
        (
            "Review Id,Review Created (UTC),Review Consumer User Id,Review Content,Consumer Name\nR1,2024-03-04T12:00:00Z,u1,Fast,Ada",
            r#"a | R1 | - | R1 > - | u1 (Ada) | 2024-03-04T12:00:00Z | "Fast""#,
        ),
        (
            "Ticket#;Erstellt;Von;Betreff;Text\n7;2024-03-04 13:05:09;bo@x.example;Maus;Klickt nicht",
            r#"a | a / 7 | Maus | - > - | bo@x.example | 2024-03-04T13:05:09Z | "Klickt nicht""#,
        ),
    ] {
        guessed("a.csv", table, &[expected]);
    }
}

#[test]
fn blanks_behind_separators_are_no_part_of_a_cell() {
    guessed(
        "a.csv",
        "id, author, text, date\n1, Ada, \"hi, you\", 2024-03-04\n2, Bo,  so it is, 2024-03-05\n",
        &[
            r#"a | 1 | - | 1 > - | Ada | 2024-03-04T00:00:00Z | "hi, you""#,
            r#"a | 2 | - | 2 > - | Bo | 2024-03-05T00:00:00Z | "so it is""#,
        ],
    );
    let kept = r#"a | 1 | - | 1 > - | Ada | - | " indented" !no_time"#;
    guessed("a.csv", "id,author,text\n1,Ada, indented\n", &[kept]);
}

#[test]
fn lines_may_end_as_on_an_old_macintosh() {
    let rows = [
        r#"a | 1 | - | 1 > - | Ada | 2024-03-04T00:00:00Z | "hi""#,
        r#"a | 2 | - | 2 > - | Bo | 2024-03-05T00:00:00Z | "two\nlines""#,
    ];
    guessed("a.csv", "id,author,text,date\r1,Ada,hi,2024-03-04\r2,Bo,\"two\rlines\",2024-03-05\r", &rows);
    // Excel writes them with the letters of that time.
    check(
        "a.csv",
        b"id;author;text\r1;J\x9frgen;Gr\x9f\xa7e\r",
        &Options::default(),
        &[r#"a | 1 | - | 1 > - | Jürgen | - | "Grüße" !no_time !encoding"#],
    );
    // In other files it is a letter of a cell.
    let kept = r#"a | 1 | - | 1 > - | Ada | - | "one\rtwo" !no_time"#;
    guessed("a.csv", "id,author,text\n1,Ada,one\rtwo\n", &[kept]);
}

#[test]
fn html_in_a_table_is_words() {
    for (written, words) in [
        ("<p class='x'>Hi Ada &amp; all</p>", "Hi Ada & all"),
        ("<div>It <b>fails</b><br>&nbsp;now</div>", "It fails\\nnow"),
        ("<P>Hello</P><ul><li>x</li></ul>", "Hello\\n\\n- x"),
        ("Great&#39;s track<br />ok<br/>fine", "Great's track\\nok\\nfine"),
        ("a < b and c > d &amp; e", "a < b and c > d &amp; e"),
        ("<b>bold</b> is not bold", "<b>bold</b> is not bold"),
        ("<p>unclosed", "<p>unclosed"),
        ("write `<br>` for a new line", "write `<br>` for a new line"),
        ("<project> fails to build</project>", "<project> fails to build</project>"),
        ("How do I write a <br> in &lt;p&gt;?", "How do I write a <br> in &lt;p&gt;?"),
        ("So it is. <br> Or not <br> at all", "So it is. \\n Or not \\n at all"),
        ("Hello! <br> It fails", "Hello! \\n It fails"),
        ("<p> </p>", "<p> </p>"),
    ] {
        let expected = format!(r#"a | 1 | - | 1 > - | Ada | - | "{words}" !no_time"#);
        guessed("a.csv", &format!("id,author,text\n1,Ada,{written}\n"), &[&expected]);
        guessed("a.jsonl", &format!("{{\"id\":1,\"author\":\"Ada\",\"text\":\"{written}\"}}\n"), &[&expected]);
    }
}

#[test]
fn pictures_in_html_of_a_table_are_files() {
    let picture = "file=a.png:image/png:-:https://x.example/a.png";
    for (written, words) in [("", ""), ("See ", "See")] {
        let expected = format!(r#"a | 1 | - | 1 > - | Ada | - | "{words}" {picture} !no_time"#);
        let table = format!("id,author,text\n1,Ada,<p>{written}<img src='https://x.example/a.png'></p>\n");
        guessed("a.csv", &table, &[&expected]);
    }
}

#[test]
fn letters_that_a_sheet_escapes_are_letters() {
    let cells = |row: &[&str]| {
        let cells = row.iter().map(|cell| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"));
        format!("<row>{}</row>", cells.collect::<String>())
    };
    let row = cells(&["1", "one_x000D_\ntwo _x005F_x000D_ _x0041_ _x00_ _xZZZZ_ snake_x_case"]);
    let sheet = format!("<worksheet><sheetData>{}{row}</sheetData></worksheet>", cells(&["id", "text"]));
    check(
        "a.xlsx",
        &workbook(&sheet),
        &Options::default(),
        &[r#"a | 1 | - | 1 > - | (unknown) | - | "one\ntwo _x000D_ A _x00_ _xZZZZ_ snake_x_case" !no_time !no_author"#],
    );
}

#[test]
fn lists_of_mastodon_and_misskey_know_authors_and_answers() {
    let status = |id: u8, parent: &str, words: &str| {
        format!(
            r#"{{"id":"{id}","created_at":"2024-03-04T12:00:00.000Z","in_reply_to_id":{parent},"content":"<p>{words}</p>","account":{{"id":"9","username":"ada","acct":"ada@m.example","display_name":"Ada"}}}}"#
        )
    };
    guessed(
        "statuses.json",
        &format!("[{},{}]", status(1, "null", "one"), status(2, "\"1\"", "two &amp; more")),
        &[
            r#"statuses | 1 | - | 1 > - | ada@m.example (Ada) | 2024-03-04T12:00:00Z | "one""#,
            r#"statuses | 1 | - | 2 > 1 | ada@m.example (Ada) | 2024-03-04T12:00:00Z | "two & more""#,
        ],
    );
    let note = |id: &str, parent: &str| {
        format!(
            r#"{{"id":"{id}","text":"hi","createdAt":"2024-03-04T12:00:00.000Z","replyId":{parent},"renoteId":null}}"#
        )
    };
    guessed(
        "notes.json",
        &format!("[{},{}]", note("9abc", "null"), note("9abd", "\"9abc\"")),
        &[
            r#"notes | 9abc | - | 9abc > - | (unknown) | 2024-03-04T12:00:00Z | "hi" !no_author"#,
            r#"notes | 9abc | - | 9abd > 9abc | (unknown) | 2024-03-04T12:00:00Z | "hi" !no_author"#,
        ],
    );
}
