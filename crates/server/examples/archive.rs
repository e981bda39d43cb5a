//! Writes an archive of the fictional community, as large as asked:
//! `cargo run --release -p tribune --example archive -- mbox|slack MEGABYTES FILE`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Write};

use archive::Pack;
use archive::pack::Shape;
use model::Time;
use serde_json::json;
use world::{Size, World};

/// The last moment of the world: any that stays the same.
const NOW: Time = Time::from_seconds(1_790_000_000);
/// What a message takes, a little less than on the average, so that the world is large enough.
const MAIL_BYTES: u64 = 440;
const SLACK_BYTES: u64 = 225;
/// Messages that one person writes in the year, about.
const MESSAGES_A_MEMBER: usize = 17;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [format, megabytes, path] = arguments.as_slice() else {
        return Err("say mbox or slack, how many megabytes, and a file".into());
    };
    let bytes = megabytes.parse::<u64>()? << 20;
    let out = BufWriter::new(File::create(path)?);
    let (messages, bytes) = match format.as_str() {
        "mbox" => mbox(out, bytes)?,
        "slack" => slack(out, bytes)?,
        other => return Err(format!("no format `{other}`; say mbox or slack").into()),
    };
    println!("{messages} messages, {bytes} bytes before packing");
    Ok(())
}

/// A year of one large community.
fn world(bytes: u64, message_bytes: u64) -> World {
    let messages = (bytes / message_bytes) as usize;
    World::new(1, NOW, Size { messages, months: 12, members: messages / MESSAGES_A_MEMBER })
}

/// Mails with replies in threads.
fn mbox(mut out: impl Write, bytes_max: u64) -> io::Result<(u64, u64)> {
    let (mut count, mut bytes) = (0, 0);
    for (message, _) in world(bytes_max, MAIL_BYTES).messages() {
        if bytes >= bytes_max {
            break;
        }
        count += 1;
        let id = |native: &str| format!("<{}@world.example>", native.trim_matches(['<', '>']).replace('@', "."));
        let own = id(message.native_id.as_deref().unwrap_or(&count.to_string()));
        let sent = message.sent.unwrap_or(NOW);
        let stamp = jiff::Timestamp::from_second(sent.seconds()).map_err(io::Error::other)?;
        let handle = message.author.handle.replace([' ', '@'], ".");
        let mut mail = format!(
            "From {handle}@world.example {}\nFrom: {} <{handle}@world.example>\nTo: list@world.example\n\
             Subject: {}\nMessage-ID: {own}\nDate: {}\nMIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n",
            stamp.strftime("%a %b %e %H:%M:%S %Y"),
            message.author.name.as_deref().unwrap_or(&handle),
            message.title.as_deref().unwrap_or(&message.conversation),
            stamp.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        );
        if let Some(parent) = &message.reply_to {
            mail.push_str(&format!("In-Reply-To: {0}\nReferences: {0}\n", id(parent)));
        }
        mail.push('\n');
        for line in message.text.lines() {
            let quoted = line.trim_start_matches('>').starts_with("From ");
            mail.push_str(if quoted { ">" } else { "" });
            mail.push_str(line);
            mail.push('\n');
        }
        mail.push('\n');
        bytes += mail.len() as u64;
        out.write_all(mail.as_bytes())?;
    }
    out.flush()?;
    Ok((count, bytes))
}

/// A Slack export: people, channels, and a file for each channel and day.
fn slack(out: impl Write, bytes_max: u64) -> io::Result<(u64, u64)> {
    let mut pack = Pack::new(out, Shape::Zip);
    let (mut users, mut channels) = (BTreeMap::new(), BTreeSet::new());
    let (mut count, mut bytes, mut days) = (0, 0, BTreeMap::<String, Vec<serde_json::Value>>::new());
    let mut today = 0;
    for (message, _) in world(bytes_max, SLACK_BYTES).messages() {
        let sent = message.sent.unwrap_or(NOW);
        if sent.day() != today {
            bytes += write_days(&mut pack, &mut days)?;
            today = sent.day();
            if bytes >= bytes_max {
                break;
            }
        }
        count += 1;
        let known = users.len();
        let user = users.entry(message.author.handle.clone()).or_insert_with(|| format!("U{known:07}"));
        let channel: String =
            message.channel.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
        let channel = channel.to_lowercase();
        let stamp = jiff::Timestamp::from_second(sent.seconds()).map_err(io::Error::other)?;
        let ts = format!("{}.{:06}", sent.seconds(), count % 1_000_000);
        let line = json!({ "type": "message", "user": user, "text": message.text, "ts": ts,
            "client_msg_id": format!("{count}"), "team": "T01" });
        days.entry(format!("{channel}/{}.json", stamp.strftime("%Y-%m-%d"))).or_default().push(line);
        channels.insert(channel);
    }
    bytes += write_days(&mut pack, &mut days)?;
    let users = users.iter().map(|(handle, id)| {
        json!({ "id": id, "team_id": "T01", "name": handle, "real_name": handle, "profile": { "real_name": handle } })
    });
    let channels = channels.iter().enumerate().map(
        |(number, name)| json!({ "id": format!("C{number:07}"), "name": name, "members": [], "is_archived": false }),
    );
    pack.add("users.json", &serde_json::to_vec(&users.collect::<Vec<_>>())?)?;
    pack.add("channels.json", &serde_json::to_vec(&channels.collect::<Vec<_>>())?)?;
    pack.finish()?.flush()?;
    Ok((count, bytes))
}

fn write_days<W: Write>(pack: &mut Pack<W>, days: &mut BTreeMap<String, Vec<serde_json::Value>>) -> io::Result<u64> {
    let mut bytes = 0;
    for (path, lines) in std::mem::take(days) {
        let text = serde_json::to_vec_pretty(&lines)?;
        bytes += text.len() as u64;
        pack.add(&path, &text)?;
    }
    Ok(bytes)
}
