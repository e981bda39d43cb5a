//! `tribune demo`: a lively fictional community, with no set-up.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::sync_channel;

use archive::record::{Place as RowPlace, Record, Warnings};
use hub::access::{self, NewStaff};
use hub::import::{self, Arrival};
use hub::{Asked, Hub};
use model::{StaffId, WorkspaceId};
use store::global;
use web::Mode;
use world::{CAST, Size, World};

use crate::desk::{self, Desk};
use crate::place::{Place, runtime};
use crate::surroundings::{entropy, now};

const SEED: u64 = 7;
/// Messages that wait between the world and the import.
const AHEAD: usize = 2_000;
const LISTEN: &str = "127.0.0.1:7420";

/// Serves a lively fictional community, with no set-up; it goes when the program stops.
#[derive(clap::Args)]
pub(crate) struct Demo {
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = LISTEN)]
    listen: SocketAddr,
    /// Keep the community in this folder [default: a temporary one]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Another community: the same number makes the same one
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// About how many messages
    #[arg(long, default_value_t = Size::DEMO.messages)]
    messages: usize,
    /// Over how many months
    #[arg(long, default_value_t = Size::DEMO.months)]
    months: u32,
    /// Fill the folder and stop: for benchmarks
    #[arg(long, requires = "data")]
    fill: bool,
}

impl Demo {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        desk::log_to_stderr(Some("warn"))?;
        let scratch = tempfile::Builder::new().prefix("tribune-demo-").tempdir()?;
        let folder = self.data.clone().unwrap_or_else(|| scratch.path().to_owned());
        runtime()?.block_on(async {
            let hub = Place { data: Some(folder), database: None }.open().await?;
            let (workspace, staff) = self.settle(&hub).await?;
            self.fill(&hub, workspace).await?;
            self.list_products(&hub, workspace).await?;
            if self.fill {
                while hub::workers::work_one(&hub, now).await? {}
                hub::journal::seal_all(&hub, now()).await?;
                hub.close().await?;
                return Ok(ExitCode::SUCCESS);
            }
            eprintln!("a fictional community: nothing here is real, and it goes when you press Ctrl-C");
            desk::serve(hub, Desk { listen: self.listen, mode: Mode::Demo(staff), public_url: None }).await?;
            Ok(ExitCode::SUCCESS)
        })
    }

    /// The workspace and its staff; the first of them is whoever visits.
    async fn settle(&self, hub: &Hub) -> anyhow::Result<(WorkspaceId, StaffId)> {
        let world = World::new(self.seed, now(), self.size());
        let workspace = {
            let mut conn = hub.db.write().await?;
            let known = global::workspace_find(&mut conn, world.brand()).await?;
            let workspace = match known {
                Some(known) => known,
                None => global::workspace_add(&mut conn, world.brand(), now()).await?,
            };
            conn.commit().await?;
            workspace.id
        };
        let mut visitor = None;
        for colleague in CAST {
            // Nobody signs in with a password here, so each has one that nobody knows.
            let mut secret = [0; 16];
            entropy(&mut secret);
            let password: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
            let (email, name, role) = (colleague.email, colleague.name, colleague.role);
            let new = NewStaff { email, name, password: &password, language: "en", role };
            let id = access::staff_add(hub, workspace, new, now()).await?;
            visitor = visitor.or(Some(id));
        }
        let visitor = visitor.ok_or_else(|| anyhow::anyhow!("the world has no staff"))?;
        Ok((workspace, visitor))
    }

    /// The products of the brand, as somebody would list them.
    async fn list_products(&self, hub: &Hub, workspace: WorkspaceId) -> anyhow::Result<()> {
        let seen = access::operator(workspace);
        for (name, spellings) in World::new(self.seed, now(), self.size()).products() {
            let input = serde_json::json!({ "name": name, "spellings": spellings });
            hub.act(&seen, Asked::new("product.add", &input), now()).await?;
        }
        Ok(())
    }

    fn size(&self) -> Size {
        let members = if self.messages == Size::DEMO.messages { Size::DEMO.members } else { self.messages / 40 + 20 };
        Size { messages: self.messages, months: self.months, members }
    }

    /// Every message through the whole import, as an archive would come.
    async fn fill(&self, hub: &Hub, workspace: WorkspaceId) -> anyhow::Result<()> {
        let (send, receive) = sync_channel(AHEAD);
        let (seed, size, at) = (self.seed, self.size(), now());
        let telling = std::thread::spawn(move || {
            let world = World::new(seed, at, size);
            for (index, (message, _)) in world.messages().enumerate() {
                let place = RowPlace { path: "world".into(), row: index as u64 + 1 };
                if send.send(Ok(Record { message, place, warnings: Warnings::default() })).is_err() {
                    return; // the import stopped and says why
                }
            }
        });
        let arrival = Arrival {
            format: "world",
            name: "a fictional community".to_owned(),
            options: format!("{{\"seed\":{seed}}}"),
            fingerprint: format!("world {seed} {} {}", size.messages, size.months).into_bytes(),
            rows: Box::new(receive.into_iter()),
        };
        let seen = access::operator(workspace);
        import::bring(hub, &seen, (arrival, now), &mut |_| {}).await?;
        telling.join().map_err(|_| anyhow::anyhow!("the world stopped telling"))?;
        Ok(())
    }
}
