//! Tables of any kind, read through a map of names: what CSV and spreadsheets share.

use std::io;
use std::sync::Arc;

use crate::chatwoot_table;
use crate::dates::{Evidence, Order};
use crate::fields::{Field, Map};
use crate::format::{Error, Options, each_file};
use crate::generic::{self, Maps, Shared, Values};
use crate::jira;
use crate::phpbb::{self, Forum};
use crate::record::{Place, Row, Rows, Skip, Warning, Warnings};
use crate::source::{File, Source};
use crate::table_mails::{self, TableMails};
use crate::threads::{Roots, Threads};
use crate::youtube;

/// One table: the names of its columns, and its records.
pub(crate) struct Table {
    /// The channel of rows that name none; the file's name when there is none.
    pub(crate) name: Option<String>,
    pub(crate) header: Vec<String>,
    pub(crate) records: Records,
}

/// The records of a table, as they are read.
pub(crate) type Records = Box<dyn Iterator<Item = Result<Cells, Skip>> + Send>;

/// How many records of a table are looked at for words.
const SAMPLE_RECORDS: usize = 20;
/// How many files are looked at for one with a text.
const SAMPLE_FILES: usize = 20;

impl Table {
    pub(crate) fn new(name: Option<String>, header: Vec<String>, mut records: Records) -> Table {
        // Qualtrics writes two rows more below the names of columns: the questions, and where each came from.
        let first: Vec<Result<Cells, Skip>> = records.by_ref().take(2).collect();
        let is_source = |record: &Cells| record.cells.iter().any(|cell| cell.starts_with("{\"ImportId\":"));
        let labels = first.iter().position(|record| record.as_ref().is_ok_and(is_source)).map_or(0, |at| at + 1);
        Table { name, header, records: Box::new(first.into_iter().skip(labels).chain(records)) }
    }

    /// What its rows share. The records that are looked at for that stay in their place.
    fn shared(&mut self, maps: &Maps, all: &Shared) -> Shared {
        let mut sample = Vec::new();
        let text = |map: &Map, record: &Cells| values(&self.header, map, &record.cells).0[Field::Text as usize].take();
        let shared = maps.shared(all, &self.header, |map| {
            sample.extend(self.records.by_ref().take(SAMPLE_RECORDS));
            sample.iter().flatten().map(|record| text(map, record)).collect()
        });
        let rest = std::mem::replace(&mut self.records, Box::new(std::iter::empty()));
        self.records = Box::new(sample.into_iter().chain(rest));
        shared
    }
}

/// One record of a table, as it stands and taken apart.
pub(crate) struct Cells {
    pub(crate) place: Place,
    pub(crate) raw: Vec<u8>,
    pub(crate) cells: Vec<String>,
    pub(crate) warnings: Warnings,
    /// What splits the cells where words may hold it, too.
    pub(crate) separator: Option<char>,
}

impl Cells {
    /// Warns of cells that no column has: words without quotation marks held a separator. Words of the last column get
    /// back what was split off them.
    fn mend(&mut self, header: &[String], map: &Map) {
        let Some(separator) = self.separator else { return };
        let has_more = |cells: &[String]| cells.iter().skip(header.len()).any(|cell| !cell.trim().is_empty());
        if !has_more(&self.cells) {
            return;
        }
        self.warnings.add(Warning::Cells);
        let is_text = |name: &String| map.get(Field::Text).is_some_and(|text| text.eq_ignore_ascii_case(name));
        if header.last().is_some_and(is_text) {
            let words = self.cells.split_off(header.len() - 1);
            self.cells.push(words.join(separator.encode_utf8(&mut [0; 4])));
        }
    }
}

/// The tables of a file, each opened when its turn comes.
pub(crate) type Tables = Box<dyn Iterator<Item = io::Result<Table>> + Send>;

/// How many rows of a table are looked at for the names of its columns.
pub(crate) const HEADER_ROWS: usize = 20;

