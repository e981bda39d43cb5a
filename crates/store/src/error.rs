//! What can go wrong between the program and its database.

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another writer changed the row first; load it again and decide anew.
    #[error("{0} was changed meanwhile; load it again")]
    Changed(String),
    /// The database holds something that this program never wrote.
    #[error("the database holds an unreadable value: {0}; run `tribune doctor`")]
    Damaged(String),
    /// The database cannot be opened or is not ours.
    #[error("{0}")]
    Unusable(String),
    #[error("the database refused: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("the data folder refused: {0}")]
    Io(#[from] std::io::Error),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Whether a unique key stood in the way.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Error::Sql(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}
