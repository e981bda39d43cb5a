//! Who is asking, and what they may see and do: decided here and nowhere else.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use model::access::Capabilities;
use model::{Actor, Capability, Role, Seen, StaffId, Time, TokenId, WorkspaceId};
use sha2::{Digest, Sha256};
use store::global::{self, Session, Staff, Token, Workspace};

use crate::{Error, Hub, Result};

/// A browser stays signed in this long.
pub const SESSION_SECONDS: i64 = 14 * 24 * 3600;
const PASSWORD_CHARS_MIN: usize = 10;
const PASSWORD_CHARS_MAX: usize = 200;
const TOKEN_PREFIX: &str = "tribune_";
const SECRET_BYTES: usize = 32;

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub staff: StaffId,
    pub email: String,
    pub name: String,
    pub language: String,
    pub csrf: String,
    pub workspaces: Vec<(Workspace, Role)>,
}

impl SignedIn {
    /// What this person may see and do in a workspace; 404 for a stranger to it.
    pub fn seen(&self, workspace: WorkspaceId) -> Result<Seen> {
        let role = self.workspaces.iter().find(|(known, _)| known.id == workspace).map(|(_, role)| *role);
        let role = role.ok_or_else(|| Error::NotFound("workspace".to_owned()))?;
        Ok(Seen::build(workspace, Actor::Staff(self.staff), role.capabilities()))
    }
}

/// The local operator, who runs the command line on this machine.
pub fn operator(workspace: WorkspaceId) -> Seen {
    Seen::build(workspace, Actor::Operator, Capabilities::of(&Capability::ALL))
}

/// The program itself, for jobs.
pub fn system(workspace: WorkspaceId) -> Seen {
    Seen::build(workspace, Actor::System, Capabilities::of(&Capability::ALL))
}

/// Whoever asked for what a worker does later: under their name, and no more than they might do then and may still.
pub(crate) fn asker(workspace: WorkspaceId, actor: Actor, (words, left): (&str, Capabilities)) -> Seen {
    let may: Vec<Capability> =
        Capability::ALL.into_iter().filter(|one| words.split(',').any(|word| word == one.word())).collect();
    Seen::build(workspace, actor, Capabilities::of(&may).and(left))
}

/// The capabilities of whoever asks, as `asker` reads them.
pub(crate) fn words(seen: &Seen) -> String {
    Capability::ALL.into_iter().filter(|one| seen.may(*one)).map(Capability::word).collect::<Vec<_>>().join(",")
}

/// A colleague by e-mail address, for `--as`.
pub async fn staff_seen(hub: &Hub, workspace: WorkspaceId, email: &str) -> Result<Seen> {
    let mut conn = hub.db.read().await?;
    let unknown = || Error::NotFound(format!("colleague `{email}`"));
    let staff = global::staff_find(&mut conn, &email.to_lowercase()).await?.ok_or_else(unknown)?;
    let role = global::role_find(&mut conn, workspace, staff.id).await?.ok_or_else(unknown)?;
    Ok(Seen::build(workspace, Actor::Staff(staff.id), role.capabilities()))
}

/// Refuses whoever lacks a capability.
pub fn require(seen: &Seen, capability: Capability) -> Result<()> {
    if seen.may(capability) { Ok(()) } else { Err(Error::Forbidden(capability)) }
}

/// A new colleague, or a new role for a known one.
pub struct NewStaff<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub password: &'a str,
    pub language: &'a str,
    pub role: Role,
}

/// Adds a colleague to a workspace. A known address gets the role, and the password replaces the old.
pub async fn staff_add(hub: &Hub, workspace: WorkspaceId, new: NewStaff<'_>, now: Time) -> Result<StaffId> {
    let email = check_email(new.email)?;
    check_password(new.password)?;
    let password_hash = hash_password(hub, new.password)?;
    let mut conn = hub.db.write().await?;
    let id = match global::staff_find(&mut conn, &email).await? {
        Some(known) => {
            global::staff_set_password(&mut conn, known.id, &password_hash).await?;
            global::sessions_end_of(&mut conn, known.id).await?;
            known.id
        }
        None => {
            let id = StaffId(hub.mint.next(now));
            let (name, language) = (new.name.trim().to_owned(), new.language.to_owned());
            global::staff_add(&mut conn, &Staff { id, email, name, password_hash, language }, now).await?;
            id
        }
    };
    global::role_set(&mut conn, workspace, id, new.role).await?;
    conn.commit().await?;
    Ok(id)
}

fn check_email(email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let fits = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.len() > 1);
    if fits && email.len() <= 254 && !email.contains(char::is_whitespace) {
        return Ok(email);
    }
    Err(Error::invalid("email", format!("`{email}` is not an e-mail address")))
}

fn check_password(password: &str) -> Result<()> {
    let chars = password.chars().count();
    if (PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
        return Ok(());
    }
    Err(Error::invalid(
        "password",
        format!("a password has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters; this one has {chars}"),
    ))
}

