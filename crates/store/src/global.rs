//! What stands above workspaces: the workspaces themselves, staff, sessions, tokens and leases.

use model::{EntryId, KeyOrder, Role, RunId, StaffId, Time, TokenId, WorkspaceId};

use crate::{Conn, Error, Result, Row, values};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub name: String,
}

const WORKSPACE_NEXT: &str = "select coalesce(max(id), 0) + 1 from workspace";
const WORKSPACE_ADD: &str = "insert into workspace (id, name, created_at, key_order) values ($1, $2, $3, $4)";
const WORKSPACE_BY_NAME: &str = "select id, name from workspace where name = $1 limit 1";
const WORKSPACE_BY_ID: &str = "select id, name from workspace where id = $1 limit 1";
const WORKSPACES: &str = "select id, name from workspace order by id limit 10000";

/// Creates a workspace. Ids count from 1, so that the same steps give the same ids everywhere.
pub async fn workspace_add(conn: &mut Conn, name: &str, now: Time) -> Result<Workspace> {
    let id = WorkspaceId(conn.number(WORKSPACE_NEXT, values![]).await?);
    conn.run(WORKSPACE_ADD, values![id, name, now, KeyOrder::LATEST.number()]).await?;
    Ok(Workspace { id, name: name.to_owned() })
}

pub async fn workspace_find(conn: &mut Conn, name: &str) -> Result<Option<Workspace>> {
    conn.find(WORKSPACE_BY_NAME, values![name]).await?.as_ref().map(read_workspace).transpose()
}

pub async fn workspace_load(conn: &mut Conn, id: WorkspaceId) -> Result<Workspace> {
    let row = conn.find(WORKSPACE_BY_ID, values![id]).await?;
    read_workspace(&row.ok_or_else(|| Error::Damaged(format!("workspace {id} is gone")))?)
}

pub async fn workspaces(conn: &mut Conn) -> Result<Vec<Workspace>> {
    conn.rows(WORKSPACES, values![]).await?.iter().map(read_workspace).collect()
}

fn read_workspace(row: &Row) -> Result<Workspace> {
    Ok(Workspace { id: WorkspaceId(row.get(0)?), name: row.get(1)? })
}

/// A person who works here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    pub email: String,
    pub name: String,
    pub password_hash: String,
    pub language: String,
}

const STAFF_ADD: &str = "
    insert into staff (id, email, name, password_hash, language, created_at) values ($1, $2, $3, $4, $5, $6)";
const STAFF_BY_EMAIL: &str = "
    select id, email, name, password_hash, language from staff where email = $1 limit 1";
const STAFF_BY_ID: &str = "select id, email, name, password_hash, language from staff where id = $1 limit 1";
const STAFF_OF: &str = "
    select staff.id, staff.email, staff.name, '', staff.language
    from staff
    join staff_role on staff_role.staff_id = staff.id
    where staff_role.workspace_id = $1
    order by staff.name, staff.id
    limit 1000";
const PASSWORD_SET: &str = "update staff set password_hash = $2 where id = $1";
const LANGUAGE_SET: &str = "update staff set language = $2 where id = $1";

pub async fn staff_add(conn: &mut Conn, staff: &Staff, now: Time) -> Result<()> {
    let (email, name) = (staff.email.as_str(), staff.name.as_str());
    let bound = values![staff.id, email, name, staff.password_hash.as_str(), staff.language.as_str(), now];
    conn.run(STAFF_ADD, bound).await?;
    Ok(())
}

pub async fn staff_find(conn: &mut Conn, email: &str) -> Result<Option<Staff>> {
    conn.find(STAFF_BY_EMAIL, values![email]).await?.as_ref().map(read_staff).transpose()
}

pub async fn staff_find_by_id(conn: &mut Conn, id: StaffId) -> Result<Option<Staff>> {
    conn.find(STAFF_BY_ID, values![id]).await?.as_ref().map(read_staff).transpose()
}

