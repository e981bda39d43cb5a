//! Many values in few parameters: PostgreSQL takes whole columns, so that a statement's text and plan are the same
//! for any number of rows.
// tidy(workspace): each statement comes from a file of its own, which names the workspace

use sqlx::Arguments as _;
use sqlx::postgres::PgArguments;

use crate::conn::without_nul;
use crate::{Error, Result, Value};

/// One column of several rows.
enum Column {
    Int(Vec<Option<i64>>),
    Text(Vec<Option<String>>),
    Bool(Vec<bool>),
    Bytes(Vec<Option<Vec<u8>>>),
}

impl Column {
    fn of(value: &Value, rows: usize) -> Column {
        match value {
            Value::Int(_) => Column::Int(Vec::with_capacity(rows)),
            Value::Text(_) => Column::Text(Vec::with_capacity(rows)),
            Value::Bool(_) => Column::Bool(Vec::with_capacity(rows)),
            Value::Bytes(_) => Column::Bytes(Vec::with_capacity(rows)),
        }
    }

    fn push(&mut self, value: Value) -> Result<()> {
        match (self, value) {
            (Column::Int(column), Value::Int(value)) => column.push(value),
            (Column::Text(column), Value::Text(value)) => column.push(value.map(without_nul)),
            (Column::Bool(column), Value::Bool(value)) => column.push(value),
            (Column::Bytes(column), Value::Bytes(value)) => column.push(value),
            (_, value) => return Err(Error::Damaged(format!("a column of several types: {value:?}"))),
        }
        Ok(())
    }

    fn type_name(&self) -> &'static str {
        match self {
            Column::Int(_) => "bigint",
            Column::Text(_) => "text",
            Column::Bool(_) => "boolean",
            Column::Bytes(_) => "bytea",
        }
    }

    fn bind(self, arguments: &mut PgArguments) -> Result<()> {
        let bound = match self {
            Column::Int(column) => arguments.add(column),
            Column::Text(column) => arguments.add(column),
            Column::Bool(column) => arguments.add(column),
            Column::Bytes(column) => arguments.add(column),
        };
        bound.map_err(|error| Error::Sql(sqlx::Error::Encode(error)))
    }
}

/// The statement whose `values {rows}` stands for rows of `width` values each, and its parameters: one a column.
pub(crate) fn rows(sql: &str, width: usize, values: Vec<Value>) -> Result<(String, PgArguments)> {
    let count = values.len() / width;
    let mut columns: Vec<Column> = values.iter().take(width).map(|value| Column::of(value, count)).collect();
    for (place, value) in values.into_iter().enumerate() {
        columns[place % width].push(value)?;
    }
    let types: Vec<String> = columns.iter().zip(1..).map(|(column, at)| place(at, column)).collect();
    let mut arguments = PgArguments::default();
    for column in columns {
        column.bind(&mut arguments)?;
    }
    Ok((sql.replace("values {rows}", &format!("select * from unnest({})", types.join(", "))), arguments))
}

/// The statement whose `in ({list})` stands for the members of `list`, at least one, and its parameters: `before`, and the
/// list as one.
pub(crate) fn list(sql: &str, before: PgArguments, list: Vec<Value>) -> Result<(String, PgArguments)> {
    let mut column = Column::of(&list[0], list.len());
    let any = format!("= any({})", place(before.len() + 1, &column));
    let mut arguments = before;
    for value in list {
        column.push(value)?;
    }
    column.bind(&mut arguments)?;
    Ok((sql.replace("in ({list})", &any), arguments))
}

fn place(at: usize, column: &Column) -> String {
    format!("${at}::{}[]", column.type_name())
}
