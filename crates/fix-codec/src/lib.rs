//! The FIX tag=value codec: frames, checksums, an index of fields, an encoder.
