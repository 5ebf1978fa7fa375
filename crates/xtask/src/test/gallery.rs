//! Generates a page with all screenshots.

use std::{collections::BTreeMap, fs, path::Path};

use crate::failure::{Context, Outcome};

/// Writes `index.html` to a folder of screenshots named `page-language-width-scheme.png`, with a row for each page,
/// language and scheme, and a column for each width.
pub fn write_index(folder: &Path) -> Outcome {
    let entries = fs::read_dir(folder).context(|| format!("cannot read {}", folder.display()))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let page = index(names.filter(|name| name.ends_with(".png")));
    let file = folder.join("index.html");
    fs::write(&file, page).context(|| format!("cannot write {}", file.display()))
}

fn index(names: impl Iterator<Item = String>) -> String {
    let mut rows: BTreeMap<(String, String, String), Vec<(u32, String)>> = BTreeMap::new();
    for name in names {
        let parts: Vec<_> = name.trim_end_matches(".png").rsplitn(4, '-').collect();
        if let [scheme, width, language, page] = parts.as_slice()
            && let Ok(width) = width.parse()
        {
            let row = (page.to_string(), language.to_string(), scheme.to_string());
            rows.entry(row).or_default().push((width, name));
        }
    }
    let mut html = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gallery</title>\
         <style>body{font:14px sans-serif}section{display:flex;gap:16px;align-items:start;overflow:auto}img{border:1px \
         solid #888}</style><h1>Gallery</h1>\n",
    );
    for ((page, language, scheme), mut pictures) in rows {
        pictures.sort();
        html.push_str(&format!("<h2 id=\"{page}\">{page}, {language}, {scheme}</h2><section>"));
        for (width, name) in pictures {
            let shown = width / 2;
            html.push_str(&format!(
                "<a href=\"{name}\"><img src=\"{name}\" width=\"{shown}\" loading=\"lazy\" alt=\"{page} at {width} px\"></a>"
            ));
        }
        html.push_str("</section>\n");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::index;

    #[test]
    fn screenshots_are_sorted_by_width() {
        let names = [
            "05-upgrading-en-1440-light.png",
            "05-upgrading-en-320-light.png",
            "05-upgrading-ar-320-light.png",
        ];

        let page = index(names.into_iter().map(str::to_owned));

        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not in {page}"));
        assert!(at("05-upgrading, ar, light") < at("05-upgrading, en, light"));
        assert!(at("05-upgrading-en-320-light.png") < at("05-upgrading-en-1440-light.png"));
    }

    #[test]
    fn other_images_are_excluded() {
        assert!(!index(["failed.png".to_owned()].into_iter()).contains("failed"));
    }
}