/// The staff of a workspace by name, without password hashes.
pub async fn staff_of(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<Staff>> {
    conn.rows(STAFF_OF, values![workspace]).await?.iter().map(read_staff).collect()
}

pub async fn staff_set_password(conn: &mut Conn, id: StaffId, password_hash: &str) -> Result<()> {
    conn.run(PASSWORD_SET, values![id, password_hash]).await?;
    Ok(())
}

pub async fn staff_set_language(conn: &mut Conn, id: StaffId, language: &str) -> Result<()> {
    conn.run(LANGUAGE_SET, values![id, language]).await?;
    Ok(())
}

fn read_staff(row: &Row) -> Result<Staff> {
    Ok(Staff {
        id: StaffId(row.get(0)?),
        email: row.get(1)?,
        name: row.get(2)?,
        password_hash: row.get(3)?,
        language: row.get(4)?,
    })
}

const ROLE_SET: &str = "
    insert into staff_role (workspace_id, staff_id, role)
    values ($1, $2, $3)
    on conflict (workspace_id, staff_id) do update set role = excluded.role";
const ROLE: &str = "select role from staff_role where workspace_id = $1 and staff_id = $2 limit 1";
const ROLES_OF: &str = "
    select workspace.id, workspace.name, staff_role.role
    from staff_role
    join workspace on workspace.id = staff_role.workspace_id
    where staff_role.staff_id = $1
    order by workspace.id
    limit 1000";

pub async fn role_set(conn: &mut Conn, workspace: WorkspaceId, staff: StaffId, role: Role) -> Result<()> {
    conn.run(ROLE_SET, values![workspace, staff, role.word()]).await?;
    Ok(())
}

pub async fn role_find(conn: &mut Conn, workspace: WorkspaceId, staff: StaffId) -> Result<Option<Role>> {
    let Some(row) = conn.find(ROLE, values![workspace, staff]).await? else { return Ok(None) };
    read_role(&row, 0).map(Some)
}

/// The workspaces that a person works in, and as what.
pub async fn roles_of(conn: &mut Conn, staff: StaffId) -> Result<Vec<(Workspace, Role)>> {
    let rows = conn.rows(ROLES_OF, values![staff]).await?;
    rows.iter().map(|row| Ok((read_workspace(row)?, read_role(row, 2)?))).collect()
}

fn read_role(row: &Row, at: usize) -> Result<Role> {
    row.get::<String>(at)?.parse().map_err(|error: model::access::NotARole| Error::Damaged(error.to_string()))
}

/// A signed-in browser. Only the digest of its token is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub staff: StaffId,
    /// What forms carry to prove that they are ours.
    pub csrf: String,
    pub expires_at: Time,
}

const SESSION_ADD: &str = "
    insert into session (token_digest, staff_id, csrf, created_at, expires_at) values ($1, $2, $3, $4, $5)";
const SESSION: &str = "select staff_id, csrf, expires_at from session where token_digest = $1 limit 1";
const SESSION_END: &str = "delete from session where token_digest = $1";
const SESSIONS_EXPIRE: &str = "delete from session where expires_at <= $1";
const SESSIONS_END_OF: &str = "delete from session where staff_id = $1";

pub async fn session_add(conn: &mut Conn, token_digest: &[u8], session: &Session, now: Time) -> Result<()> {
    let bound = values![token_digest, session.staff, session.csrf.as_str(), now, session.expires_at];
    conn.run(SESSION_ADD, bound).await?;
    Ok(())
}

pub async fn session_find(conn: &mut Conn, token_digest: &[u8]) -> Result<Option<Session>> {
    let Some(row) = conn.find(SESSION, values![token_digest]).await? else { return Ok(None) };
    Ok(Some(Session { staff: StaffId(row.get(0)?), csrf: row.get(1)?, expires_at: Time(row.get(2)?) }))
}

pub async fn session_end(conn: &mut Conn, token_digest: &[u8]) -> Result<()> {
    conn.run(SESSION_END, values![token_digest]).await?;
    Ok(())
}