/// Whether a row has the names that a map wants, or else such as messages have.
pub(crate) fn names_columns(row: &[String], map: &Map) -> bool {
    match map.get(Field::Text) {
        Some(wanted) => wanted.split('+').any(|name| row.iter().any(|known| known.eq_ignore_ascii_case(name))),
        None => {
            let guess = Map::guess(row.iter().map(String::as_str));
            guess.get(Field::Text).is_some() && guess.iter().nth(1).is_some()
        }
    }
}

/// Which of the first rows of a table names its columns: people and programs put titles above them.
pub(crate) fn header_at(rows: &[Vec<String>], map: &Map) -> usize {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let first = rows.first().map_or(0, |row| filled(row));
    // A row of a table has no more cells than the names of its columns; those have more than a title.
    let find = |map: &Map| {
        let mut below = rows.iter().enumerate();
        below.find(|(at, row)| (*at == 0 || filled(row) > first) && names_columns(row, map)).map(|(at, _)| at)
    };
    // No row below has all the names that somebody tells.
    let all = rows.iter().position(|row| has_names(row, map));
    all.or_else(|| find(map)).or_else(|| find(&Map::default())).unwrap_or(0)
}

/// Whether a row has all the names of a map, and these are several: a single one may be a word of any row.
fn has_names(row: &[String], map: &Map) -> bool {
    let names = || map.iter().flat_map(|(_, theirs)| theirs.split('+'));
    names().nth(1).is_some() && names().all(|name| row.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

/// How a kind of file gives its tables, in which a map may want some columns.
pub(crate) type OpenTables = fn(&Source, &File, &Map) -> io::Result<Tables>;

/// Reads all tables of `files` as messages.
pub(crate) fn open(source: &Source, options: &Options, files: Vec<File>, tables: OpenTables) -> Result<Rows, Error> {
    let given = options.map.clone();
    let maps = Maps::of(options, guess(source, &files, tables))?;
    if maps.first.get(Field::Text).is_none() {
        return Err(Error::Map(format!(
            "{}: no column is called like a text; say which with --map text=…",
            source.name()
        )));
    }
    let mut shared = Shared::new(source, options, maps.first.clone());
    let all = All { source, files: &files, tables, given: &given };
    shared.order = all.find_order(&shared, &maps);
    shared.threads = all.find_threads(&shared, &maps).map(Arc::new);
    let beside = Beside { forum: all.find_names(&maps.first), mails: all.find_mails(&shared, &maps, options) };
    let beside = Arc::new(beside);
    Ok(each_file(source, files, move |source, file| {
        let (shared, maps) = (shared.clone(), maps.clone());
        let beside = Arc::clone(&beside);
        let path = Arc::clone(&file.path);
        Ok(Box::new(tables(source, file, &given)?.flat_map(move |table| match table {
            Ok(mut table) => rows(table.shared(&maps, &shared), &beside, table),
            Err(error) => {
                let place = Place { path: Arc::clone(&path), row: 1 };
                Box::new(std::iter::once(Err(crate::lines::unreadable(place, &error))))
            }
        })))
    }))
}

/// What all tables of a source tell of its rows.
struct Beside {
    forum: Option<Forum>,
    /// Where texts are whole mails.
    mails: Option<TableMails>,
}

/// The messages of one table.
fn rows(shared: Shared, beside: &Arc<Beside>, table: Table) -> Rows {
    let Table { name, header, records } = table;
    let beside = Arc::clone(beside);
    let is_posts = phpbb::is_posts(&header, &shared.map);
    if beside.forum.is_some() && !is_posts && Forum::is_list(&header) {
        return Box::new(std::iter::empty());
    }
    let is_comments = youtube::is_comments(&header, &shared.map);
    let staff = chatwoot_table::columns(&header);
    let comments = jira::comment_columns(&header, &shared.map);
    Box::new(records.flat_map(move |record| {
        let mut record = match record {
            Ok(record) => record,
            Err(skip) => return vec![Err(skip)],
        };
        if let Some((reason, detail)) = staff.as_ref().and_then(|staff| staff.why_left(&record.cells)) {
            return vec![Err(Skip { place: record.place, reason, detail: detail.to_owned() })];
        }
        record.mend(&header, &shared.map);
        let mut values = values(&header, &shared.map, &record.cells);
        if is_comments && let Some(words) = values.get(Field::Text).and_then(youtube::words) {
            values.0[Field::Text as usize] = Some(words);
        }
        if let Some(forum) = beside.forum.as_ref().filter(|_| is_posts) {
            forum.complete(&mut values);
        }
        if values.get(Field::Channel).is_none() {
            values.0[Field::Channel as usize].clone_from(&name);
        }
        if let Some(mails) = &beside.mails
            && let Some(mail) = values.get(Field::Text).filter(|text| table_mails::is_mail(text))
        {
            let channel = values.get(Field::Channel).unwrap_or(&shared.channel).to_owned();
            return vec![mails.row(channel, mail, record)];
        }
        let answers = jira::comments(&header, &record.cells, &comments, &values);
        let answers = answers
            .into_iter()
            .map(|(raw, answer)| generic::row(answer, &shared, record.place.clone(), raw, record.warnings));
        let answers: Vec<Row> = answers.collect();
        let mut row = generic::row(values, &shared, record.place, record.raw, record.warnings);
        if let (true, Ok(post)) = (is_posts, &mut row) {
            phpbb::finish(post, &header, &record.cells);
        }
        std::iter::once(row).chain(answers).collect()
    }))
}

/// The map that the plan shows and that is used when none is given: that of the first table with a text.
pub(crate) fn guess(source: &Source, files: &[File], tables: OpenTables) -> Result<Map, Error> {
    let mut first = None;
    for file in files.iter().take(SAMPLE_FILES) {
        let unreadable = |error| Error::unreadable(file, error);
        for table in tables(source, file, &Map::default()).map_err(unreadable)? {
            let map = Map::guess(table.map_err(unreadable)?.header.iter().map(String::as_str));
            if map.get(Field::Text).is_some() {
                return Ok(map);
            }
            first.get_or_insert(map);
        }
    }
    Ok(first.unwrap_or_default())
}

/// The values that the map wants, taken out of the cells.
fn values(header: &[String], map: &Map, cells: &[String]) -> Values {
    let mut values = Values::default();
    let names = map.iter().flat_map(|(field, names)| names.split('+').map(move |name| (field, name)));
    for (field, name) in names {
        let column = header.iter().position(|known| known == name);
        let column = column.or_else(|| header.iter().position(|known| known.eq_ignore_ascii_case(name)));
        let cell = column.and_then(|column| cells.get(column)).filter(|cell| !is_null(field, cell));
        values.add(field, cell.cloned());
    }
    values
}

/// What databases write where there is nothing; somebody may have said `NULL`, but nobody is called so.
fn is_null(field: Field, cell: &str) -> bool {
    cell == "\\N" || cell == "NULL" && field != Field::Text
}

/// All tables of a source, gone over once before they are read.
struct All<'a> {
    source: &'a Source,
    files: &'a [File],
    tables: OpenTables,
    given: &'a Map,
}

impl All<'_> {
    /// What the whole column says about the order of day and month, where dates are written so.
    fn find_order(&self, shared: &Shared, maps: &Maps) -> Order {
        let mut evidence = Evidence::default();
        let mut seen = 0;
        self.each(
            shared,
            maps,
            |_| true,
            |_, values| {
                if let Some(numbers) = values.get(Field::Time).and_then(numbers) {
                    evidence.add(numbers);
                } else {
                    seen += 1;
                }
                // A column that begins with dates of another kind needs no evidence.
                evidence.order() != Order::Unknown || seen > 100
            },
        );
        evidence.order()
    }

    /// Names of people, topics and forums, where one of the tables holds the posts of a phpBB.
    fn find_names(&self, map: &Map) -> Option<Forum> {
        // The second pass tells what cannot be read.
        let tables =
            || self.files.iter().flat_map(|file| (self.tables)(self.source, file, self.given)).flatten().flatten();
        if !tables().any(|table| phpbb::is_posts(&table.header, map)) {
            return None;
        }
        let mut forum = Forum::default();
        for table in tables().filter(|table| Forum::is_list(&table.header)) {
            table.records.flatten().for_each(|record| forum.learn(&table.header, &record.cells));
        }
        Some(forum)
    }

    /// How mails hang together, where most texts of some table's beginning are whole mails.
    fn find_mails(&self, shared: &Shared, maps: &Maps, options: &Options) -> Option<TableMails> {
        let text = |values: Values| values.get(Field::Text).map(str::to_owned);
        let begin_as_mails = |file: &File| {
            // The second pass tells what cannot be read.
            let tables = (self.tables)(self.source, file, self.given).into_iter().flatten().flatten();
            tables.into_iter().any(|mut table| {
                let map = table.shared(maps, shared).map;
                let sample = table.records.by_ref().take(SAMPLE_RECORDS).flatten();
                let texts = sample.filter_map(|record| text(values(&table.header, &map, &record.cells)));
                table_mails::are_mails(&texts.collect::<Vec<_>>())
            })
        };
        if !self.files.iter().take(SAMPLE_FILES).any(begin_as_mails) {
            return None;
        }
        Some(TableMails::new(options.origin.clone(), |each| {
            self.each(
                shared,
                maps,
                |_| true,
                |_, values| {
                    values.get(Field::Text).into_iter().for_each(&mut *each);
                    false
                },
            );
        }))
    }

    /// Which row began what each row answers; none where no table needs it.
    fn find_threads(&self, shared: &Shared, maps: &Maps) -> Option<Roots> {
        if !maps.each && !shared.needs_threads() {
            return None;
        }
        let mut threads = Threads::default();
        for file in self.files {
            let alone = All { files: std::slice::from_ref(file), ..*self };
            alone.each(shared, maps, Shared::needs_threads, |shared, mut values| {
                if let Some((Some(id), parent)) = shared.ids(&mut values) {
                    threads.take(&id, parent.as_deref());
                }
                false
            });
            threads.end(&file.path);
        }
        Some(threads.roots())
    }

    /// Goes over the records of the tables that are `wanted` until `enough` says so; the second pass tells what cannot
    /// be read.
    fn each(
        &self,
        shared: &Shared,
        maps: &Maps,
        wanted: fn(&Shared) -> bool,
        mut enough: impl FnMut(&Shared, Values) -> bool,
    ) {
        for file in self.files {
            let Ok(tables) = (self.tables)(self.source, file, self.given) else { continue };
            for mut table in tables.flatten() {
                let shared = table.shared(maps, shared);
                if !wanted(&shared) {
                    continue;
                }
                for record in table.records.flatten() {
                    if enough(&shared, values(&table.header, &shared.map, &record.cells)) {
                        return;
                    }
                }
            }
        }
    }
}

/// The numbers of `01/02/2024` or `01-02-2024`, before or behind a time of day.
fn numbers(written: &str) -> Option<[i32; 3]> {
    written.split([' ', ',', 'T']).find_map(|word| divided(word, '/').or_else(|| divided(word, '-')))
}

fn divided(date: &str, sign: char) -> Option<[i32; 3]> {
    // tidy(swallow): what is no number makes the whole no date
    let mut numbers = date.split(sign).map(|part| part.parse::<i32>().ok());
    let found = [numbers.next()??, numbers.next()??, numbers.next()??];
    // With hyphens a short year may stand in front.
    let is_year_last = sign == '/' || found[2] > 99;
    (found[0] <= 31 && is_year_last && numbers.next().is_none()).then_some(found)
}
