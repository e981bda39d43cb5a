//! Import and export formats, one file each: bytes in, records out; no database.
