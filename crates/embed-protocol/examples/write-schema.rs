//! Writes the JSON Schema of the protocol into `schema/tcu-1.json`.

use std::{error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let document = serde_json::to_string_pretty(&embed_protocol::schema::document())?;
    Ok(fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/schema/tcu-1.json"), document + "\n")?)
}
