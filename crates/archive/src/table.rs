//! Tables of any kind, read through a map of names: what CSV and spreadsheets share.

use std::io;
use std::sync::Arc;

use crate::dates::{Evidence, Order};
use crate::fields::{Field, Map};
use crate::format::{Error, Options, each_file};
use crate::generic::{self, Shared, Values};
use crate::phpbb::{self, Forum};
use crate::record::{Place, Rows, Skip, Warnings};
use crate::source::{File, Source};
use crate::threads::{Roots, Threads};

/// One table: the names of its columns, and its records.
pub(crate) struct Table {
    /// The channel of rows that name none; the file's name when there is none.
    pub(crate) name: Option<String>,
    pub(crate) header: Vec<String>,
    pub(crate) records: Box<dyn Iterator<Item = Result<Cells, Skip>> + Send>,
}

/// One record of a table, as it stands and taken apart.
pub(crate) struct Cells {
    pub(crate) place: Place,
    pub(crate) raw: Vec<u8>,
    pub(crate) cells: Vec<String>,
    pub(crate) warnings: Warnings,
}

/// The tables of a file, each opened when its turn comes.
pub(crate) type Tables = Box<dyn Iterator<Item = io::Result<Table>> + Send>;

/// How a kind of file gives its tables.
pub(crate) type OpenTables = fn(&Source, &File) -> io::Result<Tables>;

/// Reads all tables of `files` as messages.
pub(crate) fn open(source: &Source, options: &Options, files: Vec<File>, tables: OpenTables) -> Result<Rows, Error> {
    let map = if options.map.is_empty() { guess(source, &files, tables)? } else { options.map.clone() };
    if map.get(Field::Text).is_none() {
        return Err(Error::Map(format!(
            "{}: no column is called like a text; say which with --map text=…",
            source.name()
        )));
    }
    let mut shared = Shared::new(source, options, map);
    let all = All { source, files: &files, tables };
    shared.order = all.find_order(&shared);
    if shared.needs_threads() {
        shared.threads = Some(Arc::new(all.find_threads(&shared)));
    }
    let shared = Arc::new(shared);
    let forum = Arc::new(all.find_names(&shared.map));
    Ok(each_file(source, files, move |source, file| {
        let shared = Arc::clone(&shared);
        let forum = Arc::clone(&forum);
        let path = Arc::clone(&file.path);
        Ok(Box::new(tables(source, file)?.flat_map(move |table| -> Rows {
            let table = match table {
                Ok(table) => table,
                Err(error) => {
                    let place = Place { path: Arc::clone(&path), row: 1 };
                    return Box::new(std::iter::once(Err(crate::lines::unreadable(place, &error))));
                }
            };
            let Table { name, header, records } = table;
            let (shared, forum) = (Arc::clone(&shared), Arc::clone(&forum));
            let is_posts = phpbb::is_posts(&header, &shared.map);
            if forum.is_some() && !is_posts && Forum::is_list(&header) {
                return Box::new(std::iter::empty());
            }
            Box::new(records.map(move |record| {
                let record = record?;
                let mut values = values(&header, &shared.map, &record.cells);
                if let Some(forum) = forum.as_ref().as_ref().filter(|_| is_posts) {
                    forum.complete(&mut values);
                }
                if values.get(Field::Channel).is_none() {
                    values.0[Field::Channel as usize].clone_from(&name);
                }
                generic::row(values, &shared, record.place, record.raw, record.warnings)
            }))
        })))
    }))
}

/// The map that the plan shows and that is used when none is given: that of the first table with a text.
pub(crate) fn guess(source: &Source, files: &[File], tables: OpenTables) -> Result<Map, Error> {
    let mut first = None;
    for file in files.iter().take(20) {
        let unreadable = |error| Error::unreadable(file, error);
        for table in tables(source, file).map_err(unreadable)? {
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
        values.add(field, column.and_then(|column| cells.get(column).cloned()));
    }
    values
}

/// All tables of a source, gone over once before they are read.
struct All<'a> {
    source: &'a Source,
    files: &'a [File],
    tables: OpenTables,
}

impl All<'_> {
    /// What the whole column says about the order of day and month, where dates are written so.
    fn find_order(&self, shared: &Shared) -> Order {
        let mut evidence = Evidence::default();
        let mut seen = 0;
        self.each(shared, |values| {
            if let Some(numbers) = values.get(Field::Time).and_then(slashed) {
                evidence.add(numbers);
            } else {
                seen += 1;
            }
            // A column that begins with dates of another kind needs no evidence.
            evidence.order() != Order::Unknown || seen > 100
        });
        evidence.order()
    }

    /// Names of people, topics and forums, where one of the tables holds the posts of a phpBB.
    fn find_names(&self, map: &Map) -> Option<Forum> {
        // The second pass tells what cannot be read.
        let tables = || self.files.iter().flat_map(|file| (self.tables)(self.source, file)).flatten().flatten();
        if !tables().any(|table| phpbb::is_posts(&table.header, map)) {
            return None;
        }
        let mut forum = Forum::default();
        for table in tables().filter(|table| Forum::is_list(&table.header)) {
            table.records.flatten().for_each(|record| forum.learn(&table.header, &record.cells));
        }
        Some(forum)
    }

    fn find_threads(&self, shared: &Shared) -> Roots {
        let mut threads = Threads::default();
        self.each(shared, |values| {
            if let (Some(id), Some(parent)) = (values.get(Field::Id), values.get(Field::ReplyTo)) {
                threads.add(&generic::whole(id.to_owned()), &generic::whole(parent.to_owned()));
            }
            false
        });
        threads.roots()
    }

    /// Goes over the records until `enough` says so; the second pass tells what cannot be read.
    fn each(&self, shared: &Shared, mut enough: impl FnMut(&Values) -> bool) {
        for file in self.files {
            let Ok(tables) = (self.tables)(self.source, file) else { continue };
            for table in tables {
                let Ok(Table { header, records, .. }) = table else { continue };
                for record in records {
                    let Ok(record) = record else { continue };
                    if enough(&values(&header, &shared.map, &record.cells)) {
                        return;
                    }
                }
            }
        }
    }
}

/// The numbers of `01/02/2024`, before or behind a time of day.
fn slashed(written: &str) -> Option<[i32; 3]> {
    let date = written.split([' ', ',', 'T']).find(|word| word.contains('/'))?;
    // tidy(swallow): what is no number makes the whole no date
    let mut numbers = date.split('/').map(|part| part.parse::<i32>().ok());
    let found = [numbers.next()??, numbers.next()??, numbers.next()??];
    (found[0] <= 31 && numbers.next().is_none()).then_some(found)
}
