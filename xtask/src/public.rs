//! The part of files that are served as they are: icons, fonts, pictures.

use std::path::PathBuf;

use anyhow::Result;

use crate::settings::Settings;
use crate::{compress, files, part};

pub(crate) fn part(settings: &Settings) -> Result<PathBuf> {
    let public = settings.assets_dir();
    let mut key = part::Key::new(settings)?;
    key.add_folder(&public)?;
    part::build(settings, "public", key, |folder| {
        for file in files::below(&public)? {
            files::write(&folder.join(&file), &files::read(&public.join(&file))?)?;
        }
        compress::folder(settings.mode, folder)
    })
}
