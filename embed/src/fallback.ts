/** The text and the name of the link that replace the frame, by language. */
const TEXTS: Record<string, [text: string, link: string]> = {
    en: ["TestCloud Upgrading could not be loaded here.", "Open TestCloud Upgrading"],
    vi: ["Không tải được trang Nâng cấp TestCloud tại đây.", "Mở trang Nâng cấp TestCloud"],
    ja: ["TestCloud アップグレードをここに読み込めませんでした。", "TestCloud アップグレードを開く"],
    ar: ["تعذّر تحميل صفحة ترقية TestCloud هنا.", "فتح صفحة ترقية TestCloud"],
};

/** Returns the paragraph with the link. The text is in English if there is none in the language. */
export function fallback(locale: string, href: string | undefined): HTMLElement {
    const language = locale.slice(0, 2).toLowerCase();
    const lang = language in TEXTS ? language : "en";
    const [text, name] = TEXTS[lang] as [string, string];
    const paragraph = document.createElement("p");
    paragraph.lang = lang;
    paragraph.dir = lang === "ar" ? "rtl" : "ltr";
    paragraph.append(text);
    if (href) {
        const link = document.createElement("a");
        link.href = href;
        link.textContent = name;
        paragraph.append(" ", link);
    }
    return paragraph;
}