/// Ends all sessions of a person: after a new password.
pub async fn sessions_end_of(conn: &mut Conn, staff: StaffId) -> Result<()> {
    conn.run(SESSIONS_END_OF, values![staff]).await?;
    Ok(())
}

pub async fn sessions_expire(conn: &mut Conn, now: Time) -> Result<()> {
    conn.run(SESSIONS_EXPIRE, values![now]).await?;
    Ok(())
}

/// A key with which a program signs in. Only its digest is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub workspace: WorkspaceId,
    pub id: TokenId,
    pub name: String,
    /// `read`, or `read,write`.
    pub scopes: String,
}

const TOKEN_ADD: &str = "
    insert into token (workspace_id, id, name, token_digest, scopes, created_at) values ($1, $2, $3, $4, $5, $6)";
const TOKEN: &str = "
    select workspace_id, id, name, scopes from token where token_digest = $1 and revoked_at is null limit 1";

pub async fn token_add(conn: &mut Conn, token: &Token, token_digest: &[u8], now: Time) -> Result<()> {
    let (name, scopes) = (token.name.as_str(), token.scopes.as_str());
    conn.run(TOKEN_ADD, values![token.workspace, token.id, name, token_digest, scopes, now]).await?;
    Ok(())
}

pub async fn token_find(conn: &mut Conn, token_digest: &[u8]) -> Result<Option<Token>> {
    let Some(row) = conn.find(TOKEN, values![token_digest]).await? else { return Ok(None) };
    Ok(Some(Token {
        workspace: WorkspaceId(row.get(0)?),
        id: TokenId(row.get(1)?),
        name: row.get(2)?,
        scopes: row.get(3)?,
    }))
}

const LEASE_TAKE: &str = "
    insert into lease (name, holder, until)
    values ($1, $2, $3)
    on conflict (name) do update
    set holder = excluded.holder, until = excluded.until
    where lease.until <= $4 or lease.holder = excluded.holder";
const LEASE_END: &str = "delete from lease where name = $1 and holder = $2";

/// Takes or prolongs a lease; `false` while somebody else holds it.
pub async fn lease_take(conn: &mut Conn, (name, holder): (&str, i64), (now, until): (Time, Time)) -> Result<bool> {
    Ok(conn.run(LEASE_TAKE, values![name, holder, until, now]).await? == 1)
}

pub async fn lease_end(conn: &mut Conn, name: &str, holder: i64) -> Result<()> {
    conn.run(LEASE_END, values![name, holder]).await?;
    Ok(())
}

const ENTRY_WORKSPACE: &str = "select workspace_id from journal where id = $1 limit 1";
const RUN_WORKSPACE: &str = "select workspace_id from run where id = $1 limit 1";

/// The workspace of a journal entry: for the operator, who names entries only.
pub async fn workspace_of_entry(conn: &mut Conn, id: EntryId) -> Result<Option<WorkspaceId>> {
    conn.find(ENTRY_WORKSPACE, values![id]).await?.map(|row| row.get(0).map(WorkspaceId)).transpose()
}

/// The workspace of an import run: for the operator, who names runs only.
pub async fn workspace_of_run(conn: &mut Conn, id: RunId) -> Result<Option<WorkspaceId>> {
    conn.find(RUN_WORKSPACE, values![id]).await?.map(|row| row.get(0).map(WorkspaceId)).transpose()
}

const BACKUP_FOLDERS: &str = "select folder from backup_folder order by folder limit 1000";
const BACKUP_FOLDER_ADD: &str = "insert into backup_folder (folder) values ($1) on conflict (folder) do nothing";

/// Folders that hold backups.
pub async fn backup_folders(conn: &mut Conn) -> Result<Vec<String>> {
    conn.rows(BACKUP_FOLDERS, values![]).await?.iter().map(|row| row.get(0)).collect()
}

/// Remembers a folder that holds a backup.
pub async fn backup_folder_add(conn: &mut Conn, folder: &str) -> Result<()> {
    conn.run(BACKUP_FOLDER_ADD, values![folder]).await?;
    Ok(())
}