fn hash_password(hub: &Hub, password: &str) -> Result<String> {
    let mut salt = [0; 16];
    (hub.entropy)(&mut salt);
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|error| Error::Broken(format!("cannot hash a password: {error}")))
}

/// A hash that no password has: checked for unknown addresses, so that they take as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$3fcOEYRxJ6pQPZBMYFLrCzIRdaSUDQ9dYMXMWSKJXLM";

/// Checks an address and password and opens a session; the secret is what the cookie holds.
pub async fn sign_in(hub: &Hub, email: &str, password: &str, now: Time) -> Result<Option<String>> {
    let staff = {
        let mut conn = hub.db.read().await?;
        global::staff_find(&mut conn, &email.trim().to_lowercase()).await?
    };
    let hash = staff.as_ref().map_or(NOBODY, |staff| &staff.password_hash).to_owned();
    let password = password.to_owned();
    let check = tokio::task::spawn_blocking(move || {
        let parsed = PasswordHash::new(&hash).ok()?; // tidy(swallow): an unreadable hash fits no password
        Argon2::default().verify_password(password.as_bytes(), &parsed).ok() // tidy(swallow): wrong is an answer
    });
    let fits = check.await.map_err(|error| Error::Broken(error.to_string()))?.is_some();
    let (Some(staff), true) = (staff, fits) else { return Ok(None) };
    session_open(hub, staff.id, now).await.map(Some)
}

/// Opens a session for a person who needs no password: the demo's visitor.
pub async fn session_open(hub: &Hub, staff: StaffId, now: Time) -> Result<String> {
    let (secret, csrf) = (hub.secret(), hub.secret());
    let mut conn = hub.db.write().await?;
    let session = Session { staff, csrf, expires_at: now.plus_seconds(SESSION_SECONDS) };
    global::sessions_expire(&mut conn, now).await?;
    global::session_add(&mut conn, &digest(&secret), &session, now).await?;
    conn.commit().await?;
    Ok(secret)
}

/// The person behind a session's secret, unless it has ended.
pub async fn session_find(hub: &Hub, secret: &str, now: Time) -> Result<Option<SignedIn>> {
    let mut conn = hub.db.read().await?;
    let Some(session) = global::session_find(&mut conn, &digest(secret)).await? else { return Ok(None) };
    if session.expires_at <= now {
        return Ok(None);
    }
    let Some(staff) = global::staff_find_by_id(&mut conn, session.staff).await? else { return Ok(None) };
    let workspaces = global::roles_of(&mut conn, staff.id).await?;
    let Staff { id, email, name, language, .. } = staff;
    Ok(Some(SignedIn { staff: id, email, name, language, csrf: session.csrf, workspaces }))
}

pub async fn sign_out(hub: &Hub, secret: &str) -> Result<()> {
    let mut conn = hub.db.write().await?;
    global::session_end(&mut conn, &digest(secret)).await?;
    Ok(conn.commit().await?)
}

/// What a token's scopes allow: `read` looks, `write` also works.
fn scope_capabilities(scopes: &str) -> Result<Capabilities> {
    let mut list = Vec::new();
    for scope in scopes.split(',').map(str::trim) {
        match scope {
            "read" => list.push(Capability::Read),
            "write" => list.extend(Capability::ALL.into_iter().filter(|one| *one != Capability::Administer)),
            other => {
                return Err(Error::invalid(
                    "scopes",
                    format!("`{other}` is not a scope; the scopes are read and write"),
                ));
            }
        }
    }
    Ok(Capabilities::of(&list))
}

/// Makes a key with which a program signs in; shown once, stored as a digest.
pub async fn token_add(hub: &Hub, workspace: WorkspaceId, (name, scopes): (&str, &str), now: Time) -> Result<String> {
    scope_capabilities(scopes)?;
    let secret = format!("{TOKEN_PREFIX}{}", hub.secret());
    let (name, scopes) = (name.to_owned(), scopes.to_owned());
    let token = Token { workspace, id: TokenId(hub.mint.next(now)), name, scopes };
    let mut conn = hub.db.write().await?;
    global::token_add(&mut conn, &token, &digest(&secret), now).await?;
    conn.commit().await?;
    Ok(secret)
}

/// What the program behind a token may see and do. It acts as the operator's tool.
pub async fn token_find(hub: &Hub, secret: &str) -> Result<Option<Seen>> {
    let mut conn = hub.db.read().await?;
    let Some(token) = global::token_find(&mut conn, &digest(secret)).await? else { return Ok(None) };
    Ok(Some(Seen::build(token.workspace, Actor::Operator, scope_capabilities(&token.scopes)?)))
}

fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

impl Hub {
    /// 256 bits from the system's randomness, in hex.
    pub(crate) fn secret(&self) -> String {
        let mut bytes = [0; SECRET_BYTES];
        (self.entropy)(&mut bytes);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
