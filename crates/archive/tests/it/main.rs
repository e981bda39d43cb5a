//! The room from its front door: archives in, rows out.

#[cfg(test)]
mod beside;
#[cfg(test)]
mod chats;
#[cfg(test)]
mod desk_places;
#[cfg(test)]
mod desks;
#[cfg(test)]
mod discord;
mod discourse;
#[cfg(test)]
mod export;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod forums;
#[cfg(test)]
mod generic;
#[cfg(test)]
mod github;
#[cfg(test)]
mod gitlab;
#[cfg(test)]
mod google_chat;
#[cfg(test)]
mod hangouts;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod irc;
#[cfg(test)]
mod irc_places;
#[cfg(test)]
mod irc_programs;
#[cfg(test)]
mod json_layouts;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod mail_broken;
#[cfg(test)]
mod mail_flowed;
#[cfg(test)]
mod mail_stores;
#[cfg(test)]
mod mail_words;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod mattermost;
#[cfg(test)]
mod messenger;
#[cfg(test)]
mod mime;
#[cfg(test)]
mod mutations;
#[cfg(test)]
mod origins;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod phpmyadmin;
#[cfg(test)]
mod read;
#[cfg(test)]
mod rocketchat;
#[cfg(test)]
mod signal;
#[cfg(test)]
mod skype;
#[cfg(test)]
mod slack;
#[cfg(test)]
mod table_files;
#[cfg(test)]
mod table_mails;
#[cfg(test)]
mod table_programs;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod teams;
#[cfg(test)]
mod telegram;
#[cfg(test)]
mod telegram_dumps;
#[cfg(test)]
mod things;
#[cfg(test)]
mod trackers;
#[cfg(test)]
mod whatsapp;
#[cfg(test)]
mod whatsapp_files;
#[cfg(test)]
mod whatsapp_speakers;
#[cfg(test)]
mod whatsapp_words;
#[cfg(test)]
mod zulip;
