//! Brings a database's schema up to date: migrations only grow, and run once each.
// tidy(workspace): the schema belongs to the database, not to a workspace

use sha2::{Digest, Sha256};

use crate::{Conn, Db, Error, Result, values};

/// One change of the schema: a text for both databases and what only one of them needs.
struct Migration {
    number: i64,
    name: &'static str,
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "spine",
        both: include_str!("../migrations/0001_spine.sql"),
        sqlite: include_str!("../migrations/0001_spine.sqlite.sql"),
        postgres: include_str!("../migrations/0001_spine.postgres.sql"),
    },
    Migration {
        number: 2,
        name: "things",
        both: include_str!("../migrations/0002_things.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 3,
        name: "run_failure",
        both: include_str!("../migrations/0003_run_failure.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 4,
        name: "leave",
        both: include_str!("../migrations/0004_leave.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 5,
        name: "topics",
        both: include_str!("../migrations/0005_topics.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 6,
        name: "alerts",
        both: include_str!("../migrations/0006_alerts.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 7,
        name: "claims",
        both: include_str!("../migrations/0007_claims.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 8,
        name: "erasing",
        both: include_str!("../migrations/0008_erasing.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 9,
        name: "watched",
        both: include_str!("../migrations/0009_watched.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 10,
        name: "indexes",
        both: include_str!("../migrations/0010_indexes.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 11,
        name: "told_later",
        both: include_str!("../migrations/0011_told_later.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 12,
        name: "product",
        both: include_str!("../migrations/0012_product.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 13,
        name: "conversation_rows",
        both: "",
        sqlite: include_str!("../migrations/0013_conversation_rows.sqlite.sql"),
        postgres: "",
    },
    Migration {
        number: 14,
        name: "reactions",
        both: include_str!("../migrations/0014_reactions.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 15,
        name: "example",
        both: include_str!("../migrations/0015_example.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 16,
        name: "written",
        both: "",
        sqlite: include_str!("../migrations/0016_written.sqlite.sql"),
        postgres: "",
    },
    Migration {
        number: 17,
        name: "shorter",
        both: "",
        sqlite: include_str!("../migrations/0017_shorter.sqlite.sql"),
        postgres: "",
    },
    Migration {
        number: 18,
        name: "key_order",
        both: include_str!("../migrations/0018_key_order.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 19,
        name: "opened",
        both: include_str!("../migrations/0019_opened.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        number: 20,
        name: "opening",
        both: include_str!("../migrations/0020_opening.sql"),
        sqlite: "",
        postgres: "",
    },
];

const CREATE: &str = "
    create table if not exists migration (
        number bigint primary key,
        name text not null,
        digest text not null
    )";
const LIST: &str = "select number, digest from migration order by number limit 10000";
const ADD: &str = "insert into migration (number, name, digest) values ($1, $2, $3)";

/// SQLite takes a table that a migration made anew, and never counted, for a small one beside those that it counted.
const COUNT: &str = "pragma analysis_limit = 1000; analyze";

/// What [`run`] did.
#[derive(Debug, PartialEq, Eq)]
pub struct Migrated {
    /// Names of the migrations that ran now.
    pub applied: Vec<&'static str>,
    /// The number that the schema stands at.
    pub at: i64,
}

/// Applies what is missing, in one transaction, and refuses a database from a newer program.
pub async fn run(db: &Db) -> Result<Migrated> {
    let mut conn = db.write().await?;
    crate::dialect::lock_schema(&mut conn).await?;
    conn.script(CREATE.to_owned()).await?;
    let done = load_applied(&mut conn).await?;
    let mut applied = Vec::new();
    for migration in MIGRATIONS {
        let digest = migration.digest();
        match done.iter().find(|(number, _)| *number == migration.number) {
            Some((_, known)) if *known == digest => continue,
            Some(_) => return Err(edited(migration)),
            None => {}
        }
        conn.script(migration.text(conn.is_postgres())).await?;
        conn.run(ADD, values![migration.number, migration.name, digest]).await?;
        applied.push(migration.name);
    }
    if !conn.is_postgres() && !done.is_empty() && !applied.is_empty() {
        conn.script(COUNT.to_owned()).await?;
    }
    conn.commit().await?;
    Ok(Migrated { applied, at: MIGRATIONS.last().map_or(0, |last| last.number) })
}

/// Refuses a database whose schema is not the one that this program knows.
pub async fn check(db: &Db) -> Result<()> {
    let mut conn = db.read().await?;
    let known = MIGRATIONS.len();
    let found = load_applied(&mut conn).await.map(|done| done.len()).unwrap_or(0);
    if found == known {
        return Ok(());
    }
    Err(Error::Unusable(format!("the database has {found} of {known} migrations; run `tribune migrate`")))
}

async fn load_applied(conn: &mut Conn) -> Result<Vec<(i64, String)>> {
    let newest = MIGRATIONS.last().map_or(0, |last| last.number);
    let mut done = Vec::new();
    for row in conn.rows(LIST, values![]).await? {
        let number = row.get(0)?;
        if number > newest {
            return Err(Error::Unusable(format!(
                "the database was made by a newer program (migration {number}); run that program"
            )));
        }
        done.push((number, row.get(1)?));
    }
    Ok(done)
}

fn edited(migration: &Migration) -> Error {
    Error::Unusable(format!(
        "migration {} ({}) ran here with another text; restore the program or the database that belong together",
        migration.number, migration.name
    ))
}

impl Migration {
    fn text(&self, postgres: bool) -> String {
        let (text, bytes, rowid, clustered, own) = if postgres {
            ("text collate \"C\"", "bytea", "bigint primary key", "", self.postgres)
        } else {
            ("text", "blob", "integer primary key", " without rowid", self.sqlite)
        };
        let both = self.both.replace("{text}", text).replace("{bytes}", bytes).replace("{rowid}", rowid);
        let both = both.replace("{clustered}", clustered);
        format!("{both}\n{own}")
    }

    fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for text in [self.both, self.sqlite, self.postgres] {
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
