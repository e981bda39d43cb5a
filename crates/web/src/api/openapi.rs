//! The OpenAPI 3.1 description, assembled from the lists of acts and views.

use axum::http::HeaderMap;
use hub::input::{Field, FieldKind, MESSAGES_MAX};
use hub::views::{One, VIEWS, View};
use hub::{ACTS, Act};
use serde_json::{Map, Value as Json, json};

use super::views::ROWS_MAX;
use crate::answer::{self, Page};

pub(crate) async fn show(headers: HeaderMap) -> Page {
    answer::json(&headers, &describe())
}

/// The whole description.
pub(crate) fn describe() -> Json {
    let mut paths = Map::new();
    for act in ACTS {
        paths.insert(format!("/api/v1/acts/{}", act.name), json!({ "post": of_act(act) }));
    }
    for view in VIEWS {
        paths.insert(format!("/api/v1/{}", view.name), json!({ "get": of_list(view) }));
        if view.one == One::ById {
            paths.insert(format!("/api/v1/{}/{{id}}", view.name), json!({ "get": of_one(view) }));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tribune",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Acts change something and can be undone; views show something.",
        },
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Done": done(), "Page": page(), "Problem": problem() },
        },
    })
}

fn of_act(act: &Act) -> Json {
    let properties: Map<String, Json> = act.fields.iter().map(|field| (field.name.to_owned(), schema(field))).collect();
    let required: Vec<&str> = act.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({
        "operationId": act.name,
        "tags": ["acts"],
        "summary": act.about,
        "description": format!("Needs the capability `{}`.", act.needs),
        "parameters": [
            { "name": "Idempotency-Key", "in": "header", "schema": { "type": "string", "maxLength": 200 } },
            { "name": "dry_run", "in": "query", "schema": { "type": "boolean" } },
        ],
        "requestBody": { "content": { "application/json": { "schema": {
            "type": "object", "properties": properties, "required": required, "additionalProperties": false,
        } } } },
        "responses": responses("#/components/schemas/Done"),
    })
}

fn of_list(view: &View) -> Json {
    let text = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "string" } });
    let mut parameters = vec![
        text("after"),
        json!({ "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": ROWS_MAX } }),
    ];
    parameters.extend(filters(view.name).iter().map(|name| text(name)));
    json!({
        "operationId": format!("list-{}", view.name),
        "tags": ["views"],
        "summary": view.about,
        "description": format!("Needs the capability `{}`.", view.needs),
        "parameters": parameters,
        "responses": responses("#/components/schemas/Page"),
    })
}

/// What a list can be narrowed by.
fn filters(view: &str) -> &'static [&'static str] {
    match view {
        "conversations" => &["state", "kind", "label", "unanswered"],
        "journal" => &["about"],
        "members" => &["q"],
        "messages" => &["q", "scrub"],
        _ => &[],
    }
}

fn of_one(view: &View) -> Json {
    json!({
        "operationId": format!("find-{}", view.name),
        "tags": ["views"],
        "summary": view.about,
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "responses": responses(""),
    })
}

fn responses(answer: &str) -> Json {
    let schema = if answer.is_empty() { json!({ "type": "object" }) } else { json!({ "$ref": answer }) };
    json!({
        "200": { "description": "Done.", "content": { "application/json": { "schema": schema } } },
        "default": { "description": "Refused.", "content": { "application/problem+json": {
            "schema": { "$ref": "#/components/schemas/Problem" },
        } } },
    })
}

fn schema(field: &Field) -> Json {
    let mut schema = match field.kind {
        FieldKind::Messages => {
            json!({ "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": MESSAGES_MAX })
        }
        FieldKind::Time => json!({ "type": "string", "format": "date-time" }),
        FieldKind::Staff => json!({ "type": "string", "format": "email" }),
        FieldKind::Score => json!({ "type": "number", "minimum": -1, "maximum": 1 }),
        FieldKind::Flag | FieldKind::YesNo => json!({ "type": "boolean" }),
        FieldKind::Kind => json!({ "type": "string", "enum": model::Kind::ALL.map(model::Kind::word) }),
        FieldKind::Language => json!({ "type": "string", "pattern": "^[a-z]{2,3}$" }),
        FieldKind::Text(most) => json!({ "type": "string", "maxLength": most }),
        _ => json!({ "type": "string", "pattern": "^[0-9a-z]{1,13}$" }),
    };
    schema["description"] = field.about.into();
    schema
}

fn done() -> Json {
    json!({
        "type": "object",
        "required": ["act", "entry", "subjects"],
        "properties": {
            "act": { "type": "string" },
            "entry": { "type": "string", "description": "The journal entry." },
            "seq": { "type": ["integer", "null"], "description": "Its place in the chain; null until sealed." },
            "subjects": { "type": "array", "items": { "type": "string" } },
            "undo": { "type": ["string", "null"], "description": "The entry to undo with journal.undo." },
            "dry_run": { "type": "boolean" },
        },
    })
}

fn page() -> Json {
    json!({
        "type": "object",
        "required": ["rows", "next"],
        "properties": {
            "rows": { "type": "array", "items": { "type": "object" } },
            "next": { "type": ["string", "null"], "description": "Send it as `after` for the next page." },
        },
    })
}

fn problem() -> Json {
    json!({
        "type": "object",
        "description": "RFC 9457.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "field": { "type": "string" },
            "capability": { "type": "string" },
        },
    })
}
