//! Archives: files one after another into one ZIP, the same files into the same bytes.

use std::io::{Cursor, Write};

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};

use super::BindError;

/// An archive that is being written.
pub(super) struct Archive {
    format: &'static str,
    writer: ZipWriter<Cursor<Vec<u8>>>,
}

impl Archive {
    /// An empty one; `format` is named in errors.
    pub fn new(format: &'static str) -> Archive {
        Archive {
            format,
            writer: ZipWriter::new(Cursor::new(Vec::new())),
        }
    }

    /// Adds a text file, compressed.
    pub fn text(&mut self, name: &str, text: &str) -> Result<(), BindError> {
        self.add(name, text.as_bytes(), CompressionMethod::Deflated)
    }

    /// Adds a file as it is: pictures are compressed already.
    pub fn stored(&mut self, name: &str, bytes: &[u8]) -> Result<(), BindError> {
        self.add(name, bytes, CompressionMethod::Stored)
    }

    fn add(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) -> Result<(), BindError> {
        let options = SimpleFileOptions::default().compression_method(method);
        let format = self.format;
        let failed = |cause: String| BindError::Format { format, cause };
        let started = self.writer.start_file(name, options);
        started.map_err(|error| failed(error.to_string()))?;
        let written = self.writer.write_all(bytes);
        written.map_err(|error| failed(error.to_string()))
    }

    /// The bytes of the archive.
    pub fn finish(self) -> Result<Vec<u8>, BindError> {
        let format = self.format;
        let finished = self.writer.finish().map_err(|error| BindError::Format {
            format,
            cause: error.to_string(),
        });
        Ok(finished?.into_inner())
    }
}
